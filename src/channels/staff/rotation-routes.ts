import { Hono } from 'hono'
import { z } from 'zod'
import { dutyProblems } from '../../experts/duties.ts'
import { listDuties, planDuties, swapDuties } from '../../experts/rota.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import { fields } from '../../shared/message.ts'
import { Day } from './experts-schemas.ts'

const MOST_WEEKS = 53
const MOST_PER_WEEK = 20

const organisationId = z.uuid('request_invalid').optional().describe('by default the own one')
const from = Day.describe('any day of the first week')

const RotaQuery = z.strictObject({
  organisationId,
  from,
  weeks: z.coerce.number().int().min(1).max(MOST_WEEKS).default(13),
})

const PlanInput = z.strictObject({
  organisationId,
  from,
  weeks: z.int().min(1, 'request_invalid').max(MOST_WEEKS, 'request_invalid'),
  perWeek: z.int().min(1, 'request_invalid').max(MOST_PER_WEEK, 'request_invalid'),
  fields: z.array(z.enum(fields)).max(fields.length).optional(),
  replace: z.boolean().default(false).describe('takes the place of what is planned already'),
})

const Duty = z.strictObject({ week: Day.describe('a Monday'), expertId: z.uuid('request_invalid') })
const SwapInput = z.strictObject({ organisationId, given: Duty, taken: Duty })

const RotaBody = z.object({
  weeks: z.array(
    z.object({
      week: z.string(),
      onDuty: z.array(
        z.object({ id: z.uuid(), name: z.string(), problem: z.enum(dutyProblems).nullable() }),
      ),
      uncovered: z.array(z.enum(fields)),
    }),
  ),
  fairness: z.object({
    most: z.number(),
    least: z.number(),
    mean: z.number(),
    deviation: z.number(),
    gini: z.number(),
  }),
})

export const rotationRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      summary: 'Who is on duty in which week, and how even it is',
      body: RotaBody,
      staff: true,
    }),
    requireAccount('administrator', 'staff', 'auditor'),
    validate('query', RotaQuery),
    async (c) => c.json(await listDuties(c.get('deps').db, c.get('account'), c.req.valid('query'))),
  )
  .post(
    '/',
    describe({ summary: 'Plans the weeks of a period', status: 201, body: RotaBody, staff: true }),
    requireAccount('administrator', 'staff'),
    validate('json', PlanInput),
    async (c) => {
      const plan = c.req.valid('json')
      return c.json(await planDuties(c.get('deps'), c.get('account'), plan), 201)
    },
  )
  .post(
    '/swap',
    describe({ summary: 'Two experts take each other’s week', body: RotaBody, staff: true }),
    requireAccount('administrator', 'staff'),
    validate('json', SwapInput),
    async (c) => {
      const swap = c.req.valid('json')
      return c.json(await swapDuties(c.get('deps'), c.get('account'), swap))
    },
  )
