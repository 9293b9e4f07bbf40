import { sql } from 'drizzle-orm'
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
  uuid,
} from 'drizzle-orm/pg-core'
import { editKinds, editStates } from '../../shared/edit-kinds.ts'
import { accounts } from './accounts.ts'
import { moment } from './moment.ts'

/** A half-precision number has no step below 6 × 10⁻⁸: more digits are half of what is sent, and lost there. */
const withoutTail = (value: number) => Math.round(value * 1e7) / 1e7

/** pgvector's half-precision vector without a fixed length: models of several lengths lie side by side. */
const halfvec = customType<{ data: number[]; driverData: string }>({
  dataType: () => 'halfvec',
  toDriver: (value) => toSql(value.map(withoutTail)),
  fromDriver: (value) => value.slice(1, -1).split(',').map(Number),
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
    /** Publication of edits that it holds; 0: the packaged files alone. */
    revision: integer().notNull().default(0),
    /** How far a build is: the part of the work, and of the longest one how much is done. */
    stage: text(),
    done: integer().notNull().default(0),
    total: integer().notNull().default(0),
    failedAt: moment('failed_at'),
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
    /** The places of `words`, for an inverted index: what shares no term need not be scored. */
    terms: integer().array().notNull().default([]),
  },
  (table) => [
    primaryKey({ columns: [table.indexId, table.id] }),
    foreignKey({
      columns: [table.indexId, table.passageId],
      foreignColumns: [passages.indexId, passages.id],
    }).onDelete('cascade'),
    index('passage_entries_of_passage').on(table.indexId, table.passageId),
  ],
)

/** Vectors that were computed and do not come with the package: the next build need not ask for them again. */
export const textVectors = pgTable('text_vectors', {
  /** `vectorKey` of the model and the text. */
  key: text().primaryKey(),
  model: text().notNull(),
  embedding: halfvec().notNull(),
})

/** What colleagues write above the packaged files: one row for each version of a record. */
export const knowledgeEdits = pgTable(
  'knowledge_edits',
  {
    id: uuid().primaryKey(),
    kind: text({ enum: editKinds }).notNull(),
    /** Names the record within its kind, such as `refuse.injection`. */
    recordId: text('record_id').notNull(),
    /** The whole record; null takes it out. */
    content: jsonb(),
    /** The packaged record when this was written, so that an upgrade that changes it is seen. */
    packaged: jsonb(),
    state: text({ enum: editStates }).notNull(),
    version: integer().notNull(),
    /** The number of its publication; every later state of the knowledge has a higher one. */
    revision: integer(),
    authorId: uuid('author_id')
      .notNull()
      .references(() => accounts.id),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
    publishedBy: uuid('published_by').references(() => accounts.id),
    publishedAt: moment('published_at'),
    endedBy: uuid('ended_by').references(() => accounts.id),
    endedAt: moment('ended_at'),
  },
  (table) => [
    uniqueIndex('knowledge_edits_draft')
      .on(table.kind, table.recordId)
      .where(sql`state = 'draft'`),
    uniqueIndex('knowledge_edits_published')
      .on(table.kind, table.recordId)
      .where(sql`state = 'published'`),
    index('knowledge_edits_record').on(table.kind, table.recordId, table.createdAt),
  ],
)

/** Grows with everything that changes which edits are published: an older build never takes the place of a newer. */
export const knowledgeRevisions = pgTable('knowledge_revisions', {
  revision: serial().primaryKey(),
  at: moment('at').notNull(),
  accountId: uuid('account_id')
    .notNull()
    .references(() => accounts.id),
})
