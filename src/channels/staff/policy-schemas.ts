import { z } from 'zod'
import { fields, statuses } from '../../shared/message.ts'
import { policyStates, policySteps } from '../../shared/policy-notices.ts'
import { Districts, Topics } from '../web/policy-schemas.ts'

const MOST_ROWS = 100
const wrong = 'request_invalid'
const time = z.string()
const version = z.int().min(1)

const details = {
  title: z.string().trim().min(1, wrong).max(60, wrong),
  summary: z.string().trim().min(1, wrong).max(400, 'text_too_long'),
  document: z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/, wrong),
  topics: Topics,
  districts: Districts,
}

export const NewPolicyNotice = z.strictObject({ organisationId: z.uuid(wrong), ...details })

export const PolicyNoticeChange = z.strictObject({ version, ...details })

export const PolicyNoticeStep = z.strictObject({
  version,
  step: z.enum(policySteps),
  reason: z.string().trim().min(1, wrong).max(200, wrong).optional(),
})

export const PolicyNoticeQuery = z.strictObject({
  state: z.enum(policyStates).optional(),
  after: z.uuid(wrong).optional(),
  limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(MOST_ROWS),
})

export const PolicyNoticeRow = z.object({
  id: z.uuid(),
  organisationId: z.uuid(),
  organisation: z.string(),
  title: z.string(),
  summary: z.string(),
  document: z.string(),
  documentTitle: z.string().nullable(),
  status: z.enum(statuses).nullable().describe('of the document, today'),
  topics: z.array(z.enum(fields)),
  districts: z.array(z.string()),
  state: z.enum(policyStates),
  version: z.int(),
  reason: z.string().nullable(),
  writer: z.string(),
  mayApprove: z.boolean().describe('the viewer has neither written nor changed it'),
  approvedAt: time.nullable(),
  createdAt: time,
  waiting: z.int(),
  released: z.int(),
  stopped: z.int(),
  wechatSent: z.int(),
  wechatPending: z.int(),
  wechatUnknown: z.int(),
  wechatDropped: z.int(),
})

export const PolicyNoticeList = z.object({ notices: z.array(PolicyNoticeRow) })
