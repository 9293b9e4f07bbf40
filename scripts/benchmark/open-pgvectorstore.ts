import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { EmbeddingsInterface } from '@langchain/core/embeddings'
import { sql } from 'drizzle-orm'
import type { Pool } from 'pg'
import { z } from 'zod'
import { escaped, linesOf, type Loading, secondsOf, sizeOf, vectorText } from './load-passages.ts'
import { makePassage, makeVector } from './make-passages.ts'

export const PACKAGE = 'scripts/benchmark/pgvectorstore'

type Found = [document: { metadata: Record<string, unknown> }, distance: number]

/** What is used of the published class; the package is not among ours, so that its own types are not here. */
type Store = {
  client?: { release: () => void }
  similaritySearchVectorWithScore: (vector: number[], count: number) => Promise<Found[]>
  createHnswIndex: (settings: Record<string, number>) => Promise<void>
}

const Module = z.object({
  PGVectorStore: z.custom<{
    initialize: (embeddings: unknown, config: Record<string, unknown>) => Promise<Store>
  }>(),
})

export type OpenedStore = {
  search: (vector: number[], count: number) => Promise<string[]>
  /** Undefined where the table was kept from an earlier run. */
  graphSeconds: number | undefined
  graphBytes: number
}

export type StoreColumn = 'vector' | 'halfvec'

/** Undefined where the package has not been installed. */
async function loadClass() {
  const own = createRequire(new URL('pgvectorstore/package.json', import.meta.url))
  try {
    const path = own.resolve('@langchain/community/vectorstores/pgvector')
    const loaded: unknown = await import(pathToFileURL(path).href)
    return Module.parse(loaded).PGVectorStore
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return
    throw error
  }
}

/** Whatever it embeds itself is not measured. */
const NO_EMBEDDINGS: EmbeddingsInterface = {
  embedQuery: () => Promise.reject(new Error('nothing is to be embedded')),
  embedDocuments: () => Promise.reject(new Error('nothing is to be embedded')),
}

/**
 * The same passages and vectors in a table of the store, with an HNSW index of the same m and ef_construction: with
 * `vector` all as its own methods make it, with `halfvec` on the type of our own graph, which it does not offer.
 */
export async function openPgvectorstore(
  loading: Loading & { pool: Pool },
  column: StoreColumn,
): Promise<OpenedStore | undefined> {
  const PGVectorStore = await loadClass()
  if (!PGVectorStore) return undefined
  const { pool, server, db } = loading
  const tableName = `store_${column}`
  const loaded = await db.execute(sql`select to_regclass(${tableName}) is not null as there`)
  const kept = loaded.rows[0]?.['there'] === true
  if (column === 'halfvec') {
    await pool.query(`create table if not exists ${tableName} (id uuid primary key default gen_random_uuid(),
      text text, metadata jsonb, embedding halfvec(512))`)
  }
  const store = await PGVectorStore.initialize(NO_EMBEDDINGS, { pool, tableName, dimensions: 512 })
  // It keeps one connection that it never uses, and the pool would wait for it at its end.
  store.client?.release()
  const load = async () => {
    await server.copyIn(`${tableName} (text, metadata, embedding)`, linesFor(loading, column))
    const seconds = await secondsOf(() => indexStore(store, pool, column))
    await pool.query(`analyze ${tableName}`)
    return seconds
  }
  const graphSeconds = kept ? undefined : await load()
  const graph = column === 'vector' ? 'embedding_embedding_hnsw_idx' : 'store_halfvec_graph'
  return {
    search: async (vector, count) => {
      const found = await store.similaritySearchVectorWithScore(vector, count)
      return found.map(([{ metadata }]) => String(metadata['number']))
    },
    graphSeconds,
    graphBytes: (await sizeOf(db, graph)) / loading.size,
  }
}

const linesFor = ({ material, size }: Loading, column: StoreColumn) =>
  linesOf(size, `store ${column}`, (number) => {
    const { base, text } = makePassage(material, number)
    const { document, path, kind } = base.passage
    const metadata = JSON.stringify({ number, document, path, kind })
    return [escaped(text), escaped(metadata), vectorText(makeVector(material, number))]
  })

async function indexStore(store: Store, pool: Pool, column: StoreColumn): Promise<void> {
  if (column === 'vector') {
    await store.createHnswIndex({ dimensions: 512, m: 16, efConstruction: 64 })
    return
  }
  await pool.query(
    'create index store_halfvec_graph on store_halfvec using hnsw (embedding halfvec_cosine_ops)',
  )
}
