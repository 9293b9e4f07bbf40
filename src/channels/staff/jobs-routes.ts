import { Hono } from 'hono'
import { z } from 'zod'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import { listJobs, retryJob } from '../../jobs/dead-jobs.ts'
import { IdParam } from './accounts-schemas.ts'

const JobQuery = z.strictObject({
  state: z.enum(['dead', 'waiting']).default('dead'),
  before: z.uuid('request_invalid').optional().describe('id of the last one of the page before'),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})

const JobList = z.object({
  jobs: z.array(
    z.object({
      id: z.uuid(),
      kind: z.string(),
      attempts: z.int(),
      lastError: z.string().nullable().describe('the name of the error alone'),
      dueAt: z.string(),
      deadAt: z.string().nullable(),
      createdAt: z.string(),
    }),
  ),
  next: z.uuid().nullable().describe('`before` of the next page'),
})

export const jobRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      summary:
        'Scheduled work that was given up, or that waits; for who is above all organisations',
      body: JobList,
      staff: true,
    }),
    requireAccount('administrator'),
    validate('query', JobQuery),
    async (c) => c.json(await listJobs(c.get('deps').db, c.get('account'), c.req.valid('query'))),
  )
  .post(
    '/:id/retry',
    describe({ summary: 'Tries work again that was given up', status: 204, staff: true }),
    requireAccount('administrator'),
    validate('param', IdParam),
    async (c) => {
      await retryJob(c.get('deps'), c.get('account'), c.req.valid('param').id)
      return c.body(null, 204)
    },
  )
