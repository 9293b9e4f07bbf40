import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { accounts } from './accounts.ts'
import { cases } from './cases.ts'
import { askers, messages } from './conversations.ts'
import { enterpriseVisits } from './ledger.ts'
import { organisations } from './organisations.ts'
import { moment } from './moment.ts'
import { registrations } from './training.ts'

/** 评价 of an answer or of a case; one each, editable for a week. */
export const ratings = pgTable(
  'ratings',
  {
    id: uuid().primaryKey(),
    askerId: uuid('asker_id')
      .notNull()
      .references(() => askers.id),
    messageId: uuid('message_id').references(() => messages.id),
    caseId: uuid('case_id').references(() => cases.id),
    score: integer().notNull(),
    solved: boolean(),
    reasons: text().array().notNull(),
    text: text(),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('ratings_message').on(table.messageId),
    uniqueIndex('ratings_case').on(table.caseId),
    index('ratings_at').on(table.createdAt),
  ],
)

export const complaintStates = ['open', 'in_review', 'answered', 'closed'] as const

/** 投诉举报, hidden from the person complained of. */
export const complaints = pgTable(
  'complaints',
  {
    id: uuid().primaryKey(),
    code: text().notNull().unique(),
    kind: text({ enum: ['complaint', 'report'] }).notNull(),
    state: text({ enum: complaintStates }).notNull(),
    version: integer().notNull(),
    askerId: uuid('asker_id')
      .notNull()
      .references(() => askers.id),
    caseId: uuid('case_id').references(() => cases.id),
    messageId: uuid('message_id').references(() => messages.id),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    /** Accounts that it is about: they neither see nor handle it. */
    about: uuid().array().notNull(),
    text: text().notNull(),
    sealedContact: text('sealed_contact'),
    handlerId: uuid('handler_id').references(() => accounts.id),
    dueAt: moment('due_at').notNull(),
    outcome: text(),
    createdAt: moment('created_at').notNull(),
    closedAt: moment('closed_at'),
  },
  (table) => [index('complaints_queue').on(table.organisationId, table.state, table.createdAt)],
)

/** 回访: a low or unsolved rating, the end of a referral, or the next step after a visit opens one with a due date. */
export const followUps = pgTable(
  'follow_ups',
  {
    id: uuid().primaryKey(),
    caseId: uuid('case_id').references(() => cases.id),
    messageId: uuid('message_id').references(() => messages.id),
    /** Of an enterprise of the ledger. */
    visitId: uuid('visit_id').references(() => enterpriseVisits.id, { onDelete: 'set null' }),
    /** Of a session of training that was rated low. */
    registrationId: uuid('registration_id').references(() => registrations.id),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    reason: text().notNull(),
    dueAt: moment('due_at').notNull(),
    doneAt: moment('done_at'),
    doneBy: uuid('done_by').references(() => accounts.id),
    outcome: text(),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('follow_ups_cause').on(table.caseId, table.messageId, table.reason),
    index('follow_ups_visit').on(table.visitId),
    uniqueIndex('follow_ups_registration').on(table.registrationId),
  ],
)

/** 精选问答: a good reply without identity, with owner and review date. */
export const curatedAnswers = pgTable('curated_answers', {
  id: uuid().primaryKey(),
  caseId: uuid('case_id').references(() => cases.id),
  /** The question of a 知识缺口 that it was drafted for. */
  messageId: uuid('message_id').references(() => messages.id),
  question: text().notNull(),
  answer: text().notNull(),
  citations: jsonb().notNull(),
  field: text().notNull(),
  ownerId: uuid('owner_id')
    .notNull()
    .references(() => accounts.id),
  reviewOn: text('review_on').notNull(),
  state: text({ enum: ['draft', 'published', 'expired', 'retired'] }).notNull(),
  version: integer().notNull(),
  createdAt: moment('created_at').notNull(),
  publishedAt: moment('published_at'),
})
