import { z } from 'zod'
import { isDay } from '../../shared/shanghai-day.ts'
import { registrationStates, trainingNews, trainingStates } from '../../shared/training-states.ts'

const MOST_ROWS = 50
const time = z.string()
const wrong = 'request_invalid'

const Day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, wrong)
  .refine(isDay, wrong)

/** `1` or `1,5`: numbers of the syllabus. */
const Courses = z
  .string()
  .regex(/^\d{1,3}(?:,\d{1,3}){0,19}$/, wrong)
  .transform((list) => list.split(',').map(Number))

export const OpenTrainingQuery = z.strictObject({
  district: z.string().trim().min(1, wrong).max(20, wrong).optional(),
  course: Courses.optional(),
  from: Day.optional(),
  limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(20),
})

const TrainingBody = z.object({
  id: z.uuid(),
  title: z.string(),
  courses: z.array(z.object({ number: z.int(), name: z.string(), nameEn: z.string() })),
  organisation: z.string(),
  district: z.string().nullable(),
  place: z.string().nullable(),
  online: z.boolean(),
  startsAt: time,
  endsAt: time,
  closesAt: time,
  trainer: z.string().nullable(),
  seats: z.int(),
})

export const OpenTrainingList = z.object({
  trainings: z.array(TrainingBody.extend({ left: z.int(), canRegister: z.boolean() })),
})

export const RegistrationInput = z.strictObject({
  name: z.string().trim().min(1, wrong).max(100, wrong),
  organisation: z.string().trim().max(200, wrong).optional(),
  telephone: z
    .string()
    .trim()
    .max(40, 'telephone_needed')
    .regex(/^\+?[\d ()-]+$/, 'telephone_needed')
    .refine((text) => /^\d{7,20}$/.test(text.replaceAll(/\D/g, '')), 'telephone_needed'),
  /** 同意 to the use of these for the session; nothing is taken without it. */
  consent: z.literal(true, { error: 'consent_needed' }),
})

export const RegistrationHeaders = z.object({
  'idempotency-key': z.string().min(1).max(200).optional(),
})

export const RegistrationBody = z.object({ state: z.enum(registrationStates) })

export const RoomCodeInput = z.strictObject({
  code: z.string().regex(/^\d{6}$/, 'room_code_wrong'),
})

const Answers = z.record(
  z.string().regex(/^[a-z_]{1,40}$/, wrong),
  z.union([z.int(), z.string().max(500, 'text_too_long')]),
)

export const TrainingRatingInput = z.strictObject({
  score: z.int().min(1).max(5),
  text: z.string().max(1_000, 'text_too_long').optional(),
  questionnaire: z
    .strictObject({
      version: z.int().min(1),
      answers: Answers.refine((all) => Object.keys(all).length <= 10, wrong),
    })
    .optional(),
})

export const TrainingRatingBody = z.object({
  score: z.int(),
  text: z.string().nullable(),
  answers: z.record(z.string(), z.union([z.int(), z.string()])),
  editableUntil: time,
})

const Named = z.object({ zh: z.string(), en: z.string() })

/** One question after a session; `options` of a choice only. */
const Question = z.object({
  id: z.string(),
  kind: z.enum(['scale', 'choice', 'text']),
  text: Named,
  options: z.array(z.object({ id: z.string(), text: Named })).optional(),
})

export const OwnRegistrationList = z.object({
  questionnaire: z.object({ version: z.int(), questions: z.array(Question) }).nullable(),
  registrations: z.array(
    z.object({
      training: TrainingBody,
      state: z.enum(registrationStates),
      trainingState: z.enum(trainingStates),
      cancelReason: z.string().nullable(),
      link: z.string().nullable(),
      news: z.array(z.enum(trainingNews)),
      attended: z.boolean(),
      canWithdraw: z.boolean(),
      canCheckIn: z.boolean(),
      canRate: z.boolean(),
      rating: TrainingRatingBody.nullable(),
    }),
  ),
})
