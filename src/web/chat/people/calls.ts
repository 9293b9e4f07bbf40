import type { z } from 'zod'
import type { RatedCase } from '../../../feedback/asker-ratings.ts'
import type { HandedOver } from '../../../channels/web/case-schemas.ts'
import type { ComplaintInput, ComplaintOpened } from '../../../channels/web/feedback-schemas.ts'
import type { ContactInput, Corrected, Erased } from '../../../channels/web/me-schemas.ts'
import type { Call, Result } from '../../shared/call-api.ts'
import { isNumber, isString, isUnknown, listOf, objectOf } from '../../shared/guards.ts'
import type { Language } from '../../shared/language.ts'
import { askerCaseShape, isAnswer, isAskerCase } from '../message-guards.ts'
import { callAsAsker, openSession } from '../session.ts'
import type { HandOverBody } from './hand-over-form.ts'

type Opened = RatedCase & Pick<z.output<typeof HandedOver>, 'promise'>

const isHandedOver = objectOf<Opened>({ ...askerCaseShape, promise: isString })

type Request = { language: Language; question: string | null; questionKey: string }

/**
 * Hands the conversation over; where nothing was asked in it yet, `question` is asked first. Doing it again
 * asks the question once (`questionKey`) and leads to the same case.
 */
export async function handOver(request: Request, body: HandOverBody): Promise<Result<Opened>> {
  const { language, question, questionKey } = request
  const opened = await openSession(language)
  if (!opened.ok) return opened
  const post = { language, method: 'POST' } as const
  const path = `/api/conversations/${encodeURIComponent(opened.value.conversationId)}`
  if (question !== null) {
    const headers = { 'Idempotency-Key': questionKey }
    const asking = { ...post, path: `${path}/messages`, body: { text: question }, headers }
    const asked = await callAsAsker({ ...asking, guard: isAnswer })
    if (!asked.ok) return asked
  }
  return callAsAsker({ ...post, path: `${path}/handoff`, guard: isHandedOver, body })
}

const casePath = (code: string) => `/api/cases/${encodeURIComponent(code)}`

export function readCase(code: string, language: Language): Promise<Result<RatedCase>> {
  return callAsAsker({ path: casePath(code), guard: isAskerCase, language })
}

export function withdrawCase(code: string, language: Language): Promise<Result<RatedCase>> {
  const path = `${casePath(code)}/withdraw`
  return callAsAsker({ path, guard: isAskerCase, language, method: 'POST', body: {} })
}

export function setContactConsent(
  code: string,
  given: boolean,
  language: Language,
): Promise<Result<RatedCase>> {
  const path = `${casePath(code)}/contact-consent`
  return callAsAsker({ path, guard: isAskerCase, language, method: 'POST', body: { given } })
}

type ComplaintBody = z.input<typeof ComplaintInput>
type ComplaintCode = z.output<typeof ComplaintOpened>

const isComplaintOpened = objectOf<ComplaintCode>({ code: isString, dueAt: isString })

/** Also who has never asked anything may complain. */
export async function complain(
  body: ComplaintBody,
  language: Language,
): Promise<Result<ComplaintCode>> {
  const opened = await openSession(language)
  if (!opened.ok) return opened
  const path = '/api/complaints'
  return callAsAsker({ path, guard: isComplaintOpened, language, method: 'POST', body })
}

const me = { path: '/api/me' }

export function exportMe(language: Language): Promise<Result<unknown>> {
  return callAsAsker({ ...me, guard: isUnknown, language })
}

type ContactBody = z.input<typeof ContactInput>
const isCorrected = objectOf<z.output<typeof Corrected>>({ cases: isNumber })

export function correctContact(
  body: ContactBody,
  language: Language,
): Promise<Result<z.output<typeof Corrected>>> {
  const path = `${me.path}/contact`
  return callAsAsker({ path, guard: isCorrected, language, method: 'PATCH', body })
}

const isErased = objectOf<z.output<typeof Erased>>({
  conversations: isNumber,
  cases: isNumber,
  held: isNumber,
})

export function eraseMe(language: Language): Promise<Result<z.output<typeof Erased>>> {
  return callAsAsker({ ...me, guard: isErased, language, method: 'DELETE' })
}

type Named = { name: string; nameEn: string }

export const districtList: Pick<Call<{ districts: Named[] }>, 'path' | 'guard'> = {
  path: '/api/catalogue/districts',
  guard: objectOf<{ districts: Named[] }>({
    districts: listOf(objectOf<Named>({ name: isString, nameEn: isString })),
  }),
}

export const serviceList: Pick<Call<{ services: Named[] }>, 'path' | 'guard'> = {
  path: '/api/catalogue/services',
  guard: objectOf<{ services: Named[] }>({
    services: listOf(objectOf<Named>({ name: isString, nameEn: isString })),
  }),
}
