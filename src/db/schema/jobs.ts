import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { cases, tickets } from './cases.ts'
import { moment } from './moment.ts'

/** Work that is due at a time, written in the transaction that causes it. */
export const jobs = pgTable(
  'jobs',
  {
    id: uuid().primaryKey(),
    kind: text().notNull(),
    /** The same work is never noted twice. */
    key: text().notNull().unique(),
    payload: jsonb().$type<Record<string, string>>().notNull(),
    dueAt: moment('due_at').notNull(),
    attempts: integer().notNull().default(0),
    doneAt: moment('done_at'),
    /** Given up after too many attempts; seen by administrators. */
    deadAt: moment('dead_at'),
    lastError: text('last_error'),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [index('jobs_due').on(table.doneAt, table.deadAt, table.dueAt)],
)

export const noticeChannels = ['inbox', 'email', 'wecom_app', 'wecom_robot', 'webhook'] as const
export const noticeStates = ['waiting', 'sent', 'dead', 'cancelled'] as const

/** Everything that leaves the system: written with its cause, sent at least once, with the same key. */
export const notices = pgTable(
  'notices',
  {
    id: uuid().primaryKey(),
    key: text().notNull(),
    channel: text({ enum: noticeChannels }).notNull(),
    /** An account, an expert or an endpoint of the settings; never an address. */
    recipientKind: text('recipient_kind').notNull(),
    recipientId: text('recipient_id').notNull(),
    kind: text().notNull(),
    /** Codes, ids and times for the template; no personal data. */
    data: jsonb().$type<Record<string, string>>().notNull(),
    caseId: uuid('case_id').references(() => cases.id, { onDelete: 'cascade' }),
    ticketId: uuid('ticket_id').references(() => tickets.id, { onDelete: 'cascade' }),
    state: text({ enum: noticeStates }).notNull(),
    attempts: integer().notNull().default(0),
    nextAt: moment('next_at').notNull(),
    lastError: text('last_error'),
    createdAt: moment('created_at').notNull(),
    sentAt: moment('sent_at'),
    readAt: moment('read_at'),
  },
  (table) => [
    uniqueIndex('notices_key').on(table.key, table.channel, table.recipientId),
    index('notices_waiting').on(table.state, table.nextAt),
    index('notices_inbox').on(table.recipientKind, table.recipientId, table.createdAt),
  ],
)
