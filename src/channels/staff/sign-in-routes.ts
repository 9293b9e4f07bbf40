import { Hono } from 'hono'
import { changePassword } from '../../accounts/change-password.ts'
import { beginTotp, confirmTotp } from '../../accounts/enrol-totp.ts'
import { giveCode, signIn, signOut } from '../../accounts/sign-in.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import {
  addressOf,
  clearSessionCookie,
  readSessionCookie,
  requireSession,
  setSessionCookie,
} from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import {
  accountBody,
  CodeInput,
  NextFactor,
  PasswordInput,
  SessionBody,
  SignInInput,
  TotpBody,
  TotpInput,
} from './sign-in-schemas.ts'

/** The way in and out: password, then code. What comes back is a cookie, renewed at every step. */
export const signInRoutes = new Hono<AppEnv>()
  .post(
    '/sign-in',
    describe({ summary: 'The first factor: name and password', body: NextFactor }),
    validate('json', SignInInput),
    async (c) => {
      const replaces = readSessionCookie(c)
      const address = addressOf(c)
      const input = { ...c.req.valid('json'), address, replaces }
      const { token, next } = await signIn(c.get('deps'), input)
      setSessionCookie(c, token)
      return c.json({ next })
    },
  )
  .post(
    '/sign-in/totp',
    describe({
      summary: 'The second factor: a code of six digits',
      body: SessionBody,
      staff: true,
    }),
    requireSession('password'),
    validate('json', CodeInput),
    async (c) => {
      const { code } = c.req.valid('json')
      const given = { token: c.get('token'), code, address: addressOf(c) }
      const { token, account } = await giveCode(c.get('deps'), c.get('session'), given)
      setSessionCookie(c, token)
      return c.json({ stage: 'full' as const, account: accountBody(account) })
    },
  )
  .post(
    '/sign-out',
    describe({ summary: 'Ends the session', status: 204, staff: true }),
    requireSession('password', 'full'),
    async (c) => {
      const given = { token: c.get('token'), address: addressOf(c) }
      await signOut(c.get('deps'), c.get('session'), given)
      clearSessionCookie(c)
      return c.body(null, 204)
    },
  )
  .get(
    '/me',
    describe({ summary: 'Who has signed in', body: SessionBody, staff: true }),
    requireSession('password', 'full'),
    (c) => {
      const { stage, account } = c.get('session')
      return c.json({ stage, account: accountBody(account) })
    },
  )
  .post(
    '/password',
    describe({ summary: 'Changes the own password', body: SessionBody, staff: true }),
    requireSession('full'),
    validate('json', PasswordInput),
    async (c) => {
      const input = { ...c.req.valid('json'), address: addressOf(c) }
      const { token } = await changePassword(c.get('deps'), c.get('session'), input)
      setSessionCookie(c, token)
      const account = { ...accountBody(c.get('account')), mustChangePassword: false }
      return c.json({ stage: 'full' as const, account })
    },
  )
  .post(
    '/totp',
    describe({ summary: 'Begins to set up an authenticator app', body: TotpBody, staff: true }),
    requireSession('password', 'full'),
    validate('json', TotpInput),
    async (c) => {
      const { password } = c.req.valid('json')
      const given = { password, address: addressOf(c) }
      return c.json(await beginTotp(c.get('deps'), c.get('session'), given))
    },
  )
  .post(
    '/totp/confirm',
    describe({
      summary: 'Its first code; from now on it is asked for',
      body: SessionBody,
      staff: true,
    }),
    requireSession('password', 'full'),
    validate('json', CodeInput),
    async (c) => {
      const given = { ...c.req.valid('json'), address: addressOf(c) }
      const { token, account } = await confirmTotp(c.get('deps'), c.get('session'), given)
      setSessionCookie(c, token)
      return c.json({ stage: 'full' as const, account: accountBody(account) })
    },
  )
