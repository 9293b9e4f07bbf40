import { type Context, Hono } from 'hono'
import { changeStanding } from '../../cases/tickets/change-standing.ts'
import { askSwap } from '../../experts/ask-swap.ts'
import { changeExpert } from '../../experts/change-expert.ts'
import { addLeave, removeLeave } from '../../experts/leave.ts'
import { readExpert } from '../../experts/read-expert.ts'
import { listOwnDuties } from '../../experts/rota.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount, type StaffEnv } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import { AppError } from '../../shared/errors.ts'
import {
  LeaveBody,
  LeaveInput,
  OwnBody,
  OwnChangeInput,
  OwnLeaveParam,
  StandingBody,
  SwapAskInput,
  WithdrawInput,
} from '../staff/experts-schemas.ts'

/** The own row of the roster, of the expert who has signed in. */
function ownOf(c: Context<AppEnv & StaffEnv>) {
  const account = c.get('account')
  if (account.expertId === null) throw new AppError('forbidden', 'role_insufficient')
  return { by: account, id: account.expertId }
}

export const meRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({ summary: 'What the roster holds of oneself', body: OwnBody, staff: true }),
    requireAccount('expert'),
    async (c) => {
      const deps = c.get('deps')
      const { by, id } = ownOf(c)
      const duties = await listOwnDuties(deps, id)
      return c.json({ ...(await readExpert(deps, by, id)), ...duties })
    },
  )
  .patch(
    '/',
    describe({
      summary: 'Changes availability, capacity, consent and contact data',
      status: 204,
      staff: true,
    }),
    requireAccount('expert'),
    validate('json', OwnChangeInput),
    async (c) => {
      await changeExpert(c.get('deps'), ownOf(c), c.req.valid('json'))
      return c.body(null, 204)
    },
  )
  .post(
    '/leave',
    describe({ summary: 'Notes leave', status: 201, body: LeaveBody, staff: true }),
    requireAccount('expert'),
    validate('json', LeaveInput),
    async (c) => c.json(await addLeave(c.get('deps'), ownOf(c), c.req.valid('json')), 201),
  )
  .delete(
    '/leave/:leave',
    describe({ summary: 'Takes leave back', status: 204, staff: true }),
    requireAccount('expert'),
    validate('param', OwnLeaveParam),
    async (c) => {
      const { leave: leaveId } = c.req.valid('param')
      await removeLeave(c.get('deps'), { ...ownOf(c), leaveId })
      return c.body(null, 204)
    },
  )
  .post(
    '/swap',
    describe({
      summary: 'Asks the staff who keep the roster for somebody else in a week on duty',
      status: 204,
      staff: true,
    }),
    requireAccount('expert'),
    validate('json', SwapAskInput),
    async (c) => {
      await askSwap(c.get('deps'), { ...ownOf(c), ...c.req.valid('json') })
      return c.body(null, 204)
    },
  )
  .post(
    '/withdraw',
    describe({ summary: 'Withdraws from the roster', body: StandingBody, staff: true }),
    requireAccount('expert'),
    validate('json', WithdrawInput),
    async (c) => {
      const { reason } = c.req.valid('json')
      return c.json(await changeStanding(c.get('deps'), ownOf(c), { action: 'withdraw', reason }))
    },
  )
