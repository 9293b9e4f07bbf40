import { index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { policyDeliveryStates, policyStates } from '../../shared/policy-notices.ts'
import { accounts } from './accounts.ts'
import { askers } from './conversations.ts'
import { moment } from './moment.ts'
import { organisations } from './organisations.ts'

/** 政策通知: a summary of a document, written by staff and approved by a second person. */
export const policyNotices = pgTable(
  'policy_notices',
  {
    id: uuid().primaryKey(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    title: text().notNull(),
    summary: text().notNull(),
    /** Id of the document that it summarises; its status is that of the day on which it is read. */
    document: text().notNull(),
    topics: text().array().notNull(),
    /** None: for every district. */
    districts: text().array().notNull(),
    state: text({ enum: policyStates }).notNull(),
    /** Grows with every change: an update names the one it has seen, so two cannot both win. */
    version: integer().notNull(),
    /** Why it was returned or withdrawn. */
    reason: text(),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => accounts.id),
    editedBy: uuid('edited_by')
      .notNull()
      .references(() => accounts.id),
    approvedBy: uuid('approved_by').references(() => accounts.id),
    approvedAt: moment('approved_at'),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [index('policy_notices_organisation').on(table.organisationId, table.createdAt)],
)

/** 订阅 of an asker; deleted when it is taken back. */
export const policySubscriptions = pgTable('policy_subscriptions', {
  askerId: uuid('asker_id')
    .primaryKey()
    .references(() => askers.id, { onDelete: 'cascade' }),
  topics: text().array().notNull(),
  /** None: every district. */
  districts: text().array().notNull(),
  consentedAt: moment('consented_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
})

/** One notice for one asker, once. */
export const policyDeliveries = pgTable(
  'policy_deliveries',
  {
    id: uuid().primaryKey(),
    noticeId: uuid('notice_id')
      .notNull()
      .references(() => policyNotices.id),
    /** Null once the asker is erased: what stays is counted. */
    askerId: uuid('asker_id').references(() => askers.id, { onDelete: 'set null' }),
    state: text({ enum: policyDeliveryStates }).notNull(),
    dueAt: moment('due_at').notNull(),
    releasedAt: moment('released_at'),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('policy_deliveries_asker').on(table.noticeId, table.askerId),
    index('policy_deliveries_of_asker').on(table.askerId, table.releasedAt),
    index('policy_deliveries_due').on(table.state, table.dueAt),
  ],
)
