import { Hono } from 'hono'
import { z } from 'zod'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'
import { preferredLanguage } from '../../http/texts.ts'
import { validate } from '../../http/validate.ts'
import { listNotices, type NoticeState, retryNotice } from '../../notices/dead-notices.ts'
import { markAllRead, markRead, readInbox } from '../../notices/inbox.ts'
import { IdParam } from './accounts-schemas.ts'

const states = ['waiting', 'sent', 'dead', 'cancelled'] as const satisfies readonly NoticeState[]

const page = {
  before: z.uuid('request_invalid').optional().describe('id of the last notice of the page before'),
  limit: z.coerce.number().int().min(1).max(100).default(20),
}
const InboxQuery = z.strictObject(page)
const NoticesQuery = z.strictObject({ state: z.enum(states).default('dead'), ...page })

const next = z.uuid().nullable().describe('`before` of the next page')

const InboxBody = z.object({
  notices: z.array(
    z.object({
      id: z.uuid(),
      kind: z.string(),
      title: z.string(),
      text: z.string(),
      data: z.record(z.string(), z.string()),
      caseId: z.uuid().nullable(),
      ticketId: z.uuid().nullable(),
      createdAt: z.string(),
      readAt: z.string().nullable(),
    }),
  ),
  unread: z.int(),
  next,
})

const NoticesBody = z.object({
  notices: z.array(
    z.object({
      id: z.uuid(),
      kind: z.string(),
      channel: z.string(),
      state: z.enum(states),
      recipientKind: z.string(),
      recipientId: z.string(),
      attempts: z.int(),
      lastError: z.string().nullable(),
      nextAt: z.string().nullable(),
      createdAt: z.string(),
    }),
  ),
  next,
})

export const inboxRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({ summary: 'The own notices, newest first', body: InboxBody, staff: true }),
    requireAccount(),
    validate('query', InboxQuery),
    async (c) => {
      const language = preferredLanguage(c.req.header('accept-language'))
      const reader = { accountId: c.get('account').id, language }
      return c.json(await readInbox(c.get('deps'), reader, c.req.valid('query')))
    },
  )
  .post(
    '/read-all',
    describe({ summary: 'Marks all own notices as read', status: 204, staff: true }),
    requireAccount(),
    async (c) => {
      await markAllRead(c.get('deps'), c.get('account').id)
      return c.body(null, 204)
    },
  )
  .post(
    '/:id/read',
    describe({ summary: 'Marks an own notice as read', status: 204, staff: true }),
    requireAccount(),
    validate('param', IdParam),
    async (c) => {
      const { id } = c.req.valid('param')
      await markRead(c.get('deps'), { accountId: c.get('account').id, id })
      return c.body(null, 204)
    },
  )

export const noticeRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      summary: 'Notices to others by state, such as those that were given up',
      body: NoticesBody,
      staff: true,
    }),
    requireAccount('administrator'),
    validate('query', NoticesQuery),
    async (c) => {
      const query = c.req.valid('query')
      return c.json(await listNotices(c.get('deps').db, c.get('account'), query))
    },
  )
  .post(
    '/:id/retry',
    describe({ summary: 'Tries a notice again that was given up', status: 204, staff: true }),
    requireAccount('administrator'),
    validate('param', IdParam),
    async (c) => {
      await retryNotice(c.get('deps'), c.get('account'), c.req.valid('param').id)
      return c.body(null, 204)
    },
  )
