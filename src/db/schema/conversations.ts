import { sql } from 'drizzle-orm'
import {
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { Answer, Routing } from '../../shared/message.ts'
import { coverages, entryChannels, outcomes } from '../../shared/message.ts'
import { moment } from './moment.ts'

export const channels = ['web', 'wechat', 'kf', ...entryChannels] as const
export type Channel = (typeof channels)[number]

/** To whom the rows belong that stay as anonymous counts (`rights/forget.ts`). */
export const NOBODY_ID = '00000000-0000-4000-8000-000000000000'

export const askers = pgTable(
  'askers',
  {
    id: uuid().primaryKey(),
    /** SHA-256 of the token; the token itself is never stored. */
    tokenHash: text('token_hash').notNull().unique(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    /** They wanted to be erased, and a legal hold is in the way: done as soon as it is lifted. */
    erasureAskedAt: moment('erasure_asked_at'),
  },
  (table) => [
    index('askers_erasure')
      .on(table.erasureAskedAt)
      .where(sql`erasure_asked_at is not null`),
  ],
)

export const conversations = pgTable(
  'conversations',
  {
    id: uuid().primaryKey(),
    askerId: uuid('asker_id')
      .notNull()
      .references(() => askers.id),
    channel: text({ enum: channels }).notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [
    index('conversations_asker').on(table.askerId, table.createdAt),
    // What still has words, the oldest first.
    index('conversations_retention')
      .on(table.createdAt)
      .where(sql.raw(`asker_id <> '${NOBODY_ID}'`)),
  ],
)

export const messageStates = ['running', 'done', 'failed'] as const

/** One turn: what the asker wrote, and the answer to it once there is one. */
export const messages = pgTable(
  'messages',
  {
    id: uuid().primaryKey(),
    conversationId: uuid('conversation_id')
      .notNull()
      .references(() => conversations.id),
    /** Position in the conversation, from 1. */
    turn: integer().notNull(),
    /** Null where the text was withheld from storage (a state-secret mark). */
    question: text(),
    state: text({ enum: messageStates }).notNull(),
    answer: jsonb().$type<Answer>(),
    idempotencyKey: text('idempotency_key'),
    requestHash: text('request_hash').notNull(),
    askedAt: moment('asked_at').notNull(),
    stopRequestedAt: moment('stop_requested_at'),
    finishedAt: moment('finished_at'),
  },
  (table) => [
    uniqueIndex('messages_turn').on(table.conversationId, table.turn),
    uniqueIndex('messages_idempotency').on(table.conversationId, table.idempotencyKey),
  ],
)

/** What has been said of an answer so far, so that any process can go on telling it. */
export const messageEvents = pgTable(
  'message_events',
  {
    messageId: uuid('message_id')
      .notNull()
      .references(() => messages.id, { onDelete: 'cascade' }),
    n: integer().notNull(),
    event: text().notNull(),
    data: jsonb().notNull(),
  },
  (table) => [primaryKey({ columns: [table.messageId, table.n] })],
)

/** 咨询档案: the archived record of one question and its answer (service-spec, 知识产权业务办理咨询服务 b). */
export const consultations = pgTable(
  'consultations',
  {
    number: integer().primaryKey().generatedAlwaysAsIdentity(),
    messageId: uuid('message_id')
      .notNull()
      .unique()
      .references(() => messages.id),
    channel: text({ enum: channels }).notNull(),
    outcome: text({ enum: outcomes }).notNull(),
    reason: text().notNull(),
    coverage: text({ enum: coverages }).notNull(),
    routing: jsonb().$type<Routing>().notNull(),
    /** Steps with durations, found passages with scores, index and models. */
    trace: jsonb().notNull(),
    askedAt: moment('asked_at').notNull(),
    answeredAt: moment('answered_at').notNull(),
  },
  (table) => [index('consultations_asked').on(table.askedAt)],
)

/** Text with a state-secret mark leaves only this (DESIGN §2.7). */
export const secrecyIncidents = pgTable('secrecy_incidents', {
  id: uuid().primaryKey(),
  at: moment('at').notNull(),
  channel: text({ enum: channels }).notNull(),
  textHash: text('text_hash').notNull(),
})
