import { writeFile } from 'node:fs/promises'
import { availableParallelism, loadavg } from 'node:os'
import { type SQL, sql } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import { Pool } from 'pg'
import { z } from 'zod'
import { type Database, openDatabase, tuneForSearch } from '../../src/db/database.ts'
import { expandQuestion, normaliseQuestion } from '../../src/knowledge/normalise-question.ts'
import type { Knowledge } from '../../src/knowledge/read-knowledge.ts'
import {
  type Searched,
  searchPassages,
  type SearchQuestion,
  searchStatement,
} from '../../src/knowledge/search-passages.ts'
import { weighQuestion } from '../../src/knowledge/weigh-words.ts'
import type { Embedder } from '../../src/models/embedder.ts'
import { openEmbedder } from '../../src/open-embedder.ts'
import { readPackagedKnowledge } from '../../src/packaged.ts'
import { randomFrom } from '../simulation/random.ts'
import { quantile } from '../evaluation/report.ts'
import { showProgress } from '../open-command.ts'
import { type LoadFigures, type Loading, loadPassages, readSearched } from './load-passages.ts'
import { compareWithModel, gatherMaterial, makeQuestion, type Material } from './make-passages.ts'
import { type OpenedStore, openPgvectorstore, PACKAGE } from './open-pgvectorstore.ts'
import { startPostgres } from './start-postgres.ts'

const SIZES: Record<string, number> = {
  '1k': 1_000,
  '10k': 10_000,
  '100k': 100_000,
  '1m': 1_000_000,
}
const QUESTIONS = 400
const WARM_UP = 40
const FOUND = 10
const HIT_WITHIN = 5
const CLIENTS = 4
const THROUGHPUT_MS = 4_000
const COMPARED_WITH_MODEL = 100
/** An exact search of a million passages reads them all: seconds for one question. */
const EXACT_FOR: Record<string, number> = { '1k': 100, '10k': 100, '100k': 50, '1m': 20 }
/** Above this a second and a third copy of everything takes longer than it is worth. */
const LARGEST_STORE = 100_000

export type RetrievalOptions = {
  size: string
  out: string | undefined
  /** A folder that keeps the database for the next run. */
  data: string | undefined
}

type Question = {
  /** Number of the passage that it was made of. */
  number: number
  search: SearchQuestion
  embedding: number[]
  statement: { sql: string; params: unknown[] }
}

type Contender = (question: Question) => Promise<string[]>

type Bench = {
  loading: Loading & { pool: Pool }
  searched: Searched
  questions: Question[]
  stores: { vector: OpenedStore | undefined; halfvec: OpenedStore | undefined }
}

/**
 * Our search beside its own SQL and beside PGVectorStore, in one run, question by question in turn, so that whatever
 * else the machine does falls on all alike. No embedding in any: the questions have theirs before.
 */
export async function benchRetrieval({ size, out, data }: RetrievalOptions): Promise<void> {
  const passages = SIZES[size]
  if (passages === undefined) throw new Error(`--size is one of ${Object.keys(SIZES).join(', ')}`)
  const server = await startPostgres(data)
  const pool = new Pool({ connectionString: server.url, max: CLIENTS, onConnect: tuneForSearch })
  const onError = (error: Error) => console.error(error.message)
  const { db, close } = openDatabase({
    address: { url: server.url },
    connections: CLIENTS,
    onError,
  })
  try {
    const knowledge = await readPackagedKnowledge()
    const embedder = await openEmbedder(undefined)
    const material = await gatherMaterial(knowledge, embedder)
    const loading = { server, db, material, size: passages, pool }
    const loaded = server.kept ? undefined : await loadPassages(loading)
    const searched = await readSearched(db, knowledge.settings)
    const stores = await openStores(loading)
    const questions = await askQuestions({ knowledge, embedder, material, passages }, searched)
    const report = await measureAll({ loading, searched, questions, stores }, size)
    const near = await compareWithModel(material, embedder, COMPARED_WITH_MODEL)
    const made = { cosineToModel: near.reduce((sum, each) => sum + each, 0) / near.length }
    await show({ ...report, loaded, made, stores: graphsOf(stores) }, out)
  } finally {
    await pool.end()
    await close()
    await server.close()
  }
}

