import { and, eq, inArray, isNotNull, lt, max, ne, or, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '../db/database.ts'
import {
  indexes,
  knowledgeRevisions,
  passageEntries,
  passages as passagesTable,
  records,
} from '../db/schema/index.ts'
import { checkEmbedder } from '../models/check-embedder.ts'
import type { Embedder } from '../models/embedder.ts'
import { sha256 } from '../shared/ids.ts'
import { Classifier } from './classifier/classifier.ts'
import { OfferModel } from './classifier/offer-model.ts'
import { embedTexts } from './embed-texts.ts'
import {
  GeneratedQuestions,
  generateQuestions,
  listUnasked,
  type QuestionWriter,
} from './generate-questions.ts'
import {
  addressOf,
  type IndexEntry,
  listEntries,
  type NumberedPassage,
  numberPassages,
} from './index-entries.ts'
import type { Knowledge } from './read-knowledge.ts'
import {
  intentExamples,
  listTexts,
  offerExamples,
  plainRecordsOf,
  questionsByAddress,
  trainIntents,
  trainOfferModel,
} from './records.ts'
import { buildGraph, buildTermLists, dropSearchIndexes, graphKindFor } from './search-indexes.ts'
import { countCommonTerms, toSparsevec, weighEntries, type WordWeights } from './weigh-words.ts'

/** Raised when the rows of an index are built in another way from the same knowledge. */
const INDEX_FORM = 7
const ROWS_PER_INSERT = 100
/** Below this an exact scan is quicker than building and using the graph (docs/adr/0002). */
const GRAPH_FROM_ENTRIES = 1_000
const ABANDONED_AFTER_MS = 60 * 60 * 1000
/** Number of the advisory lock under which one process at a time switches indexes. */
const ACTIVATION_LOCK = 7_301_002

export type Progress = (done: number, total: number) => void

export type Stage = 'questions' | 'embedding' | 'training' | 'writing' | 'graph' | 'switching'

/** `built`: another index is in use than before; not so when this one had been overtaken meanwhile. */
export type IndexResult = { indexId: number; built: boolean; entries: number }

export type IndexOptions = {
  /** Undefined: an index of words only. */
  embedder: Embedder | undefined
  now: Date
  progress?: Progress
  /** Called as each part of the work begins. */
  stage?: (name: Stage) => void
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
  const entries = listEntries(passages, questionsByAddress(knowledge), generated?.byAddress)
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

type Filling = {
  db: Database
  indexId: number
  knowledge: Knowledge
  entries: IndexEntry[]
  passages: NumberedPassage[]
  written: Record<string, unknown> | undefined
}

/** Everything of an index but that it is in use. */
async function fillIndex(filling: Filling, options: IndexOptions): Promise<void> {
  const { db, indexId, knowledge, entries, passages, written } = filling
  const { embedder, progress = () => {} } = options
  const begin = async (stage: Stage) => {
    options.stage?.(stage)
    await db.update(indexes).set({ stage, done: 0, total: 0 }).where(eq(indexes.id, indexId))
  }
  await begin('embedding')
  const texts = listTexts(knowledge, entries)
  const vectors = embedder && (await embedTexts(db, { texts, embedder, indexId, progress }))
  await begin('training')
  const trained = await train(db, knowledge, { embedder, vectors })
  await begin('writing')
  const graph = await graphKindFor(db)
  const words = weighEntries(entries.map(({ text }) => text))
  const commonTerms = countCommonTerms(words)
  const kinds = Object.entries({
    ...plainRecordsOf(knowledge),
    ...trained,
    ...written,
    graph,
    commonTerms,
  })
  await db.insert(records).values(kinds.map(([kind, data]) => ({ indexId, kind, data })))
  const districtOf = districtsByClause(knowledge)
  for (const slice of slices(passages, ROWS_PER_INSERT)) {
    const rows = slice.map((passage) => ({ indexId, ...passage, district: districtOf(passage) }))
    await db.insert(passagesTable).values(rows)
  }
  await insertEntries(db, { indexId, entries, vectors, words })
  await begin('graph')
  await buildTermLists(db, indexId)
  if (embedder && entries.length >= GRAPH_FROM_ENTRIES) {
    await buildGraph(db, { indexId, kind: graph, dimensions: embedder.dimensions })
  }
  // The embedded database has no autovacuum, and without statistics it looks for everything along whole tables.
  await db.execute(sql`analyze passages, passage_entries`)
}

/** The kind of the record that says what the trained records of an index were trained from. */
const LEARNT_FROM = 'classifier-source'

const Sources = z.record(z.string(), z.string())

type Training = { embedder: Embedder | undefined; vectors: EntryLoad['vectors'] }

/** Training takes seconds: what the active index has learnt serves again where it would learn the same. */
async function train(db: Database, knowledge: Knowledge, { embedder, vectors }: Training) {
  const intents = intentExamples(knowledge)
  const offers = offerExamples(knowledge)
  const sourceOf = (examples: unknown) =>
    sha256(JSON.stringify([INDEX_FORM, embedder?.name ?? null, examples]))
  const sources = { classifier: await sourceOf(intents), offers: await sourceOf(offers) }
  const rows = await db
    .select({ kind: records.kind, data: records.data })
    .from(records)
    .innerJoin(indexes, eq(indexes.id, records.indexId))
    .where(and(eq(indexes.state, 'active'), inArray(records.kind, [...TRAINED, LEARNT_FROM])))
  const known = Object.fromEntries(rows.map(({ kind, data }) => [kind, data]))
  const learnt = Sources.safeParse(known[LEARNT_FROM]).data ?? {}
  return {
    classifier:
      learnt['classifier'] === sources.classifier
        ? Classifier.parse(known['classifier'])
        : await trainIntents(intents, vectors),
    offers:
      learnt['offers'] === sources.offers
        ? OfferModel.parse(known['offers'])
        : await trainOfferModel(offers, vectors),
    [LEARNT_FROM]: sources,
  }
}

const TRAINED = ['classifier', 'offers']

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

/** The district that a clause and what is nested in it are about. */
function districtsByClause({ catalogue }: Knowledge) {
  const names = new Map(catalogue.districts.map(({ clause, name }) => [clause, name]))
  return ({ document, unit }: NumberedPassage) =>
    names.get(addressOf({ document, locator: unit })) ?? null
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

type EntryLoad = {
  indexId: number
  entries: IndexEntry[]
  vectors: Map<string, number[]> | undefined
  words: WordWeights[]
}

async function insertEntries(db: Database, { indexId, entries, vectors, words }: EntryLoad) {
  const rows = entries.map(({ passageId, source, about, text }, at) => ({
    indexId,
    id: at + 1,
    passageId,
    source,
    about,
    embedding: vectors?.get(text) ?? null,
    words: toSparsevec(words[at] ?? new Map()),
    terms: [...(words[at]?.keys() ?? [])],
  }))
  for (const slice of slices(rows, ROWS_PER_INSERT)) {
    await db.insert(passageEntries).values(slice)
  }
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

function* slices<Item>(items: Item[], size: number): Generator<Item[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size)
}
