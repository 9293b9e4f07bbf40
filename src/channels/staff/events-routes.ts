import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { z } from 'zod'
import { followNews, readNews } from '../../cases/staff/follow-news.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { describeError } from '../../http/log.ts'
import { requireAccount } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import { caseStates } from '../../shared/case-states.ts'

const At = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

const EventsQuery = z.strictObject({
  after: At.optional().describe('`at` of the last news, for who comes back'),
  case: z.uuid('request_invalid').optional().describe('the case that is open'),
})

const ResumeHeaders = z.object({
  'last-event-id': z
    .string()
    .regex(/^\d{1,15}$/, 'request_invalid')
    .optional(),
})

const NewsBody = z.object({
  at: z.int(),
  changed: z.array(
    z.object({ id: z.uuid(), code: z.string(), state: z.enum(caseStates), version: z.int() }),
  ),
  missed: z.boolean().describe('too much to list: read everything anew'),
  notices: z.object({ unread: z.int(), newest: z.string().nullable() }),
  there: z.array(z.object({ id: z.uuid(), name: z.string() })),
})

/** What the console hears while it is open. */
export const eventRoutes = new Hono<AppEnv>().get(
  '/',
  describe({
    summary: 'Changed cases, new notices and who else is there, as a stream or at this moment',
    body: NewsBody,
    stream: true,
    staff: true,
  }),
  requireAccount('administrator', 'staff', 'auditor'),
  validate('query', EventsQuery),
  validate('header', ResumeHeaders),
  async (c) => {
    const deps = c.get('deps')
    const { after, case: caseId } = c.req.valid('query')
    const resumed = c.req.valid('header')['last-event-id']
    const from = resumed === undefined ? after : Number(resumed)
    const follower = { account: c.get('account'), after: from, caseId }
    const wantsStream = c.req.header('accept')?.includes('text/event-stream') ?? false
    if (!wantsStream) return c.json(await readNews(deps, follower))
    const gone = new AbortController()
    const sessionId = c.get('session').id
    const response = streamSSE(c, async (stream) => {
      stream.onAbort(() => gone.abort())
      try {
        const news = followNews(deps, { ...follower, sessionId, signal: gone.signal })
        for await (const each of news) {
          await stream.writeSSE({ id: String(each.at), event: 'news', data: JSON.stringify(each) })
        }
      } catch (error) {
        // The stream ends; who listens comes back with what they have seen last.
        deps.log('error', 'stream_failed', describeError(error))
      }
    })
    response.headers.set('x-accel-buffering', 'no')
    return response
  },
)
