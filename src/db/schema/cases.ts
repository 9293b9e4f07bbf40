import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { sql } from 'drizzle-orm'
import { caseKinds, caseStates, ticketStates } from '../../shared/case-states.ts'
import { fields, urgencies } from '../../shared/message.ts'
import { accounts } from './accounts.ts'
import { askers, conversations, messages } from './conversations.ts'
import { experts } from './experts.ts'
import { organisations } from './organisations.ts'
import { moment } from './moment.ts'

/** 转办件: an escalated consultation, a service request or a referral, in staff's hands. */
export const cases = pgTable(
  'cases',
  {
    id: uuid().primaryKey(),
    /** What the asker is told; opens nothing by itself. */
    code: text().notNull().unique(),
    kind: text({ enum: caseKinds }).notNull(),
    state: text({ enum: caseStates }).notNull(),
    /** Grows with every change: an update names the one it has seen, so two cannot both win. */
    version: integer().notNull(),
    askerId: uuid('asker_id')
      .notNull()
      .references(() => askers.id),
    conversationId: uuid('conversation_id')
      .notNull()
      .references(() => conversations.id),
    /** The message it arose from, where it arose from one. */
    messageId: uuid('message_id').references(() => messages.id),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    /** The staff member who has it in hand. */
    staffId: uuid('staff_id').references(() => accounts.id),
    field: text({ enum: fields }).notNull(),
    topics: text().array().notNull(),
    district: text(),
    industry: text(),
    language: text({ enum: ['zh', 'en'] }).notNull(),
    urgency: text({ enum: urgencies }).notNull(),
    confidential: boolean().notNull(),
    /** Why it was escalated, in codes of the closed list. */
    reasons: text().array().notNull(),
    /** One line for the queue, personal data masked. */
    summary: text().notNull(),
    /** Opposing parties that the asker named, for conflicts. */
    parties: text().array().notNull(),
    /** Of a request or a referral: service, time, place, partner kind. */
    request: jsonb().$type<Record<string, string>>(),
    brief: jsonb(),
    /** The same written by a chat model and checked; null: none is set, not yet, or nothing of it held. */
    writtenBrief: jsonb('written_brief'),
    /** Of a request or a referral: what came of it. */
    result: jsonb(),
    consentedAt: moment('consented_at').notNull(),
    /** 单独同意 to pass contact data to an expert of another organisation; null: not given, or taken back. */
    contactConsentAt: moment('contact_consent_at'),
    /** When an answer was promised for; null while there is no time to promise. */
    dueAt: moment('due_at'),
    mergedInto: uuid('merged_into').references((): AnyPgColumn => cases.id),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
    closedAt: moment('closed_at'),
  },
  (table) => [
    index('cases_queue').on(table.organisationId, table.state, table.createdAt),
    index('cases_asker').on(table.askerId),
    uniqueIndex('cases_idempotency').on(table.conversationId, table.messageId, table.kind),
    // The order of the queue: the first page of all of it is read without sorting the rest.
    index('cases_order').on(table.urgency.desc().nullsFirst(), table.createdAt, table.id),
  ],
)

export const contactFields = ['name', 'organisation', 'contact', 'address'] as const

/** Contact data, each field sealed by itself from the first row. */
export const caseContacts = pgTable(
  'case_contacts',
  {
    caseId: uuid('case_id')
      .notNull()
      .references(() => cases.id, { onDelete: 'cascade' }),
    field: text({ enum: contactFields }).notNull(),
    sealed: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.caseId, table.field] })],
)

export const actorKinds = ['asker', 'staff', 'expert', 'administrator', 'system'] as const

/** The timeline of a case: every transition, note, forwarding, notice, in order. */
export const caseEvents = pgTable(
  'case_events',
  {
    id: uuid().primaryKey(),
    caseId: uuid('case_id')
      .notNull()
      .references(() => cases.id, { onDelete: 'cascade' }),
    n: integer().notNull(),
    at: moment('at').notNull(),
    actorKind: text('actor_kind', { enum: actorKinds }).notNull(),
    actorId: text('actor_id'),
    event: text().notNull(),
    from: text('from_state'),
    to: text('to_state'),
    note: text(),
    data: jsonb(),
  },
  (table) => [uniqueIndex('case_events_order').on(table.caseId, table.n)],
)

/** 专家任务: a case offered to one expert, with its clock. */
export const tickets = pgTable(
  'tickets',
  {
    id: uuid().primaryKey(),
    caseId: uuid('case_id')
      .notNull()
      .references(() => cases.id),
    expertId: uuid('expert_id')
      .notNull()
      .references(() => experts.id),
    state: text({ enum: ticketStates }).notNull(),
    version: integer().notNull(),
    /** Of the notice, from which the two days run. */
    noticedAt: moment('noticed_at').notNull(),
    respondBy: moment('respond_by').notNull(),
    countedBy: text('counted_by').notNull(),
    calendarMissing: boolean('calendar_missing').notNull(),
    respondedAt: moment('responded_at'),
    replyBy: moment('reply_by'),
    repliedAt: moment('replied_at'),
    /** Why it was proposed: rule, points, text. */
    matching: jsonb(),
    declineReason: text('decline_reason'),
    noConflict: boolean('no_conflict'),
    breachReason: text('breach_reason'),
    /** 文字反馈 that the standard asks for. */
    feedback: text(),
    createdAt: moment('created_at').notNull(),
    closedAt: moment('closed_at'),
  },
  (table) => [
    // A case has one expert at a time.
    uniqueIndex('tickets_open')
      .on(table.caseId)
      .where(sql`state in ('offered', 'accepted', 'replied')`),
    index('tickets_due').on(table.state, table.respondBy),
    index('tickets_expert').on(table.expertId, table.state),
  ],
)

export const statementAuthors = ['asker', 'staff', 'expert'] as const
export const statementStates = ['draft', 'held', 'submitted', 'delivered', 'returned'] as const

/** Words of a person in a conversation; what reaches the asker is `delivered`. */
export const statements = pgTable(
  'statements',
  {
    id: uuid().primaryKey(),
    caseId: uuid('case_id')
      .notNull()
      .references(() => cases.id),
    ticketId: uuid('ticket_id').references(() => tickets.id),
    conversationId: uuid('conversation_id')
      .notNull()
      .references(() => conversations.id),
    author: text({ enum: statementAuthors }).notNull(),
    authorId: uuid('author_id').notNull(),
    /** As the asker is told: a name or a role, never an account. */
    authorName: text('author_name').notNull(),
    state: text({ enum: statementStates }).notNull(),
    text: text().notNull(),
    /** As the expert or the machine had written it before staff changed it. */
    originalText: text('original_text'),
    citations: jsonb().notNull(),
    findings: jsonb(),
    version: integer().notNull(),
    createdAt: moment('created_at').notNull(),
    deliveredAt: moment('delivered_at'),
  },
  (table) => [
    index('statements_case').on(table.caseId, table.createdAt),
    index('statements_conversation').on(table.conversationId, table.deliveredAt),
  ],
)

/** Who has which case open at this moment, in any process (`cases/staff/presence.ts`). */
export const caseStays = pgTable(
  'case_stays',
  {
    caseId: uuid('case_id')
      .notNull()
      .references(() => cases.id, { onDelete: 'cascade' }),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    seenAt: moment('seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.caseId, table.accountId] })],
)
