import { toSql } from 'pgvector'
import {
  customType,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  serial,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { moment } from './moment.ts'

/** pgvector's half-precision vector without a fixed length: models of several lengths lie side by side. */
const halfvec = customType<{ data: number[]; driverData: string }>({
  dataType: () => 'halfvec',
  toDriver: (value) => toSql(value),
})

/** Index (from 1) → weight, over the hashed terms of `knowledge/weigh-words.ts`. */
const sparsevec = customType<{ data: string; driverData: string }>({ dataType: () => 'sparsevec' })

export const indexStates = ['building', 'active', 'retired'] as const

/** One build of everything that can be found. At most one is `active`; a new one is built beside it. */
export const indexes = pgTable(
  'indexes',
  {
    id: serial().primaryKey(),
    state: text({ enum: indexStates }).notNull(),
    /** Hash of all knowledge, the embedding model and the form of the index. */
    contentHash: text('content_hash').notNull(),
    embeddingModel: text('embedding_model').notNull(),
    dimensions: integer().notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    activatedAt: moment('activated_at'),
  },
  (table) => [index('indexes_state').on(table.state)],
)

const indexId = () =>
  integer('index_id')
    .notNull()
    .references(() => indexes.id, { onDelete: 'cascade' })

/** Everything of `knowledge/` that a request needs, by kind: a runtime without files reads it here. */
export const records = pgTable(
  'records',
  { indexId: indexId(), kind: text().notNull(), data: jsonb().notNull() },
  (table) => [primaryKey({ columns: [table.indexId, table.kind] })],
)

export const passages = pgTable(
  'passages',
  {
    indexId: indexId(),
    id: integer().notNull(),
    document: text().notNull(),
    locator: text().notNull(),
    unit: text().notNull(),
    kind: text().notNull(),
    path: jsonb().$type<string[]>().notNull(),
    text: text().notNull(),
    start: integer('start_offset').notNull(),
    end: integer('end_offset').notNull(),
    district: text(),
  },
  (table) => [
    primaryKey({ columns: [table.indexId, table.id] }),
    uniqueIndex('passages_address').on(table.indexId, table.document, table.locator),
  ],
)

export const entrySources = ['text', 'item', 'question', 'generated'] as const

/** A way to find a unit: its text, one of its items, a question that people ask of it, or one that a model wrote. */
export const passageEntries = pgTable(
  'passage_entries',
  {
    indexId: integer('index_id').notNull(),
    id: integer().notNull(),
    passageId: integer('passage_id').notNull(),
    source: text({ enum: entrySources }).notNull(),
    /** The passages that it leads to: the unit itself, or those nested in it. */
    about: text().array().notNull(),
    embedding: halfvec(),
    words: sparsevec().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.indexId, table.id] }),
    foreignKey({
      columns: [table.indexId, table.passageId],
      foreignColumns: [passages.indexId, passages.id],
    }).onDelete('cascade'),
  ],
)
