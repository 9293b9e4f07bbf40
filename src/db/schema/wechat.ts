import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { statements } from './cases.ts'
import { askers, conversations, messages } from './conversations.ts'
import { moment } from './moment.ts'
import { policyDeliveries } from './policy-notices.ts'

/** A further token of an asker, who has more than one browser: WeChat's own, and that of a desk. */
export const askerTokens = pgTable(
  'asker_tokens',
  {
    tokenHash: text('token_hash').primaryKey(),
    askerId: uuid('asker_id')
      .notNull()
      .references(() => askers.id, { onDelete: 'cascade' }),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [index('asker_tokens_asker').on(table.askerId)],
)

export const wechatChannels = ['wechat', 'kf'] as const

/** Who an asker is in WeChat. Deleted with the asker, and when they unsubscribe: nothing else holds an openid. */
export const wechatUsers = pgTable(
  'wechat_users',
  {
    id: uuid().primaryKey(),
    channel: text({ enum: wechatChannels }).notNull(),
    /** SHA-256 over channel, account and openid (or external_userid). */
    userHash: text('user_hash').notNull().unique(),
    sealedUser: text('sealed_user').notNull(),
    askerId: uuid('asker_id')
      .notNull()
      .references(() => askers.id, { onDelete: 'cascade' }),
    conversationId: uuid('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    /** When the platform's window for customer messages was opened last, and what was sent in it. */
    wroteAt: moment('wrote_at'),
    sentSince: integer('sent_since').notNull().default(0),
    /** Where they came in from: a work station's code. */
    scene: text(),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [
    index('wechat_users_asker').on(table.askerId),
    index('wechat_users_conversation').on(table.conversationId),
  ],
)

export const inboundStates = ['open', 'replying', 'done'] as const

/** Everything that WeChat has delivered, once: a copy of it finds the row. Kept for some days. */
export const wechatInbound = pgTable(
  'wechat_inbound',
  {
    /** SHA-256 of what names it at the platform: no openid. */
    key: text().primaryKey(),
    userId: uuid('user_id').references(() => wechatUsers.id, { onDelete: 'cascade' }),
    channel: text({ enum: wechatChannels }).notNull(),
    state: text({ enum: inboundStates }).notNull(),
    /** Until then somebody is at work on it; after that anybody may go on. */
    leaseUntil: moment('lease_until').notNull(),
    attempts: integer().notNull().default(0),
    /** What the callback was answered with, as long as it is not known to have left. */
    reply: text(),
    /** What is to be done, of 微信客服; null once it was. */
    item: jsonb(),
    /** The platform's order within one pull. */
    n: integer().notNull().default(0),
    receivedAt: moment('received_at').notNull(),
  },
  (table) => [
    index('wechat_inbound_open').on(table.state, table.leaseUntil),
    index('wechat_inbound_received').on(table.receivedAt),
    index('wechat_inbound_user').on(table.userId),
  ],
)

/**
 * `waiting`: to be sent; `pending`: refused for now, comes with the asker's next message; `sent`; `unknown`:
 * sent twice without an answer, so perhaps received; `dropped`: the platform will never take it.
 */
export const deliveryStates = ['waiting', 'pending', 'sent', 'unknown', 'dropped'] as const

/** Something said that has to reach a person in WeChat: an answer, or words of staff or an expert. */
export const wechatDeliveries = pgTable(
  'wechat_deliveries',
  {
    id: uuid().primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => wechatUsers.id, { onDelete: 'cascade' }),
    messageId: uuid('message_id').references(() => messages.id, { onDelete: 'cascade' }),
    statementId: uuid('statement_id').references(() => statements.id, { onDelete: 'cascade' }),
    policyDeliveryId: uuid('policy_delivery_id').references(() => policyDeliveries.id, {
      onDelete: 'cascade',
    }),
    /** What is said where it is none of these; never the asker's words. */
    text: text(),
    state: text({ enum: deliveryStates }).notNull(),
    /** Parts that have arrived. */
    part: integer().notNull().default(0),
    /** Tries of the next part whose end is not known. */
    unknowns: integer().notNull().default(0),
    dueAt: moment('due_at').notNull(),
    createdAt: moment('created_at').notNull(),
    endedAt: moment('ended_at'),
  },
  (table) => [
    uniqueIndex('wechat_deliveries_message').on(table.messageId),
    uniqueIndex('wechat_deliveries_statement').on(table.statementId, table.userId),
    uniqueIndex('wechat_deliveries_policy').on(table.policyDeliveryId),
    index('wechat_deliveries_due').on(table.state, table.dueAt),
    index('wechat_deliveries_user').on(table.userId, table.createdAt),
  ],
)

export const deliveryWays = ['custom', 'template', 'subscribe', 'passive', 'kf'] as const
export const attemptResults = ['begun', 'sent', 'refused', 'unknown'] as const

/** Every try, written before it leaves: one that was begun and has no end is one whose end is not known. */
export const wechatAttempts = pgTable(
  'wechat_attempts',
  {
    id: uuid().primaryKey(),
    deliveryId: uuid('delivery_id')
      .notNull()
      .references(() => wechatDeliveries.id, { onDelete: 'cascade' }),
    way: text({ enum: deliveryWays }).notNull(),
    part: integer().notNull(),
    result: text({ enum: attemptResults }).notNull(),
    errcode: integer(),
    /** The platform's name of the request (`rid`), by which it explains an error. */
    rid: text(),
    /** 64 bits, as text. */
    providerId: text('provider_id'),
    at: moment('at').notNull(),
    endedAt: moment('ended_at'),
  },
  (table) => [
    index('wechat_attempts_delivery').on(table.deliveryId, table.at),
    index('wechat_attempts_provider').on(table.providerId),
  ],
)

/** Access tokens, shared by all processes; one at a time asks for a new one. */
export const wechatTokens = pgTable('wechat_tokens', {
  name: text().primaryKey(),
  sealed: text(),
  /** Grows with each token: who drops one names the one they had. */
  version: integer().notNull().default(0),
  expiresAt: moment('expires_at').notNull(),
  leaseUntil: moment('lease_until').notNull(),
})

/** How far 微信客服 has been read; written with what was read. */
export const wechatCursors = pgTable('wechat_cursors', {
  openKfid: text('open_kfid').primaryKey(),
  cursor: text().notNull().default(''),
  /** Somebody is reading until then. */
  leaseUntil: moment('lease_until').notNull(),
  /** Who holds the lease. */
  holder: uuid(),
  pulledAt: moment('pulled_at'),
  /** A callback has come while somebody was reading: read once more. */
  wantedAt: moment('wanted_at'),
})

/** What was said while a person served in 微信客服: the machine was silent, the archive was not. */
export const wechatWords = pgTable(
  'wechat_words',
  {
    id: uuid().primaryKey(),
    conversationId: uuid('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    author: text({ enum: ['asker', 'staff'] }).notNull(),
    /** Null where it was withheld, or is not text. */
    text: text(),
    kind: text().notNull(),
    at: moment('at').notNull(),
  },
  (table) => [index('wechat_words_conversation').on(table.conversationId, table.at)],
)

/** A link that opens the chat page as the same asker: once, and soon. */
export const wechatLinks = pgTable('wechat_links', {
  codeHash: text('code_hash').primaryKey(),
  askerId: uuid('asker_id')
    .notNull()
    .references(() => askers.id, { onDelete: 'cascade' }),
  conversationId: uuid('conversation_id')
    .notNull()
    .references(() => conversations.id, { onDelete: 'cascade' }),
  createdAt: moment('created_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
  usedAt: moment('used_at'),
})
