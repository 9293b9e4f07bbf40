import { Hono } from 'hono'
import { z } from 'zod'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import { readCounts } from '../../insight/counts.ts'
import { Day, Part, Rated } from './figures-schemas.ts'

const PeriodQuery = z
  .strictObject({ from: Day, to: Day })
  .refine(({ from, to }) => from <= to, 'request_invalid')

const byName = z.record(z.string(), z.int())

const Counts = z.object({
  from: z.string(),
  to: z.string(),
  consultations: z.object({
    total: z.int(),
    byChannel: byName,
    byOutcome: byName,
    byField: byName,
    byDistrict: byName.describe('the empty name: no district was named'),
  }),
  selfServed: Part.describe('answered by the service, and no case came of it'),
  casesByState: byName,
  respondedInTime: Part.describe("experts' responses before the end of their term"),
  answerRatings: Rated,
  caseRatings: Rated,
  complaints: z.object({
    total: z.int(),
    complaints: z.int(),
    reports: z.int(),
    waiting: z.int(),
    overdue: z.int(),
  }),
})

export const countRoutes = new Hono<AppEnv>().get(
  '/',
  describe({
    summary: 'The plain figures of a period, of the own organisation and those below it',
    body: Counts,
    staff: true,
  }),
  requireAccount('administrator', 'staff', 'auditor'),
  validate('query', PeriodQuery),
  async (c) => c.json(await readCounts(c.get('deps'), c.get('account'), c.req.valid('query'))),
)
