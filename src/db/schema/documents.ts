import { sql } from 'drizzle-orm'
import {
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { versionOrigins, versionStates } from '../../shared/document-versions.ts'
import { accounts } from './accounts.ts'
import { conversations, messages } from './conversations.ts'
import { statements } from './cases.ts'
import { curatedAnswers } from './feedback.ts'
import { moment } from './moment.ts'

/**
 * One version of a document: packaged, uploaded, or an earlier one taken up again. When it holds stands in its
 * header (effective and ended days); when this service used it, in `publishedAt` and `endedAt`.
 */
export const documentVersions = pgTable(
  'document_versions',
  {
    id: uuid().primaryKey(),
    /** The lasting name of the document, the first half of every address in it. */
    document: text().notNull(),
    number: integer().notNull(),
    origin: text({ enum: versionOrigins }).notNull(),
    state: text({ enum: versionStates }).notNull(),
    /** Title, issuer, days, status as stated, rules of units: checked by `knowledge/schemas.ts`. */
    header: jsonb().notNull(),
    body: text().notNull(),
    bodyHash: text('body_hash').notNull(),
    /** Of an upload: name, form, size, hash, what parsing found. */
    upload: jsonb(),
    /** Grows with every change: an update names the one it has seen. */
    edit: integer().notNull(),
    /** The publication that put it in use. */
    revision: integer(),
    /** The version that was taken up again. */
    restores: uuid(),
    uploadedBy: uuid('uploaded_by').references(() => accounts.id),
    uploadedAt: moment('uploaded_at').notNull(),
    /** Who has written of its days and status last. */
    editedBy: uuid('edited_by').references(() => accounts.id),
    editedAt: moment('edited_at').notNull(),
    submittedAt: moment('submitted_at'),
    publishedBy: uuid('published_by').references(() => accounts.id),
    publishedAt: moment('published_at'),
    endedBy: uuid('ended_by').references(() => accounts.id),
    endedAt: moment('ended_at'),
  },
  (table) => [
    uniqueIndex('document_versions_number').on(table.document, table.number),
    uniqueIndex('document_versions_published')
      .on(table.document)
      .where(sql`state = 'published'`),
    index('document_versions_state').on(table.state),
    check(
      'document_versions_second_person',
      sql`published_by is null or restores is not null
        or (published_by is distinct from uploaded_by and published_by is distinct from edited_by)`,
    ),
  ],
)

/** The units of a version as they were split when it came: what an answer rested on is found here. */
export const documentUnits = pgTable(
  'document_units',
  {
    versionId: uuid('version_id')
      .notNull()
      .references(() => documentVersions.id, { onDelete: 'cascade' }),
    n: integer().notNull(),
    locator: text().notNull(),
    kind: text().notNull(),
    path: jsonb().$type<string[]>().notNull(),
    text: text().notNull(),
    /** Of the text without its number and white space: a renumbered article keeps it. */
    textHash: text('text_hash').notNull(),
    start: integer('start_offset').notNull(),
    end: integer('end_offset').notNull(),
  },
  (table) => [primaryKey({ columns: [table.versionId, table.n] })],
)

export const recallStates = ['waiting', 'ready', 'ended'] as const

/** A version has taken the place of another: which past answers rested on what is changed or gone. */
export const answerRecalls = pgTable(
  'answer_recalls',
  {
    id: uuid().primaryKey(),
    document: text().notNull(),
    fromVersion: uuid('from_version')
      .notNull()
      .references(() => documentVersions.id),
    toVersion: uuid('to_version')
      .notNull()
      .references(() => documentVersions.id),
    /** `waiting` until the index of the new version is in use and the answers have been looked through. */
    state: text({ enum: recallStates }).notNull(),
    createdAt: moment('created_at').notNull(),
    readyAt: moment('ready_at'),
  },
  (table) => [uniqueIndex('answer_recalls_change').on(table.fromVersion, table.toVersion)],
)

export const recallItemStates = ['open', 'approved', 'dismissed', 'for_review'] as const

/** One answer, reply or curated answer that rested on changed units; exactly one of the three ids is set. */
export const answerRecallItems = pgTable(
  'answer_recall_items',
  {
    id: uuid().primaryKey(),
    recallId: uuid('recall_id')
      .notNull()
      .references(() => answerRecalls.id, { onDelete: 'cascade' }),
    messageId: uuid('message_id').references(() => messages.id, { onDelete: 'cascade' }),
    statementId: uuid('statement_id').references(() => statements.id, { onDelete: 'cascade' }),
    curatedId: uuid('curated_id').references(() => curatedAnswers.id, { onDelete: 'cascade' }),
    /** Locators of the changed units in the version that it rested on. */
    units: text().array().notNull(),
    state: text({ enum: recallItemStates }).notNull(),
    answeredAt: moment('answered_at').notNull(),
    decidedBy: uuid('decided_by').references(() => accounts.id),
    decidedAt: moment('decided_at'),
  },
  (table) => [
    uniqueIndex('answer_recall_items_message').on(table.recallId, table.messageId),
    uniqueIndex('answer_recall_items_statement').on(table.recallId, table.statementId),
    uniqueIndex('answer_recall_items_curated').on(table.recallId, table.curatedId),
    check('answer_recall_items_one', sql`num_nonnulls(message_id, statement_id, curated_id) = 1`),
  ],
)

/** 更正通知: what an asker is told of an answer that rested on what has changed; never the asker's words. */
export const corrections = pgTable(
  'corrections',
  {
    id: uuid().primaryKey(),
    itemId: uuid('item_id')
      .notNull()
      .unique()
      .references(() => answerRecallItems.id, { onDelete: 'cascade' }),
    conversationId: uuid('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    text: text().notNull(),
    /** Of the new units, in the form of every citation. */
    citations: jsonb().notNull(),
    approvedBy: uuid('approved_by')
      .notNull()
      .references(() => accounts.id),
    at: moment('at').notNull(),
  },
  (table) => [index('corrections_conversation').on(table.conversationId, table.at)],
)
