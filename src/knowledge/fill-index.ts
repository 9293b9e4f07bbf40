import { and, eq, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '../db/database.ts'
import { indexes, passageEntries, passages as passagesTable, records } from '../db/schema/index.ts'
import type { Embedder } from '../models/embedder.ts'
import { sha256 } from '../shared/ids.ts'
import { slices } from '../shared/slices.ts'
import { Classifier } from './classifier/classifier.ts'
import { OfferModel } from './classifier/offer-model.ts'
import { embedTexts } from './embed-texts.ts'
import { addressOf, type IndexEntry, type NumberedPassage } from './index-entries.ts'
import type { Knowledge } from './read-knowledge.ts'
import {
  intentExamples,
  listTexts,
  offerExamples,
  plainRecordsOf,
  trainIntents,
  trainOfferModel,
} from './records.ts'
import { buildGraph, buildTermLists, graphKindFor } from './search-indexes.ts'
import {
  countPlaces,
  countTerms,
  listCommonTerms,
  toSparsevec,
  weighEntry,
  type WordWeights,
} from './weigh-words.ts'

/** Raised when the rows of an index are built in another way from the same knowledge. */
export const INDEX_FORM = 7
const ROWS_PER_INSERT = 100
/** Below this an exact scan is quicker than building and using the graph (docs/adr/0002). */
const GRAPH_FROM_ENTRIES = 1_000

export type Progress = (done: number, total: number) => void

export type Stage = 'questions' | 'embedding' | 'training' | 'writing' | 'graph' | 'switching'

export type FillOptions = {
  /** Undefined: an index of words only. */
  embedder: Embedder | undefined
  progress?: Progress
  /** Called as each part of the work begins. */
  stage?: (name: Stage) => void
}

type Filling = {
  db: Database
  indexId: number
  knowledge: Knowledge
  entries: IndexEntry[]
  passages: NumberedPassage[]
  written: Record<string, unknown> | undefined
}

/**
 * Everything of an index but that it is in use. Training is work of this process, writing and the graph that of
 * the database: they go on side by side.
 */
export async function fillIndex(filling: Filling, options: FillOptions): Promise<void> {
  const { db, indexId, knowledge, entries } = filling
  const { embedder, progress = () => {} } = options
  const begin = async (stage: Stage) => {
    options.stage?.(stage)
    await db.update(indexes).set({ stage, done: 0, total: 0 }).where(eq(indexes.id, indexId))
  }
  await begin('embedding')
  const texts = listTexts(knowledge, entries)
  const vectors = embedder && (await embedTexts(db, { texts, embedder, indexId, progress }))
  const training = train(db, knowledge, { embedder, vectors })
  // Awaited below: until then a failure waits with it.
  training.catch(() => {})
  await begin('writing')
  const graph = await graphKindFor(db)
  const counted = entries.map(({ text }) => countPlaces(text))
  const known = countTerms(counted)
  const words = counted.map((counts) => weighEntry(counts, known))
  const commonTerms = listCommonTerms(known)
  const plain = { ...plainRecordsOf(knowledge), ...filling.written, graph, commonTerms }
  await insertRecords(db, indexId, plain)
  await insertPassages(filling)
  await insertEntries(db, { indexId, entries, vectors, words })
  await begin('graph')
  await buildTermLists(db, indexId)
  if (embedder && entries.length >= GRAPH_FROM_ENTRIES) {
    await buildGraph(db, { indexId, kind: graph, dimensions: embedder.dimensions })
  }
  // The embedded database has no autovacuum, and without statistics it looks for everything along whole tables.
  await db.execute(sql`analyze passages, passage_entries`)
  await begin('training')
  await insertRecords(db, indexId, await training)
}

async function insertRecords(db: Database, indexId: number, kinds: Record<string, unknown>) {
  const rows = Object.entries(kinds).map(([kind, data]) => ({ indexId, kind, data }))
  await db.insert(records).values(rows)
}

async function insertPassages({ db, indexId, knowledge, passages }: Filling) {
  const districtOf = districtsByClause(knowledge)
  for (const slice of slices(passages, ROWS_PER_INSERT)) {
    const rows = slice.map((passage) => ({ indexId, ...passage, district: districtOf(passage) }))
    await db.insert(passagesTable).values(rows)
  }
}

/** The kind of the record that says what the trained records of an index were trained from. */
const LEARNT_FROM = 'classifier-source'

const Sources = z.record(z.string(), z.string())

type Training = { embedder: Embedder | undefined; vectors: EntryLoad['vectors'] }

/** Training takes seconds: what the active index has learnt serves again where it would learn the same. */
async function train(db: Database, knowledge: Knowledge, { embedder, vectors }: Training) {
  const intents = intentExamples(knowledge)
  const offers = offerExamples(knowledge)
  const roles = knowledge.solicitationRoles
  const sourceOf = (examples: unknown) =>
    sha256(JSON.stringify([INDEX_FORM, embedder?.name ?? null, examples]))
  const sources = { classifier: await sourceOf(intents), offers: await sourceOf({ offers, roles }) }
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
        : await trainOfferModel(offers, { roles, vectors }),
    [LEARNT_FROM]: sources,
  }
}

const TRAINED = ['classifier', 'offers']

/** The district that a clause and what is nested in it are about. */
function districtsByClause({ catalogue }: Knowledge) {
  const names = new Map(catalogue.districts.map(({ clause, name }) => [clause, name]))
  return ({ document, unit }: NumberedPassage) =>
    names.get(addressOf({ document, locator: unit })) ?? null
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
