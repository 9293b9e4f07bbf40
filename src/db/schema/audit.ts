import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import { askers } from './conversations.ts'

/** One random key for each asker, sealed with the master key: without it their hashes lead nowhere. */
export const askerKeys = pgTable('asker_keys', {
  askerId: uuid('asker_id')
    .primaryKey()
    .references(() => askers.id, { onDelete: 'cascade' }),
  sealedKey: text('sealed_key').notNull(),
})

export const auditActorKinds = [
  'staff',
  'expert',
  'administrator',
  'auditor',
  'asker',
  'system',
] as const

export const auditResults = ['ok', 'refused', 'failed'] as const

/**
 * Who did what, when, to what, from where. Ids are without gaps, so that a missing row has a name.
 * Triggers of the migration `audit_guard` let nobody change a row.
 */
export const auditEntries = pgTable(
  'audit_entries',
  {
    id: bigint({ mode: 'number' }).primaryKey(),
    /** By the clock of the database. */
    at: timestamp({ withTimezone: true }).notNull(),
    actorKind: text('actor_kind', { enum: auditActorKinds }).notNull(),
    /** Of an account its id, of an asker a hash with their own key. */
    actorId: text('actor_id'),
    action: text().notNull(),
    objectKind: text('object_kind').notNull(),
    objectId: text('object_id'),
    result: text({ enum: auditResults }).notNull(),
    addressHash: text('address_hash'),
    /** Ids, numbers and closed words; never text or contact data (`audit/actions.ts`). */
    details: jsonb().$type<Record<string, unknown>>().notNull(),
    previousHash: text('previous_hash').notNull(),
    hash: text().notNull(),
  },
  (table) => [
    index('audit_entries_at').on(table.at),
    index('audit_entries_actor').on(table.actorId, table.id),
    index('audit_entries_object').on(table.objectKind, table.objectId, table.id),
  ],
)

/** The two ends of the chain, in one row: its newest entry, and the last one that was purged. */
export const auditChain = pgTable(
  'audit_chain',
  {
    id: integer().primaryKey(),
    headId: bigint('head_id', { mode: 'number' }).notNull(),
    headHash: text('head_hash').notNull(),
    anchorId: bigint('anchor_id', { mode: 'number' }).notNull(),
    anchorHash: text('anchor_hash').notNull(),
  },
  (table) => [check('audit_chain_one_row', sql`${table.id} = 1`)],
)