async function openStores(loading: Bench['loading']): Promise<Bench['stores']> {
  if (loading.size > LARGEST_STORE) {
    return { vector: undefined, halfvec: undefined }
  }
  const vector = await openPgvectorstore(loading, 'vector')
  if (!vector) {
    console.error(`without PGVectorStore; it comes with: npm install --prefix ${PACKAGE} \\
      --ignore-scripts --no-package-lock`)
  }
  return { vector, halfvec: await openPgvectorstore(loading, 'halfvec') }
}

const graphsOf = ({ vector, halfvec }: Bench['stores']) => ({
  vector: vector && { graphSeconds: vector.graphSeconds, graphBytes: vector.graphBytes },
  halfvec: halfvec && { graphSeconds: halfvec.graphSeconds, graphBytes: halfvec.graphBytes },
})

type Asking = { knowledge: Knowledge; embedder: Embedder; material: Material; passages: number }

/** Questions as the search page puts them to the database, each with the vector of the model. */
async function askQuestions(asking: Asking, searched: Searched): Promise<Question[]> {
  const { knowledge, embedder, material, passages } = asking
  const { lexicon, settings } = knowledge
  const random = randomFrom(passages)
  const progress = showProgress('questions')
  const questions: Question[] = []
  const dialect = new PgDialect()
  while (questions.length < QUESTIONS) {
    const number = Math.floor(random() * passages)
    const asked = makeQuestion(material, number)
    if (asked === undefined) continue
    const text = normaliseQuestion(asked, lexicon)
    const embedding = await embedder.embeddings.embedQuery(text)
    const expansions = expandQuestion(text, lexicon)
    const words = weighQuestion(text, expansions, settings.search.expansionWeight)
    const search = { embedding, words, limit: FOUND }
    const statement = dialect.sqlToQuery(searchStatement(searched, search))
    questions.push({ number, search, embedding, statement })
    progress(questions.length, QUESTIONS)
  }
  return questions
}

function listContenders({ loading, searched, stores }: Bench): Record<string, Contender> {
  const { db, pool } = loading
  const ours = async (search: SearchQuestion) =>
    (await searchPassages(db, searched, search)).map(({ locator }) => locator)
  const { vector, halfvec } = stores
  return {
    'ours, vectors': ({ search }) => ours({ ...search, words: new Map() }),
    'ours, words': ({ search }) => ours({ ...search, embedding: undefined }),
    'ours, fused': ({ search }) => ours(search),
    'raw SQL, fused': async ({ statement }) =>
      Located.parse((await pool.query(statement.sql, statement.params)).rows),
    'raw SQL, vectors': async ({ embedding }) => nearest(pool, searched, embedding),
    ...(vector && { PGVectorStore: ({ embedding }) => vector.search(embedding, FOUND) }),
    ...(halfvec && {
      'PGVectorStore, halfvec': ({ embedding }) => halfvec.search(embedding, FOUND),
    }),
  }
}

const Located = z
  .array(z.object({ locator: z.string() }))
  .transform((rows) => rows.map(({ locator }) => locator))

/** The plainest search there is on our own graph. */
async function nearest(pool: Pool, { index }: Searched, embedding: number[]): Promise<string[]> {
  const { rows } = await pool.query(
    `select p.locator, p.text from (
       select passage_id, embedding::halfvec(512) <=> $1::halfvec(512) as distance
       from passage_entries where index_id = ${index.id} order by distance limit ${FOUND}
     ) e join passages p on p.index_id = ${index.id} and p.id = e.passage_id order by e.distance`,
    [JSON.stringify(embedding)],
  )
  return Located.parse(rows)
}

type Measured = { p50: number; p95: number; hitWithin5: number; perSecond: number }

async function measureAll(bench: Bench, size: string) {
  const contenders = Object.entries(listContenders(bench))
  const taken = new Map(contenders.map(([name]): [string, number[]] => [name, []]))
  const hits = new Map<string, number>()
  const progress = showProgress('asked')
  const warm = bench.questions.slice(0, WARM_UP)
  for (const [at, question] of [...warm, ...bench.questions].entries()) {
    const first = at % contenders.length
    for (const [name, search] of [...contenders.slice(first), ...contenders.slice(0, first)]) {
      const started = performance.now()
      const found = await search(question)
      if (at < WARM_UP) continue
      taken.get(name)?.push(performance.now() - started)
      const hit = found.slice(0, HIT_WITHIN).includes(String(question.number))
      hits.set(name, (hits.get(name) ?? 0) + Number(hit))
    }
    if (at >= WARM_UP) progress(at + 1 - WARM_UP, bench.questions.length)
  }
  const measured: Record<string, Measured> = {}
  for (const [name, search] of contenders) {
    const times = taken.get(name) ?? []
    measured[name] = {
      p50: quantile(times, 0.5),
      p95: quantile(times, 0.95),
      hitWithin5: (hits.get(name) ?? 0) / times.length,
      perSecond: await throughputOf(search, bench.questions),
    }
  }
  const recall = await measureRecall(bench, EXACT_FOR[size] ?? 0)
  const machine = { cores: availableParallelism(), node: process.version, load: loadavg() }
  return { size, machine, measured, recall }
}

