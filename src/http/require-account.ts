import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import type { ActingAccount, Role } from '../accounts/account.ts'
import { hashAddress } from '../accounts/attempts.ts'
import { findSession, type Session, SESSION_MS, type SessionStage } from '../accounts/sessions.ts'
import { AppError } from '../shared/errors.ts'
import type { AppEnv } from './app-env.ts'

export type StaffEnv = {
  Variables: AppEnv['Variables'] & { session: Session; account: ActingAccount; token: string }
}

const COOKIE = 'zhiwen-session'
const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS']

/**
 * Refuses what another site makes a browser send (BAR 10; Hono's own check lets JSON through). Programs send
 * neither header, and no browser gives a program its cookies.
 */
export const refuseForeignOrigin = createMiddleware<AppEnv>(async (c, next) => {
  if (!SAFE_METHODS.includes(c.req.method) && isForeign(c)) {
    throw new AppError('forbidden', 'origin_foreign')
  }
  await next()
  c.res.headers.set('cache-control', 'no-store')
})

function isForeign(c: Context<AppEnv>): boolean {
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  const origin = c.req.header('origin')
  if (origin === undefined) return false
  // By host alone: behind a proxy that speaks https, this request comes as http.
  return !URL.canParse(origin) || new URL(origin).host !== new URL(c.req.url).host
}

/**
 * Lets nobody in but accounts of these roles (none named: of all) that have given both factors and have a
 * password of their own. Sets `account`, `session` and `token`.
 * @throws AppError `unauthorized` without a session, `forbidden` for another role or a one-time password
 */
export function requireAccount(...roles: readonly Role[]) {
  return createMiddleware<StaffEnv>(async (c, next) => {
    const { account } = await enter(c, ['full'])
    if (account.mustChangePassword) throw new AppError('forbidden', 'password_change_needed')
    if (roles.length > 0 && !roles.includes(account.role)) {
      throw new AppError('forbidden', 'role_insufficient')
    }
    await next()
  })
}

/** For the way in: sessions of these stages, also with a one-time password. */
export function requireSession(...stages: readonly SessionStage[]) {
  return createMiddleware<StaffEnv>(async (c, next) => {
    await enter(c, stages)
    await next()
  })
}

async function enter(c: Context<StaffEnv>, stages: readonly SessionStage[]): Promise<Session> {
  const { db, now, cipher } = c.get('deps')
  const token = readSessionCookie(c)
  const session = await findSession(db, token, now())
  if (token === undefined || !session || !stages.includes(session.stage)) {
    throw new AppError('unauthorized', 'session_ended')
  }
  c.set('session', session)
  const addressHash = await hashAddress({ cipher }, addressOf(c))
  c.set('account', { ...session.account, addressHash })
  c.set('token', token)
  return session
}

/** Over https the browser takes the cookie from no other host and no subdomain (`__Host-`). */
const isSecure = <Env extends AppEnv>(c: Context<Env>) =>
  c.get('deps').secureCookies || new URL(c.req.url).protocol === 'https:'

export function readSessionCookie<Env extends AppEnv>(c: Context<Env>): string | undefined {
  return getCookie(c, COOKIE, isSecure(c) ? 'host' : undefined)
}

export function setSessionCookie<Env extends AppEnv>(c: Context<Env>, token: string): void {
  writeCookie(c, token, SESSION_MS / 1000)
}

export function clearSessionCookie<Env extends AppEnv>(c: Context<Env>): void {
  writeCookie(c, '', 0)
}

function writeCookie<Env extends AppEnv>(c: Context<Env>, value: string, maxAge: number): void {
  const attributes = { httpOnly: true, sameSite: 'Strict', path: '/', maxAge } as const
  if (isSecure(c)) setCookie(c, COOKIE, value, { ...attributes, secure: true, prefix: 'host' })
  else setCookie(c, COOKIE, value, attributes)
}

/** The network address that counts for locks and audit. */
export function addressOf<Env extends AppEnv>(c: Context<Env>): string {
  return c.get('deps').addressOf(c.env, c.req.raw.headers)
}
