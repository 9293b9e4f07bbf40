import type { z } from 'zod'
import type {
  OpenTrainingList,
  OwnRegistrationList,
  RegistrationBody,
  RegistrationInput,
  TrainingRatingBody,
  TrainingRatingInput,
} from '../../../channels/web/training-schemas.ts'
import {
  registrationStates,
  trainingNews,
  trainingStates,
} from '../../../shared/training-states.ts'
import type { Result } from '../../shared/call-api.ts'
import {
  type Guard,
  isBoolean,
  isNumber,
  isObject,
  isString,
  isUnknown,
  listOf,
  nullable,
  objectOf,
  oneOf,
  optional,
} from '../../shared/guards.ts'
import type { Language } from '../../shared/language.ts'
import { remember } from '../../shared/storage.ts'
import { callAsAsker, hasToken, openSession } from '../session.ts'

export type OpenTraining = z.output<typeof OpenTrainingList>['trainings'][number]
export type OwnRegistration = z.output<typeof OwnRegistrationList>['registrations'][number]
export type Training = OwnRegistration['training']
export type RegistrationState = z.output<typeof RegistrationBody>['state']

type Course = Training['courses'][number]

const trainingShape = {
  id: isString,
  title: isString,
  courses: listOf(objectOf<Course>({ number: isNumber, name: isString, nameEn: isString })),
  organisation: isString,
  district: nullable(isString),
  place: nullable(isString),
  online: isBoolean,
  startsAt: isString,
  endsAt: isString,
  closesAt: isString,
  trainer: nullable(isString),
  seats: isNumber,
}

export const isTrainingList = objectOf<{ trainings: OpenTraining[] }>({
  trainings: listOf(
    objectOf<OpenTraining>({ ...trainingShape, left: isNumber, canRegister: isBoolean }),
  ),
})

type Rating = z.output<typeof TrainingRatingBody>
export type Answers = Rating['answers']
type OwnList = z.output<typeof OwnRegistrationList>
export type Questionnaire = NonNullable<OwnList['questionnaire']>
type Question = Questionnaire['questions'][number]
type Named = Question['text']

const isAnswers: Guard<Answers> = (value): value is Answers =>
  isObject(value) && Object.keys(value).every((id) => isString(value[id]) || isNumber(value[id]))

const isNamed = objectOf<Named>({ zh: isString, en: isString })
const isQuestionnaire = objectOf<Questionnaire>({
  version: isNumber,
  questions: listOf(
    objectOf<Question>({
      id: isString,
      kind: oneOf(['scale', 'choice', 'text']),
      text: isNamed,
      options: optional(
        listOf(objectOf<{ id: string; text: Named }>({ id: isString, text: isNamed })),
      ),
    }),
  ),
})

const isRating = objectOf<Rating>({
  score: isNumber,
  text: nullable(isString),
  answers: isAnswers,
  editableUntil: isString,
})

const isOwnList = objectOf<OwnList>({
  questionnaire: nullable(isQuestionnaire),
  registrations: listOf(
    objectOf<OwnRegistration>({
      training: objectOf<Training>(trainingShape),
      state: oneOf(registrationStates),
      trainingState: oneOf(trainingStates),
      cancelReason: nullable(isString),
      link: nullable(isString),
      news: listOf(oneOf(trainingNews)),
      attended: isBoolean,
      canWithdraw: isBoolean,
      canCheckIn: isBoolean,
      canRate: isBoolean,
      rating: nullable(isRating),
    }),
  ),
})

const isState = objectOf<{ state: RegistrationState }>({ state: oneOf(registrationStates) })

/** So that the page knows at its next visit that there may be news. */
export const noteRegistered = (): void => remember('trainings', true)

/** Without a token nobody has registered, so there is nothing to list. */
export async function listMine(language: Language): Promise<Result<OwnList>> {
  if (!hasToken()) return { ok: true, value: { registrations: [], questionnaire: null } }
  return callAsAsker({ path: '/api/trainings/mine', guard: isOwnList, language })
}

const pathOf = (id: string, rest: string) => `/api/trainings/${encodeURIComponent(id)}/${rest}`

type Request = { id: string; language: Language }

/** Also who has never asked anything may register. Sent again with its key it is the same registration. */
export async function register(
  { id, language, key }: Request & { key: string },
  body: z.input<typeof RegistrationInput>,
): Promise<Result<{ state: RegistrationState }>> {
  const opened = await openSession(language)
  if (!opened.ok) return opened
  const headers = { 'Idempotency-Key': key }
  const path = pathOf(id, 'registrations')
  return callAsAsker({ path, guard: isState, language, method: 'POST', body, headers })
}

export function withdraw({ id, language }: Request): Promise<Result<{ state: RegistrationState }>> {
  const path = pathOf(id, 'registrations')
  return callAsAsker({ path, guard: isState, language, method: 'DELETE' })
}

export function checkIn({ id, language }: Request, code: string): Promise<Result<unknown>> {
  const path = pathOf(id, 'check-in')
  return callAsAsker({ path, guard: isUnknown, language, method: 'POST', body: { code } })
}

export function rateTraining(
  { id, language }: Request,
  body: z.input<typeof TrainingRatingInput>,
): Promise<Result<Rating>> {
  return callAsAsker({
    path: pathOf(id, 'rating'),
    guard: isRating,
    language,
    method: 'POST',
    body,
  })
}