/** Questions a second of several clients at once, on the cores that the database has left. */
async function throughputOf(search: Contender, questions: Question[]): Promise<number> {
  const started = performance.now()
  let asked = 0
  const client = async () => {
    while (performance.now() - started < THROUGHPUT_MS) {
      const question = questions[asked % questions.length]
      asked += 1
      if (question) await search(question)
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  return (asked * 1000) / (performance.now() - started)
}

/** Of the ten that a search through everything finds, how many ours finds: by vectors, and fused. */
async function measureRecall({ loading, searched, questions }: Bench, count: number) {
  const { db } = loading
  const all = { ...searched, commonTerms: new Map<number, number>() }
  const progress = showProgress('exact')
  const shares: { vectors: number[]; fused: number[] } = { vectors: [], fused: [] }
  for (const [at, { search }] of questions.slice(0, count).entries()) {
    for (const [name, asked] of [
      ['vectors', { ...search, words: new Map<number, number>() }],
      ['fused', search],
    ] as const) {
      const exact = await exactly(db, (tx) => searchPassages(tx, all, asked))
      const found = new Set((await searchPassages(db, searched, asked)).map(({ id }) => id))
      shares[name].push(exact.filter(({ id }) => found.has(id)).length / exact.length)
    }
    progress(at + 1, count)
  }
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  return { questions: count, vectors: mean(shares.vectors), fused: mean(shares.fused) }
}

/** Without any index: every entry is measured. */
function exactly<T>(db: Database, search: (tx: Database) => Promise<T>): Promise<T> {
  const off: SQL[] = [sql`set local enable_indexscan = off`, sql`set local enable_bitmapscan = off`]
  return db.transaction(async (tx) => {
    for (const statement of off) await tx.execute(statement)
    return search(tx)
  })
}

type Report = Awaited<ReturnType<typeof measureAll>> & {
  loaded: LoadFigures | undefined
  made: { cosineToModel: number }
  stores: ReturnType<typeof graphsOf>
}

async function show(report: Report, out: string | undefined): Promise<void> {
  const rows = Object.entries(report.measured).map(
    ([name, { p50, p95, hitWithin5, perSecond }]) => [
      name,
      {
        'p50 ms': p50.toFixed(2),
        'p95 ms': p95.toFixed(2),
        'hit@5': `${(hitWithin5 * 100).toFixed(1)} %`,
        'a second': perSecond.toFixed(0),
      },
    ],
  )
  console.table(Object.fromEntries(rows))
  console.table(listRatios(report.measured))
  const { loaded, recall, stores, made, machine } = report
  console.log(JSON.stringify({ loaded, recall, stores, made, machine }, null, 2))
  if (out !== undefined) await writeFile(out, `${JSON.stringify(report, null, 2)}\n`)
}

const PAIRS = [
  ['ours, vectors', 'PGVectorStore', 0.65],
  ['ours, vectors', 'PGVectorStore, halfvec', 0.65],
  ['ours, fused', 'PGVectorStore', 3],
  ['ours, fused', 'PGVectorStore, halfvec', 3],
  ['ours, fused', 'raw SQL, fused', 1.25],
] as const

function listRatios(measured: Record<string, Measured>) {
  return PAIRS.flatMap(([one, other, bar]) => {
    const [left, right] = [measured[one], measured[other]]
    if (!left || !right) return []
    const ratios = { p50: left.p50 / right.p50, p95: left.p95 / right.p95 }
    return [
      {
        one,
        other,
        p50: ratios.p50.toFixed(2),
        p95: ratios.p95.toFixed(2),
        bar,
        held: ratios.p50 <= bar,
      },
    ]
  })
}
