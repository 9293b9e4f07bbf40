import { z } from 'zod'
import { totpCode, totpStepAt } from '../../src/accounts/totp.ts'
import { Id, read, type Reply, type Sent } from './send.ts'

export type Send = (sent: Sent) => Promise<Reply>

export type Person = {
  id: string
  username: string
  password: string
  secret: string
  cookie: string
}

/** What an administrator of a service that runs already signs in with. */
export type Credentials = { username: string; password: string; secret: string }

export const PASSWORD = 'lantern grape orbit 71'

const Begun = z.object({ secret: z.string() })
const Invited = z.object({ code: z.string() })

export const post = (send: Send, path: string, body: unknown, cookie?: string) =>
  send({ method: 'POST', path, body, ...(cookie !== undefined && { headers: { cookie } }) })

/** @throws with status and body where none was set */
export function cookieOf(reply: Reply): string {
  if (reply.status < 300 && reply.cookie !== undefined) return reply.cookie
  throw new Error(`not signed in: ${reply.status} ${reply.text.slice(0, 200)}`)
}

/** Each code is good once, and those of the steps beside are taken too. */
export const codeOf = (secret: string, beside = 0) =>
  totpCode(secret, totpStepAt(new Date()) + beside)

/** The first factor: a session that can do nothing but give the second. */
export async function givePassword(send: Send, username: string, password: string) {
  return cookieOf(await post(send, '/api/staff/sign-in', { username, password }))
}

export async function signIn(send: Send, { username, password, secret }: Credentials) {
  const first = await givePassword(send, username, password)
  return cookieOf(
    await post(send, '/api/staff/sign-in/totp', { code: await codeOf(secret) }, first),
  )
}

/** The first sign-in: an app that shows codes. */
async function enrol(send: Send, username: string, password: string) {
  const first = await givePassword(send, username, password)
  const { secret } = read(Begun, await post(send, '/api/staff/totp', {}, first))
  const given = { code: await codeOf(secret) }
  return { secret, cookie: cookieOf(await post(send, '/api/staff/totp/confirm', given, first)) }
}

/** The first administrator of an empty service, who takes a password of their own. */
export async function beginAdministrator(send: Send, oneTimePassword: string) {
  const { secret, cookie } = await enrol(send, 'administrator', oneTimePassword)
  const change = { current: oneTimePassword, next: PASSWORD }
  const changed = cookieOf(await post(send, '/api/staff/password', change, cookie))
  return { cookie: changed, secret }
}

/** Somebody new by invitation, which costs one hash less than a one-time password. */
export async function invite(
  send: Send,
  administrator: string,
  placement: Record<string, unknown> & { username: string },
): Promise<Person> {
  const { username, ...where } = placement
  const invited = await post(send, '/api/staff/invitations', where, administrator)
  const { code } = read(Invited, invited)
  const accepted = { code, username, name: '王小明', password: PASSWORD }
  const { id } = read(Id, await post(send, '/api/staff/invitations/accept', accepted))
  return { id, username, password: PASSWORD, ...(await enrol(send, username, PASSWORD)) }
}
