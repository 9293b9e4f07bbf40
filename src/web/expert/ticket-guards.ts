import type { presentStatement, presentTicket } from '../../channels/staff/present-case.ts'
import type { Brief, WrittenBrief } from '../../cases/brief.ts'
import type { CaseKind, TicketState } from '../../shared/case-states.ts'
import { caseKinds, ticketStates } from '../../shared/case-states.ts'
import type { Field, Status, Urgency } from '../../shared/message.ts'
import { fields, statuses, urgencies } from '../../shared/message.ts'
import type { ServiceFeedback } from '../../shared/service-feedback.ts'
import { serviceWays } from '../../shared/service-feedback.ts'
import {
  isBoolean,
  isNumber,
  isString,
  isUnknown,
  listOf,
  nullable,
  objectOf,
  oneOf,
  optional,
} from '../shared/guards.ts'
import type { Guard } from '../shared/guards.ts'

type Ticket = Pick<
  ReturnType<typeof presentTicket>,
  | 'id'
  | 'state'
  | 'version'
  | 'noticedAt'
  | 'respondBy'
  | 'calendarMissing'
  | 'replyBy'
  | 'repliedAt'
  | 'declineReason'
  | 'feedback'
  | 'closedAt'
>

const isFeedback = objectOf<ServiceFeedback>({
  way: nullable(oneOf(serviceWays)),
  minutes: nullable(isNumber),
  outcome: isString,
  advice: isString,
})

const ticketShape: { [Name in keyof Ticket]: Guard<Ticket[Name]> } = {
  id: isString,
  state: oneOf(ticketStates),
  version: isNumber,
  noticedAt: isString,
  respondBy: isString,
  calendarMissing: isBoolean,
  replyBy: nullable(isString),
  repliedAt: nullable(isString),
  declineReason: nullable(isString),
  feedback: nullable(isFeedback),
  closedAt: nullable(isString),
}

type Subject = {
  code: string
  kind: CaseKind
  field: Field
  district: string | null
  urgency: Urgency
  confidential: boolean
}

const subjectShape: { [Name in keyof Subject]: Guard<Subject[Name]> } = {
  code: isString,
  kind: oneOf(caseKinds),
  field: oneOf(fields),
  district: nullable(isString),
  urgency: oneOf(urgencies),
  confidential: isBoolean,
}

export type ListedTicket = Ticket & { case: Subject & { summary: string } }

export const isTicketList = objectOf<{ tickets: ListedTicket[] }>({
  tickets: listOf(
    objectOf<ListedTicket>({
      ...ticketShape,
      case: objectOf<ListedTicket['case']>({ ...subjectShape, summary: isString }),
    }),
  ),
})

export type Evidence = Brief['evidence'][number]

const evidenceShape = {
  title: isString,
  heading: isString,
  quote: isString,
  status: oneOf<Status>(statuses),
  statusText: isString,
  url: isString,
}
const isEvidence = objectOf<Evidence>(evidenceShape)

const isBrief = objectOf<Brief>({
  facts: listOf(isString),
  question: isString,
  evidence: listOf(isEvidence),
  suggestedAnswer: isString,
  askBack: listOf(isString),
  reasons: listOf(isString),
})

/** What a model has written of it, as far as it is shown. */
export type Written = Pick<
  WrittenBrief,
  'facts' | 'question' | 'evidence' | 'answer' | 'askBack' | 'label'
>

const isWritten = objectOf<Written>({
  facts: listOf(isString),
  question: isString,
  evidence: listOf(objectOf<Written['evidence'][number]>({ ...evidenceShape, id: isString })),
  answer: listOf(
    objectOf<Written['answer'][number]>({ text: isString, evidence: listOf(isString) }),
  ),
  askBack: listOf(isString),
  label: isString,
})

/** A brief of another form, as an erased case has it, is as none. */
const isBriefOrOther: Guard<unknown> = isUnknown
export const readBrief = (brief: unknown): Brief | null => (isBrief(brief) ? brief : null)
export const readWritten = (brief: unknown): Written | null => (isWritten(brief) ? brief : null)

export type Finding = { kind: string; quote: string; start: number; end: number }

const isFinding = objectOf<Finding>({
  kind: isString,
  quote: isString,
  start: isNumber,
  end: isNumber,
})
export const isFindings = objectOf<{ findings: Finding[] }>({ findings: listOf(isFinding) })

type Statement = Pick<
  ReturnType<typeof presentStatement>,
  'id' | 'state' | 'text' | 'originalText' | 'createdAt'
> & { findings: Finding[] | null; citations: unknown }

const isStatement = objectOf<Statement>({
  id: isString,
  state: oneOf(['draft', 'held', 'submitted', 'delivered', 'returned'] as const),
  text: isString,
  originalText: nullable(isString),
  createdAt: isString,
  findings: nullable(listOf(isFinding)),
  citations: isUnknown,
})

type OfferedCase = Subject & {
  topics: string[]
  industry: string | null
  language: 'zh' | 'en'
  contactConsent: boolean
  request: Record<string, string> | null
  parties: string[]
  brief: unknown
  writtenBrief?: unknown
}

export type OwnTicket = Ticket & {
  case: OfferedCase
  statements: Statement[]
  returns: { at: string; note: string | null }[]
}

const isWords: Guard<Record<string, string>> = (value): value is Record<string, string> =>
  typeof value === 'object' && value !== null && Object.values(value).every(isString)

export const isOwnTicket = objectOf<OwnTicket>({
  ...ticketShape,
  case: objectOf<OfferedCase>({
    ...subjectShape,
    topics: listOf(isString),
    industry: nullable(isString),
    language: oneOf(['zh', 'en'] as const),
    contactConsent: isBoolean,
    request: nullable(isWords),
    parties: listOf(isString),
    brief: isBriefOrOther,
    writtenBrief: optional(isBriefOrOther),
  }),
  statements: listOf(isStatement),
  returns: listOf(
    objectOf<OwnTicket['returns'][number]>({ at: isString, note: nullable(isString) }),
  ),
})

export type Changed = { id: string; state: TicketState; version: number }

export const isChanged = objectOf<Changed>({
  id: isString,
  state: oneOf(ticketStates),
  version: isNumber,
})

export type Contact = Partial<Record<'name' | 'organisation' | 'contact' | 'address', string>>

export const isContact = objectOf<Contact>({
  name: optional(isString),
  organisation: optional(isString),
  contact: optional(isString),
  address: optional(isString),
})
