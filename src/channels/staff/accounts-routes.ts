import { Hono } from 'hono'
import { acceptInvitation, invite } from '../../accounts/invitations.ts'
import { changeAccount, createAccount, listAccounts } from '../../accounts/manage-accounts.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { addressOf, requireAccount } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import {
  AcceptedAccount,
  AcceptInput,
  AccountChangeInput,
  AccountInput,
  AccountList,
  ChangedAccount,
  CreatedAccount,
  IdParam,
  InvitationBody,
  InvitationInput,
  PageQuery,
  placementOf,
} from './accounts-schemas.ts'

export const accountRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      summary: 'The accounts of the own organisation and those below it',
      body: AccountList,
      staff: true,
    }),
    requireAccount('administrator'),
    validate('query', PageQuery),
    async (c) => {
      const page = c.req.valid('query')
      return c.json({ accounts: await listAccounts(c.get('deps').db, c.get('account'), page) })
    },
  )
  .post(
    '/',
    describe({
      summary: 'Makes an account with a one-time password',
      status: 201,
      body: CreatedAccount,
      staff: true,
    }),
    requireAccount('administrator'),
    validate('json', AccountInput),
    async (c) => {
      const input = c.req.valid('json')
      const { username, name, email } = input
      const account = { person: { username, name, email }, placement: placementOf(input) }
      return c.json(await createAccount(c.get('deps'), c.get('account'), account), 201)
    },
  )
  .patch(
    '/:id',
    describe({
      summary: 'Changes or disables an account; its sessions end',
      body: ChangedAccount,
      staff: true,
    }),
    requireAccount('administrator'),
    validate('param', IdParam),
    validate('json', AccountChangeInput),
    async (c) => {
      const which = { by: c.get('account'), id: c.req.valid('param').id }
      return c.json(await changeAccount(c.get('deps'), which, c.req.valid('json')))
    },
  )

export const invitationRoutes = new Hono<AppEnv>()
  .post(
    '/',
    describe({
      summary: 'A code to make an account with: once, within 72 hours',
      status: 201,
      body: InvitationBody,
      staff: true,
    }),
    requireAccount('administrator'),
    validate('json', InvitationInput),
    async (c) => {
      const placement = placementOf(c.req.valid('json'))
      const { id, code, expiresAt } = await invite(c.get('deps'), c.get('account'), placement)
      return c.json({ id, code, expiresAt: expiresAt.toISOString() }, 201)
    },
  )
  .post(
    '/accept',
    describe({
      summary: 'Makes the account that a code is for',
      status: 201,
      body: AcceptedAccount,
    }),
    validate('json', AcceptInput),
    async (c) => {
      const { code, password, ...person } = c.req.valid('json')
      const given = { code, password, person, address: addressOf(c) }
      return c.json(await acceptInvitation(c.get('deps'), given), 201)
    },
  )
