import { and, eq, inArray, isNotNull, lt, max, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { indexes, knowledgeRevisions, records } from '../db/schema/index.ts'
import { checkEmbedder } from '../models/check-embedder.ts'
import type { Embedder } from '../models/embedder.ts'
import { sha256 } from '../shared/ids.ts'
import { type FillOptions, fillIndex, INDEX_FORM } from './fill-index.ts'
import {
  GeneratedQuestions,
  generateQuestions,
  listUnasked,
  type QuestionWriter,
} from './generate-questions.ts'
import {
  type IndexEntry,
  listEntries,
  type NumberedPassage,
  numberPassages,
} from './index-entries.ts'
import type { Knowledge } from './read-knowledge.ts'
import { questionsByAddress } from './records.ts'
import { dropSearchIndexes } from './search-indexes.ts'

const ABANDONED_AFTER_MS = 60 * 60 * 1000
/** Number of the advisory lock under which one process at a time switches indexes. */
const ACTIVATION_LOCK = 7_301_002

/** `built`: another index is in use than before; not so when this one had been overtaken meanwhile. */
export type IndexResult = { indexId: number; built: boolean; entries: number }

export type IndexOptions = FillOptions & {
  now: Date
  /** Writes questions of new documents; undefined: there are none but those of `knowledge/`. */
  questions?: QuestionWriter
  /** The publication of edits that this knowledge holds; undefined: the packaged files alone. */
  revision?: number
}

/**
 * Makes the active index hold exactly this knowledge: nothing to do when it does; otherwise a new
 * one is built beside it and takes its place in one step. The former one is kept for readers that
 * still use it, until the next build.
 */
export async function indexKnowledge(
  db: Database,
  knowledge: Knowledge,
  options: IndexOptions,
): Promise<IndexResult> {
  const { embedder, now, revision = 0 } = options
  const passages = numberPassages(knowledge.passages)
  const generated = await generate(db, knowledge, options)
  const entries = listEntries(
    searchable(knowledge, passages),
    questionsByAddress(knowledge),
    generated?.byAddress,
  )
  const contentHash = await hashOf(knowledge, entries, embedder)
  const active = await findActive(db, contentHash)
  if (active !== undefined) {
    await db.update(indexes).set({ revision }).where(eq(indexes.id, active))
    return { indexId: active, built: false, entries: entries.length }
  }
  await checkEmbedder(embedder)
  const indexId = await beginIndex(db, { contentHash, embedder, now, revision })
  try {
    const written = generated && { [GENERATED]: generated.kept }
    await fillIndex({ db, indexId, knowledge, entries, passages, written }, options)
    options.stage?.('switching')
    const built = await activate(db, { indexId, now, revision })
    return { indexId, built, entries: entries.length }
  } catch (error) {
    await db.update(indexes).set({ failedAt: now }).where(eq(indexes.id, indexId))
    throw error
  }
}

/** A curated answer that has ended is read by its address, and found no more. */
function searchable({ documents }: Knowledge, passages: NumberedPassage[]): NumberedPassage[] {
  const ended = new Set(documents.filter(({ curated }) => curated === 'ended').map(({ id }) => id))
  return passages.filter(({ document }) => !ended.has(document))
}

/** The kind of the record that holds what a model has written, for the next build. */
const GENERATED = 'generated-questions'

async function generate(db: Database, knowledge: Knowledge, { questions, stage }: IndexOptions) {
  const units = questions ? listUnasked(knowledge) : []
  if (!questions || units.length === 0) return undefined
  stage?.('questions')
  return generateQuestions(units, await readGenerated(db), questions)
}

async function readGenerated(db: Database): Promise<GeneratedQuestions> {
  const [row] = await db
    .select({ data: records.data })
    .from(records)
    .innerJoin(indexes, eq(indexes.id, records.indexId))
    .where(and(eq(indexes.state, 'active'), eq(records.kind, GENERATED)))
  return GeneratedQuestions.parse(row?.data ?? {})
}

async function hashOf(
  knowledge: Knowledge,
  entries: IndexEntry[],
  embedder: Embedder | undefined,
): Promise<string> {
  const content = { form: INDEX_FORM, model: embedder?.name ?? null, entries }
  return sha256(JSON.stringify([content, knowledge]))
}

async function findActive(db: Database, contentHash: string): Promise<number | undefined> {
  const [row] = await db
    .select({ id: indexes.id })
    .from(indexes)
    .where(and(eq(indexes.state, 'active'), eq(indexes.contentHash, contentHash)))
  return row?.id
}

type Beginning = {
  contentHash: string
  embedder: Embedder | undefined
  now: Date
  revision: number
}

async function beginIndex(
  db: Database,
  { contentHash, embedder, now, revision }: Beginning,
): Promise<number> {
  const abandoned = new Date(now.getTime() - ABANDONED_AFTER_MS)
  const ended = or(lt(indexes.createdAt, abandoned), isNotNull(indexes.failedAt))
  await removeIndexes(db, and(eq(indexes.state, 'building'), ended))
  const [row] = await db
    .insert(indexes)
    .values({
      state: 'building',
      contentHash,
      embeddingModel: embedder?.name ?? '',
      dimensions: embedder?.dimensions ?? 0,
      createdAt: now,
      revision,
    })
    .returning({ id: indexes.id })
  if (!row) throw new Error('insert returned no row')
  return row.id
}

async function removeIndexes(db: Database, which: SQL | undefined) {
  const removed = await db.delete(indexes).where(which).returning({ id: indexes.id })
  for (const { id } of removed) await dropSearchIndexes(db, id)
}

/**
 * Puts it in the place of the active one; but where edits have been published since it was begun, it is taken
 * away again: whoever published builds what comes after. @returns whether it is in use
 */
async function activate(
  db: Database,
  { indexId, now, revision }: { indexId: number; now: Date; revision: number },
): Promise<boolean> {
  return db.transaction(async (tx) => {
    // Without it two that switch at once would not see each other, and both would stay active.
    await tx.execute(sql`select pg_advisory_xact_lock(${ACTIVATION_LOCK})`)
    if (revision < (await latestRevision(tx))) {
      await removeIndexes(tx, eq(indexes.id, indexId))
      return false
    }
    await removeIndexes(tx, eq(indexes.state, 'retired'))
    await tx
      .update(indexes)
      .set({ state: 'retired' })
      .where(and(inArray(indexes.state, ['active']), ne(indexes.id, indexId)))
    await tx
      .update(indexes)
      .set({ state: 'active', activatedAt: now })
      .where(eq(indexes.id, indexId))
    return true
  })
}

/** 0 before the first publication of edits. */
export async function latestRevision(db: Database): Promise<number> {
  const [row] = await db
    .select({ revision: max(knowledgeRevisions.revision) })
    .from(knowledgeRevisions)
  return row?.revision ?? 0
}
