import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { Client } from 'pg'
import type { Database } from '../../src/db/database.ts'
import { indexes, records } from '../../src/db/schema/index.ts'
import { migrateDatabase } from '../../src/db/migrate.ts'
import { Records } from '../../src/knowledge/records.ts'
import type { Settings } from '../../src/knowledge/schemas.ts'
import { buildGraph, buildTermLists } from '../../src/knowledge/search-indexes.ts'
import type { Searched } from '../../src/knowledge/search-passages.ts'
import {
  countPlaces,
  countTerms,
  listCommonTerms,
  type PlaceCounts,
  type TermCounts,
  toSparsevec,
  weighEntry,
} from '../../src/knowledge/weigh-words.ts'
import { showProgress } from '../open-command.ts'
import { makePassage, makeVector, type Material } from './make-passages.ts'
import type { Postgres } from './start-postgres.ts'

const MIGRATIONS = fileURLToPath(new URL('../../src/db/migrations', import.meta.url))
const Common = Records.pick({ commonTerms: true })
const DIGITS = 1e5
const ROWS_PER_CHUNK = 50

/** Seconds, and bytes a passage. */
export type LoadFigures = {
  loadSeconds: number
  graphSeconds: number
  termListsSeconds: number
  graphBytes: number
  termListBytes: number
  tableBytes: number
}

export type Loading = { server: Postgres; db: Database; material: Material; size: number }

/** Tables as our migrations make them, rows as our index has them, the graph and the word lists by our own code. */
export async function loadPassages(loading: Loading): Promise<LoadFigures> {
  const { server, db, size, material } = loading
  const client = new Client({ connectionString: server.url })
  await client.connect()
  await migrateDatabase(client, MIGRATIONS)
  await client.end()
  const [row] = await db
    .insert(indexes)
    .values({ state: 'active', contentHash: 'made', embeddingModel: 'made', dimensions: 512 })
    .returning({ id: indexes.id })
  if (!row) throw new Error('insert returned no row')
  const indexId = row.id
  const counts = countTerms(placesOf(material, size))
  await db.insert(records).values({ indexId, kind: 'commonTerms', data: listCommonTerms(counts) })
  const loadSeconds = await secondsOf(() => copyRows(loading, indexId, counts))
  const termListsSeconds = await secondsOf(() => buildTermLists(db, indexId))
  const graphSeconds = await secondsOf(() =>
    buildGraph(db, { indexId, kind: 'halfvec', dimensions: 512 }),
  )
  await db.execute(sql`analyze passages, passage_entries`)
  const bytes = async (relation: string) => (await sizeOf(db, relation)) / size
  return {
    loadSeconds,
    graphSeconds,
    termListsSeconds,
    graphBytes: await bytes(`passage_entries_graph_${indexId}`),
    termListBytes: await bytes(`passage_entries_terms_${indexId}`),
    tableBytes: (await bytes('passage_entries')) + (await bytes('passages')),
  }
}

export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}

/** Bytes of a table with what is moved out of it, or of an index. */
export async function sizeOf(db: Database, relation: string): Promise<number> {
  const result = await db.execute(sql`select pg_table_size(${relation}::regclass)::float8 as bytes`)
  return Number(result.rows[0]?.['bytes'])
}

function* placesOf(material: Material, size: number): Iterable<PlaceCounts> {
  for (let number = 0; number < size; number += 1)
    yield countPlaces(makePassage(material, number).text)
}

async function copyRows({ server, material, size }: Loading, indexId: number, counts: TermCounts) {
  await server.copyIn(
    'passages (index_id, id, document, locator, unit, kind, path, text, start_offset, end_offset)',
    linesOf(size, 'passages', (number) => {
      const { base, text } = makePassage(material, number)
      const { kind, path } = base.passage
      const place = [indexId, number + 1, 'made', number, number, kind]
      return [...place, escaped(JSON.stringify(path)), escaped(text), 0, text.length]
    }),
  )
  await server.copyIn(
    'passage_entries (index_id, id, passage_id, source, about, embedding, words, terms)',
    linesOf(size, 'entries', (number) => {
      const words = weighEntry(countPlaces(makePassage(material, number).text), counts)
      const vector = vectorText(makeVector(material, number))
      const place = [indexId, number + 1, number + 1, 'text', `{${number}}`]
      return [...place, vector, toSparsevec(words), `{${[...words.keys()].join(',')}}`]
    }),
  )
}

export const vectorText = (vector: Float64Array): string =>
  `[${Array.from(vector, (value) => Math.round(value * DIGITS) / DIGITS).join(',')}]`

/** A value as `copy` reads it. */
export const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n')

/** Many rows at a time: each piece given to a stream costs a turn. */
export function* linesOf(
  size: number,
  what: string,
  rowOf: (number: number) => (string | number)[],
): Generator<string> {
  const progress = showProgress(what)
  let chunk = ''
  for (let number = 0; number < size; number += 1) {
    chunk += `${rowOf(number).join('\t')}\n`
    if ((number + 1) % ROWS_PER_CHUNK === 0 || number + 1 === size) {
      yield chunk
      chunk = ''
    }
    if ((number + 1) % 10_000 === 0 || number + 1 === size) progress(number + 1, size)
  }
}

/** What our search needs of the index that was loaded, as the service reads it. */
export async function readSearched(db: Database, settings: Settings): Promise<Searched> {
  const [index] = await db.select({ id: indexes.id }).from(indexes).limit(1)
  if (!index) throw new Error('nothing was loaded')
  const rows = await db.select({ data: records.data }).from(records)
  const { commonTerms } = Common.parse({ commonTerms: rows[0]?.data })
  return {
    index: { id: index.id, embeddingModel: 'made' },
    graph: 'halfvec',
    commonTerms,
    settings,
  }
}
