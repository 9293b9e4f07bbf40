import { Hono } from 'hono'
import { z } from 'zod'
import { addToComplaint } from '../../feedback/add-to-complaint.ts'
import {
  answerComplaint,
  closeComplaint,
  listComplaints,
  takeComplaint,
  viewComplaint,
} from '../../feedback/handle-complaints.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import { IdParam } from './accounts-schemas.ts'

const MOST_ROWS = 100
const states = ['open', 'in_review', 'answered', 'closed'] as const
const time = z.string()

const ComplaintQuery = z.strictObject({
  state: z.enum(states).optional(),
  after: z.uuid('request_invalid').optional(),
  limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(MOST_ROWS),
})

const version = z.int('request_invalid').min(1, 'request_invalid')
const StepInput = z.strictObject({ version })
const AnswerInput = z.strictObject({
  version,
  outcome: z.string().trim().min(1, 'request_invalid').max(2_000, 'text_too_long'),
})

const AboutInput = z.strictObject({
  version,
  accountIds: z
    .array(z.uuid('request_invalid'))
    .min(1, 'request_invalid')
    .max(20, 'request_invalid'),
})

const ComplaintSummary = z.object({
  id: z.uuid(),
  code: z.string(),
  kind: z.enum(['complaint', 'report']),
  state: z.enum(states),
  version: z.int(),
  organisation: z.string(),
  caseCode: z.string().nullable(),
  messageId: z.uuid().nullable(),
  hasContact: z.boolean(),
  excerpt: z.string().describe('the beginning, personal data masked'),
  handlerId: z.uuid().nullable(),
  handler: z.string().nullable(),
  overdue: z.boolean(),
  createdAt: time,
  dueAt: time,
  closedAt: time.nullable(),
})

const ComplaintList = z.object({ complaints: z.array(ComplaintSummary) })

const ComplaintBody = ComplaintSummary.extend({
  text: z.string(),
  contact: z.string().nullable(),
  outcome: z.string().nullable(),
})

const handlers = requireAccount('administrator', 'staff')

/** 投诉举报. Nothing of this is there for whom one is about. */
export const staffComplaintRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      summary: 'Complaints of the own organisation and those below it',
      body: ComplaintList,
      staff: true,
    }),
    handlers,
    validate('query', ComplaintQuery),
    async (c) => {
      const page = c.req.valid('query')
      return c.json({ complaints: await listComplaints(c.get('deps'), c.get('account'), page) })
    },
  )
  .get(
    '/:id',
    describe({ summary: 'One complaint with its contact', body: ComplaintBody, staff: true }),
    handlers,
    validate('param', IdParam),
    async (c) => {
      const { id } = c.req.valid('param')
      return c.json(await viewComplaint(c.get('deps'), c.get('account'), id))
    },
  )
  .post(
    '/:id/take',
    describe({ summary: 'Takes a complaint in hand', status: 204, staff: true }),
    handlers,
    validate('param', IdParam),
    validate('json', StepInput),
    async (c) => {
      const step = { ...c.req.valid('param'), ...c.req.valid('json') }
      await takeComplaint(c.get('deps'), c.get('account'), step)
      return c.body(null, 204)
    },
  )
  .post(
    '/:id/about',
    describe({
      summary: 'Says that it is about these people too, who then neither see nor handle it',
      status: 204,
      staff: true,
    }),
    handlers,
    validate('param', IdParam),
    validate('json', AboutInput),
    async (c) => {
      const added = { ...c.req.valid('param'), ...c.req.valid('json') }
      await addToComplaint(c.get('deps'), c.get('account'), added)
      return c.body(null, 204)
    },
  )
  .post(
    '/:id/answer',
    describe({ summary: 'Tells the asker what came of it', status: 204, staff: true }),
    handlers,
    validate('param', IdParam),
    validate('json', AnswerInput),
    async (c) => {
      const step = { ...c.req.valid('param'), ...c.req.valid('json') }
      await answerComplaint(c.get('deps'), c.get('account'), step)
      return c.body(null, 204)
    },
  )
  .post(
    '/:id/close',
    describe({ summary: 'Closes a complaint that was answered', status: 204, staff: true }),
    handlers,
    validate('param', IdParam),
    validate('json', StepInput),
    async (c) => {
      const step = { ...c.req.valid('param'), ...c.req.valid('json') }
      await closeComplaint(c.get('deps'), c.get('account'), step)
      return c.body(null, 204)
    },
  )
