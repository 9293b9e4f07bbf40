import { z } from 'zod'
import { standingActions } from '../../experts/change-standing.ts'
import { MOST_CAPACITY, MOST_YEARS } from '../../experts/csv/columns.ts'
import { expertStatuses } from '../../shared/expert-status.ts'
import { expertEventNames } from '../../experts/record-expert-event.ts'
import { fields } from '../../shared/message.ts'
import { Name } from './accounts-schemas.ts'

const MOST_ROWS = 200
const MOST_ENTRIES = 50

/** One line of a list; without the characters that part the entries of a cell. */
const Entry = Name.regex(/^[^;；|、]*$/, 'request_invalid')
const Entries = z.array(Entry).max(MOST_ENTRIES, 'request_invalid')
const Line = z
  .string()
  .trim()
  .max(200, 'request_invalid')
  .regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u, 'request_invalid')
const Email = z.email('request_invalid').max(254, 'request_invalid').nullable()
const Phone = z
  .string()
  .regex(/^\+?[\d() -]{5,24}$/, 'request_invalid')
  .nullable()
export const Reason = z.string().trim().min(1, 'reason_needed').max(500, 'request_invalid')
export const Day = z.iso.date('request_invalid')

const details = {
  name: Name,
  qualification: Line,
  years: z.int().min(0, 'request_invalid').max(MOST_YEARS, 'request_invalid'),
  recommendedBy: Line,
  filingNumber: Name.nullable(),
  fields: z.array(z.enum(fields)).min(1, 'request_invalid').max(fields.length),
  industries: Entries,
  districts: Entries.describe('names of the catalogue'),
  languages: z
    .array(z.string().regex(/^[a-z]{2,3}$/, 'request_invalid'))
    .min(1, 'request_invalid')
    .max(20, 'request_invalid'),
  employer: Name,
  clients: Entries.describe('whom they or their employer act for: never against these'),
  competitors: Entries,
  capacity: z.int().min(1, 'request_invalid').max(MOST_CAPACITY, 'request_invalid'),
}

export const ExpertInput = z.strictObject({
  ...details,
  email: Email,
  phone: Phone,
  consented: z.boolean().describe('the expert’s own consent to be asked'),
  organisationId: z.uuid('request_invalid').optional().describe('by default the own one'),
})

const ownChange = {
  available: z.boolean(),
  capacity: details.capacity,
  consented: z.boolean(),
  email: Email,
  phone: Phone,
}

const notEmpty = (change: object) => Object.values(change).some((value) => value !== undefined)

export const ExpertChangeInput = z
  .strictObject({ ...details, ...ownChange })
  .partial()
  .refine(notEmpty, 'request_invalid')
  .and(z.object({ reason: Reason.optional() }))

export const OwnChangeInput = z
  .strictObject(ownChange)
  .partial()
  .refine(notEmpty, 'request_invalid')

export const StandingInput = z.strictObject({ action: z.enum(standingActions), reason: Reason })
export const WithdrawInput = z.strictObject({ reason: Reason.nullable() })

export const LeaveInput = z.strictObject({ from: Day, to: Day })
export const LeaveParam = z.object({
  id: z.uuid('request_invalid'),
  leave: z.uuid('request_invalid'),
})
export const SwapAskInput = z.strictObject({ week: Day.describe('a Monday on duty') })
export const OwnLeaveParam = z.object({ leave: z.uuid('request_invalid') })

export const ExpertQuery = z.strictObject({
  status: z.enum(expertStatuses).optional(),
  field: z.enum(fields).optional(),
  district: z.string().max(50, 'request_invalid').optional(),
  text: z.string().trim().min(1).max(100, 'request_invalid').optional(),
  after: z.uuid('request_invalid').optional(),
  limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(50),
})

export const ImportQuery = z.strictObject({
  organisationId: z.uuid('request_invalid').optional(),
  partial: z.stringbool().default(false),
})

const time = z.string()
const Warnings = z.array(
  z.object({
    condition: z.string(),
    clause: z.string(),
    text: z.object({ zh: z.string(), en: z.string() }),
  }),
)
const Leave = z.object({ id: z.uuid(), from: z.string(), to: z.string() })

const listed = {
  id: z.uuid(),
  organisationId: z.uuid(),
  name: z.string(),
  status: z.enum(expertStatuses),
  qualification: z.string(),
  years: z.int(),
  recommendedBy: z.string(),
  filingNumber: z.string().nullable(),
  fields: z.array(z.enum(fields)),
  industries: z.array(z.string()),
  districts: z.array(z.string()),
  languages: z.array(z.string()),
  employer: z.string(),
  capacity: z.int(),
  available: z.boolean(),
  consentedAt: time.nullable(),
  lastOfferedAt: time.nullable(),
  offeredCount: z.int(),
  createdAt: time,
  openTickets: z.int(),
  warnings: Warnings.describe('conditions of the standard that are not met'),
}

export const ExpertList = z.object({
  experts: z.array(z.object({ ...listed, organisation: z.string() })),
  total: z.int(),
})

export const ExpertBody = z.object({
  ...listed,
  clients: z.array(z.string()),
  competitors: z.array(z.string()),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  leave: z.array(Leave),
  events: z.array(
    z.object({
      at: time,
      by: z.string(),
      event: z.enum(expertEventNames),
      reason: z.string().nullable(),
    }),
  ),
})

export const OwnBody = ExpertBody.extend({
  duties: z.array(z.string()).describe('Mondays of the weeks on duty that lie ahead'),
  swapsAsked: z.array(z.string()).describe('of these, where somebody else is asked for'),
})

export const EnteredExpert = z.object({ id: z.uuid(), warnings: Warnings })
export const StandingBody = z.object({
  status: z.enum(expertStatuses),
  openTickets: z.int(),
  recalledTickets: z.int(),
})
export const LeaveBody = Leave

const RowErrors = z.array(
  z.object({
    row: z.int().nullable(),
    column: z.string().nullable(),
    code: z.string(),
    message: z.string(),
  }),
)
export const ImportBody = z.object({ entered: z.int(), errors: RowErrors })
