import { z } from 'zod'
import { declineReasons } from '../../cases/tickets/respond-ticket.ts'
import { caseKinds, caseStates, ticketStates } from '../../shared/case-states.ts'
import { fields, urgencies } from '../../shared/message.ts'

const LONGEST_REPLY = 5_000
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
const Evidence = z.array(Clause).max(20, 'request_invalid')

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
export const FeedbackInput = z.strictObject({ text: Text })

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
