import type { z } from 'zod'
import type { AcceptInput as InvitationAccept } from '../../channels/staff/accounts-schemas.ts'
import type { DeclineInput, FeedbackInput, ReplyInput } from '../../channels/staff/cases-schemas.ts'
import type { LeaveInput, OwnChangeInput } from '../../channels/staff/experts-schemas.ts'
import type { Call, Problem, Result } from '../shared/call-api.ts'
import { callApi } from '../shared/call-api.ts'
import { isString, isUnknown, objectOf, oneOf } from '../shared/guards.ts'
import type { Language } from '../shared/language.ts'
import { isInbox } from './inbox-guards.ts'
import type { Inbox, Notice } from './inbox-guards.ts'
import { isSession } from './session-guards.ts'
import type { Session } from './session-guards.ts'
import { isChanged, isContact, isFindings, isOwnTicket } from './ticket-guards.ts'
import type { Changed, Contact, Finding, OwnTicket } from './ticket-guards.ts'

/** Dispatched on the window when the server no longer knows who is asking. */
export const sessionEnded = 'session-ended'

/** After the way in, 401 has one meaning only. */
export function heedSession(problem: Problem): void {
  if (problem.status === 401) window.dispatchEvent(new Event(sessionEnded))
}

async function callAsExpert<T>(call: Call<T>): Promise<Result<T>> {
  const result = await callApi(call)
  if (!result.ok) heedSession(result.problem)
  return result
}

const post = (path: string, language: Language, body: unknown = {}) =>
  ({ path, language, method: 'POST', body }) as const

const isNext = objectOf<{ next: 'totp' | 'enrol_totp' }>({
  next: oneOf(['totp', 'enrol_totp'] as const),
})

export function giveName(
  body: { username: string; password: string },
  language: Language,
): Promise<Result<{ next: 'totp' | 'enrol_totp' }>> {
  return callApi({ ...post('/api/staff/sign-in', language, body), guard: isNext })
}

/** The second factor; `confirm` shows that an app was just set up. */
export function giveCode(
  code: string,
  confirm: boolean,
  language: Language,
): Promise<Result<Session>> {
  const path = confirm ? '/api/staff/totp/confirm' : '/api/staff/sign-in/totp'
  return callApi({ ...post(path, language, { code }), guard: isSession })
}

export type Totp = { secret: string; address: string }
const isTotp = objectOf<Totp>({ secret: isString, address: isString })

export function beginTotp(language: Language): Promise<Result<Totp>> {
  return callApi({ ...post('/api/staff/totp', language), guard: isTotp })
}

export function changePassword(
  body: { current: string; next: string },
  language: Language,
): Promise<Result<Session>> {
  return callApi({ ...post('/api/staff/password', language, body), guard: isSession })
}

export function readSession(language: Language): Promise<Result<Session>> {
  return callApi({ path: '/api/staff/me', guard: isSession, language })
}

export function signOut(language: Language): Promise<Result<unknown>> {
  return callApi({ ...post('/api/staff/sign-out', language), guard: isUnknown })
}

export function acceptInvitation(
  body: z.input<typeof InvitationAccept>,
  language: Language,
): Promise<Result<unknown>> {
  return callApi({ ...post('/api/staff/invitations/accept', language, body), guard: isUnknown })
}

export const ticketPath = (id: string) => `/api/expert/tickets/${encodeURIComponent(id)}`

export function readTicket(id: string, language: Language): Promise<Result<OwnTicket>> {
  return callAsExpert({ path: ticketPath(id), guard: isOwnTicket, language })
}

export function acceptTicket(
  id: string,
  version: number,
  language: Language,
): Promise<Result<Changed>> {
  const body = { version, noConflict: true }
  return callAsExpert({ ...post(`${ticketPath(id)}/accept`, language, body), guard: isChanged })
}

export function declineTicket(
  id: string,
  body: z.input<typeof DeclineInput>,
  language: Language,
): Promise<Result<Changed>> {
  return callAsExpert({ ...post(`${ticketPath(id)}/decline`, language, body), guard: isChanged })
}

export function readContact(id: string, language: Language): Promise<Result<Contact>> {
  return callAsExpert({ path: `${ticketPath(id)}/contact`, guard: isContact, language })
}

export function checkReply(
  id: string,
  text: string,
  language: Language,
): Promise<Result<{ findings: Finding[] }>> {
  return callAsExpert({ ...post(`${ticketPath(id)}/check`, language, { text }), guard: isFindings })
}

export function sendReply(
  id: string,
  body: z.input<typeof ReplyInput>,
  language: Language,
): Promise<Result<Changed>> {
  return callAsExpert({ ...post(`${ticketPath(id)}/reply`, language, body), guard: isChanged })
}

export function sendFeedback(
  id: string,
  body: z.input<typeof FeedbackInput>,
  language: Language,
): Promise<Result<unknown>> {
  return callAsExpert({ ...post(`${ticketPath(id)}/feedback`, language, body), guard: isUnknown })
}

const me = '/api/expert/me'

export function changeMe(
  body: z.input<typeof OwnChangeInput>,
  language: Language,
): Promise<Result<unknown>> {
  return callAsExpert({ path: me, guard: isUnknown, language, method: 'PATCH', body })
}

export function addLeave(
  body: z.input<typeof LeaveInput>,
  language: Language,
): Promise<Result<unknown>> {
  return callAsExpert({ ...post(`${me}/leave`, language, body), guard: isUnknown })
}

export function removeLeave(id: string, language: Language): Promise<Result<unknown>> {
  const path = `${me}/leave/${encodeURIComponent(id)}`
  return callAsExpert({ path, guard: isUnknown, language, method: 'DELETE' })
}

export function askSwap(week: string, language: Language): Promise<Result<unknown>> {
  return callAsExpert({ ...post(`${me}/swap`, language, { week }), guard: isUnknown })
}

export function withdraw(reason: string | null, language: Language): Promise<Result<unknown>> {
  return callAsExpert({ ...post(`${me}/withdraw`, language, { reason }), guard: isUnknown })
}

const inbox = '/api/staff/inbox'
const mostAtOnce = 100

/** The newest notices of one's own, `wanted` of them where there are as many: pages at a time, as the service gives them. */
export async function readInbox(wanted: number, language: Language): Promise<Result<Inbox>> {
  let notices: Notice[] = []
  let after = ''
  for (;;) {
    const limit = Math.min(wanted - notices.length, mostAtOnce)
    const path = `${inbox}?limit=${limit}${after}`
    const read = await callAsExpert({ path, guard: isInbox, language })
    if (!read.ok) return read
    notices = notices.concat(read.value.notices)
    const { next } = read.value
    if (next === null || notices.length >= wanted) {
      return { ok: true, value: { ...read.value, notices } }
    }
    after = `&before=${next}`
  }
}

export function markRead(id: string, language: Language): Promise<Result<unknown>> {
  const path = `${inbox}/${encodeURIComponent(id)}/read`
  return callAsExpert({ ...post(path, language), guard: isUnknown })
}

export function markAllRead(language: Language): Promise<Result<unknown>> {
  return callAsExpert({ ...post(`${inbox}/read-all`, language), guard: isUnknown })
}
