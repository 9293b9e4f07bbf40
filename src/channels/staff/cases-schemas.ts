import { z } from 'zod'
import { resultDoers, resultOutcomes } from '../../cases/case-result.ts'
import { declineReasons } from '../../cases/tickets/respond-ticket.ts'
import { caseKinds, caseStates, ticketStates } from '../../shared/case-states.ts'
import { fields, statuses, urgencies } from '../../shared/message.ts'
import { serviceWays } from '../../shared/service-feedback.ts'

const LONGEST_REPLY = 5_000
const LONGEST_SERVICE_MINUTES = 10_000
const version = z.int().min(1)

export const Text = z
  .string({ error: 'text_empty' })
  .trim()
  .min(1, 'text_empty')
  .max(LONGEST_REPLY, 'text_too_long')
const Note = z.string().trim().max(1_000, 'text_too_long')

/** A clause of the knowledge, such as `measures-draft` and `art7(2)`. */
const Clause = z.strictObject({
  document: z.string().regex(/^[a-z][a-z0-9-]{0,60}$/, 'clause_unknown'),
  locator: z.string().regex(/^[A-Za-z][\w.()-]{0,60}$/, 'clause_unknown'),
})
export const Evidence = z.array(Clause).max(20, 'request_invalid')

export const ActionInput = z.strictObject({ version, note: Note.optional() })
export const AskBackInput = z.strictObject({ version, text: Text })
export const ReplyInput = z.strictObject({ version, text: Text, evidence: Evidence.default([]) })
export const DeliverInput = z.strictObject({
  version,
  text: Text.optional(),
  evidence: Evidence.optional(),
})
export const ReturnInput = z.strictObject({ version, note: Note.min(1, 'text_empty') })
export const AssignInput = z.strictObject({ version, expertId: z.uuid('request_invalid') })
export const ForwardInput = z.strictObject({
  version,
  organisationId: z.uuid('request_invalid'),
  note: Note.optional(),
})
export const MergeInput = z.strictObject({
  version,
  into: z.uuid('request_invalid'),
  note: Note.optional(),
})
export const ReplyCheckInput = z.strictObject({ text: Text, evidence: Evidence.default([]) })
const Day = z.iso.date('request_invalid').describe('a day in Beijing')
export const ResultInput = z.strictObject({
  version,
  done: Text,
  doer: z.enum(resultDoers),
  by: z
    .string()
    .trim()
    .min(1, 'text_empty')
    .max(100, 'text_too_long')
    .describe('the name of one body'),
  on: Day,
  outcome: z.enum(resultOutcomes),
  followUpOn: Day.nullable().default(null),
})
export const NoteInput = z.strictObject({ text: Note.min(1, 'text_empty') })

const listOf = <Schema extends z.ZodType<unknown, string>>(schema: Schema) =>
  z
    .string()
    .max(200)
    .transform((value) => value.split(','))
    .pipe(z.array(schema).max(20))

export const CaseQuery = z.strictObject({
  state: listOf(z.enum(caseStates)).optional(),
  kind: z.enum(caseKinds).optional(),
  field: z.enum(fields).optional(),
  district: z.string().max(40).optional(),
  urgency: z.enum(urgencies).optional(),
  confidential: z.stringbool().optional(),
  mine: z.stringbool().optional(),
  overdue: z.stringbool().optional(),
  q: z.string().trim().min(1).max(100).optional(),
  after: z.string().max(120).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

export const TicketQuery = z.strictObject({ state: listOf(z.enum(ticketStates)).optional() })
export const AcceptInput = z.strictObject({
  version,
  /** 声明没有利益冲突 (service-spec, 行为准则). */
  noConflict: z.literal(true, { error: 'conflict_undeclared' }),
})
export const DeclineInput = z.strictObject({
  version,
  reason: z.enum(declineReasons),
  note: Note.optional(),
})
/** 方式、时长、结果、建议 (service-spec, 服务要求 3). */
export const FeedbackInput = z.strictObject({
  way: z.enum(serviceWays),
  minutes: z
    .int('request_invalid')
    .min(1, 'request_invalid')
    .max(LONGEST_SERVICE_MINUTES, 'request_invalid'),
  outcome: Text,
  advice: Note.default(''),
})
export const CheckInput = z.strictObject({ text: Text })
export const FindingsBody = z.object({
  findings: z.array(
    z.object({
      kind: z.string(),
      quote: z.string(),
      start: z.int().describe('UTF-16 places in the text as given'),
      end: z.int(),
    }),
  ),
})

export const ListedCaseBody = z.object({
  id: z.uuid(),
  code: z.string(),
  kind: z.enum(caseKinds),
  state: z.enum(caseStates),
  version: z.int(),
  field: z.enum(fields),
  topics: z.array(z.string()),
  district: z.string().nullable(),
  urgency: z.enum(urgencies),
  confidential: z.boolean(),
  summary: z.string(),
  reasons: z.array(z.string()),
  organisation: z.string(),
  staff: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
  dueAt: z.string().nullable(),
})

export const CaseList = z.object({ cases: z.array(ListedCaseBody), next: z.string().nullable() })
export const CaseCounts = z.object({ counts: z.record(z.string(), z.int()) })

const CheckedClause = z.object({
  document: z.string(),
  locator: z.string(),
  /** Null: there is no such clause. */
  clause: z
    .object({
      title: z.string(),
      heading: z.string(),
      quote: z.string(),
      status: z.enum(statuses),
      statusText: z.string(),
      url: z.string(),
      told: z.boolean().describe('the text says what has to be said of the status'),
    })
    .nullable(),
})

export const ReplyCheckBody = z.object({
  clauses: z.array(CheckedClause).describe('the evidence that is named, as it stands today'),
  mentions: z
    .array(z.object({ quote: z.string(), known: z.boolean(), cited: z.boolean() }))
    .describe('articles that the text itself names'),
  solicitations: z.array(z.object({ kind: z.string(), quote: z.string() })),
  sentences: z
    .array(z.object({ text: z.string(), checks: z.array(z.string()) }))
    .describe('sentences that their evidence does not bear out'),
})
