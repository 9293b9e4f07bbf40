import { Hono } from 'hono'
import { z } from 'zod'
import { finishFollowUp, listFollowUps } from '../../feedback/follow-ups.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import { IdParam } from './accounts-schemas.ts'

const MOST_ROWS = 100
const time = z.string()

const FollowUpQuery = z.strictObject({
  state: z.enum(['open', 'done']).default('open'),
  after: z.uuid('request_invalid').optional(),
  limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(MOST_ROWS),
})

const DoneInput = z.strictObject({
  outcome: z.string().trim().min(1, 'request_invalid').max(1_000, 'text_too_long'),
})

const FollowUpList = z.object({
  followUps: z.array(
    z.object({
      id: z.uuid(),
      reason: z.string(),
      organisation: z.string(),
      caseCode: z.string().nullable(),
      messageId: z.uuid().nullable(),
      enterpriseId: z.uuid().nullable(),
      enterprise: z.string().nullable(),
      nextStep: z.string().nullable(),
      trainingId: z.uuid().nullable(),
      training: z.string().nullable(),
      rating: z
        .object({
          score: z.int(),
          solved: z.boolean().nullable(),
          reasons: z.array(z.string()),
          text: z.string().nullable().describe('personal data masked'),
        })
        .nullable(),
      dueAt: time,
      overdue: z.boolean(),
      doneAt: time.nullable(),
      doneBy: z.uuid().nullable(),
      outcome: z.string().nullable(),
      createdAt: time,
    }),
  ),
})

export const followUpRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      summary: 'Follow-ups of the own organisation and those below it, the most urgent first',
      body: FollowUpList,
      staff: true,
    }),
    requireAccount('administrator', 'staff'),
    validate('query', FollowUpQuery),
    async (c) => {
      const page = c.req.valid('query')
      return c.json({ followUps: await listFollowUps(c.get('deps'), c.get('account'), page) })
    },
  )
  .post(
    '/:id/done',
    describe({ summary: 'Notes what came of a follow-up', status: 204, staff: true }),
    requireAccount('administrator', 'staff'),
    validate('param', IdParam),
    validate('json', DoneInput),
    async (c) => {
      const done = { ...c.req.valid('param'), ...c.req.valid('json') }
      await finishFollowUp(c.get('deps'), c.get('account'), done)
      return c.body(null, 204)
    },
  )
