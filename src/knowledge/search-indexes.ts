import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '../db/database.ts'

/** What the graph of an index is made of: searches must measure in the same type, or it is not used. */
export const graphKinds = ['halfvec', 'vector'] as const
export type GraphKind = (typeof graphKinds)[number]

/**
 * Half precision takes half the room. The embedded database reads it without the processor's help, number by
 * number: there a graph of full numbers is built seven times as fast and searched in half the time (docs/adr/0002).
 */
export async function graphKindFor(db: Database): Promise<GraphKind> {
  const { rows } = await db.execute(sql`select version() like '%wasm%' as embedded`)
  return rows[0]?.['embedded'] === true ? 'vector' : 'halfvec'
}

/** The expression of the graph: a column of one length and type. */
export function graphColumn(kind: GraphKind, dimensions: number, column: SQL): SQL {
  const half = sql`${column}::halfvec(${sql.raw(String(dimensions))})`
  return kind === 'halfvec' ? half : sql`${half}::vector(${sql.raw(String(dimensions))})`
}

const graphName = (indexId: number) => sql.identifier(`passage_entries_graph_${indexId}`)
const termsName = (indexId: number) => sql.identifier(`passage_entries_terms_${indexId}`)

/** Both are partial: indexes of several models lie in one column, and each goes with its index. */
export async function buildGraph(
  db: Database,
  { indexId, kind, dimensions }: { indexId: number; kind: GraphKind; dimensions: number },
): Promise<void> {
  await db.execute(sql`create index ${graphName(indexId)} on passage_entries
    using hnsw ((${graphColumn(kind, dimensions, sql`embedding`)}) ${sql.raw(`${kind}_cosine_ops`)})
    where index_id = ${sql.raw(String(indexId))}`)
}

export async function buildTermLists(db: Database, indexId: number): Promise<void> {
  await db.execute(sql`create index ${termsName(indexId)} on passage_entries
    using gin (terms) with (fastupdate = off) where index_id = ${sql.raw(String(indexId))}`)
}

/** Rows go with their index; a graph without rows would stay and slow down every later insert. */
export async function dropSearchIndexes(db: Database, indexId: number): Promise<void> {
  await db.execute(sql`drop index if exists ${graphName(indexId)}, ${termsName(indexId)}`)
}
