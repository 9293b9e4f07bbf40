import { drizzle, type NodePgQueryResultHKT } from 'drizzle-orm/node-postgres'
import type { PgDatabase } from 'drizzle-orm/pg-core'
import { type ClientBase, Pool } from 'pg'
import { dropSilent } from './drop-silent.ts'
import * as schema from './schema/index.ts'

/** A pool, or an open transaction on it. */
export type Database = PgDatabase<NodePgQueryResultHKT, typeof schema>

export type OpenDatabase = { db: Database; close: () => Promise<void> }

export type PoolSettings = {
  /** `postgres://…`, or the folder of a Unix socket. */
  address: { url: string } | { socketDir: string }
  connections: number
  onError: (error: Error) => void
  /** Milliseconds after which a silent connection is doubted; undefined: never, as none can fall silent. */
  silentAfterMs?: number
}

/**
 * The default planner ignores a graph index on small tables, and such an index looks at 40 rows only;
 * with a filter it goes on until enough rows pass.
 */
const SEARCH_SETTINGS = `set random_page_cost = 1.1; set hnsw.ef_search = 120;
  set hnsw.iterative_scan = 'relaxed_order'`

/** Of every connection that searches. The pool waits for it, though its type does not say so. */
export const tuneForSearch = (client: ClientBase): unknown => client.query(SEARCH_SETTINGS)

/** Opens the one kind of database there is: PostgreSQL over `pg` (a server, or PGlite behind a socket). */
export function openDatabase(settings: PoolSettings): OpenDatabase {
  const { address, connections, onError, silentAfterMs } = settings
  const target =
    'url' in address
      ? { connectionString: address.url }
      : { host: address.socketDir, user: 'postgres', database: 'postgres' }
  const pool = new Pool({
    ...target,
    max: connections,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    application_name: 'zhiwen',
    onConnect: tuneForSearch,
  })
  pool.on('error', onError)
  // Whoever holds a connection is told by its statement; an event that nobody hears would end the process.
  pool.on('connect', (client) => void client.on('error', () => {}))
  if (silentAfterMs !== undefined) dropSilent(pool, { target, afterMs: silentAfterMs })
  return { db: drizzle({ client: pool, schema }), close: () => pool.end() }
}
