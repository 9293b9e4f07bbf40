import { Hono } from 'hono'
import { z } from 'zod'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import { liftHold, listHolds, setHold } from '../../rights/legal-holds.ts'
import { hideBelowCity, requireCity } from './guards.ts'

const MOST_ROWS = 50

const Reason = z.string().trim().min(1, 'hold_reason_needed').max(300, 'hold_reason_needed')
const Code = z.string().trim().min(1, 'request_invalid').max(40, 'request_invalid')

const HoldInput = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('consultation'),
    number: z.int().min(1).max(2_147_483_647),
    reason: Reason,
  }),
  z.strictObject({ kind: z.literal('case'), code: Code, reason: Reason }),
  z.strictObject({ kind: z.literal('complaint'), code: Code, reason: Reason }),
])

const LiftInput = z.strictObject({ reason: Reason })
const IdParam = z.object({ id: z.uuid('hold_unknown') })

const HoldQuery = z.strictObject({
  state: z.enum(['open', 'all']).default('open'),
  before: z.uuid('request_invalid').optional(),
  limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(MOST_ROWS),
})

export const HoldBody = z.object({
  id: z.string(),
  consultation: z.int().nullable().describe('its number, where a consultation is held'),
  caseId: z.string().nullable(),
  caseCode: z.string().nullable(),
  complaintCode: z.string().nullable(),
  reason: z.string(),
  setBy: z.string(),
  setAt: z.string(),
  liftReason: z.string().nullable(),
  liftedBy: z.string().nullable(),
  liftedAt: z.string().nullable(),
})

const administrator = requireAccount('administrator')

/** 法定保留: what neither the clock of retention nor an erasure takes. */
export const holdRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      summary: 'Legal holds, the newest first; without those on complaints about the viewer',
      body: z.object({ holds: z.array(HoldBody), next: z.string().nullable() }),
      staff: true,
    }),
    administrator,
    requireCity,
    validate('query', HoldQuery),
    async (c) => c.json(await listHolds(c.get('deps').db, c.get('account'), c.req.valid('query'))),
  )
  .post(
    '/',
    describe({
      summary: 'Sets a legal hold on a consultation, a case or a complaint, with the reason',
      status: 201,
      body: z.object({ id: z.string() }),
      staff: true,
    }),
    administrator,
    requireCity,
    validate('json', HoldInput),
    async (c) => {
      const { reason, ...target } = c.req.valid('json')
      const id = await setHold(c.get('deps'), target, { account: c.get('account'), reason })
      return c.json({ id }, 201)
    },
  )
  .post(
    '/:id/lift',
    describe({ summary: 'Lifts a legal hold, with the reason', status: 204, staff: true }),
    administrator,
    hideBelowCity('hold_unknown'),
    validate('param', IdParam),
    validate('json', LiftInput),
    async (c) => {
      const { reason } = c.req.valid('json')
      const acting = { account: c.get('account'), reason }
      await liftHold(c.get('deps'), c.req.valid('param').id, acting)
      return c.body(null, 204)
    },
  )
