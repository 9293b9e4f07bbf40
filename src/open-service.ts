import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import type { Config } from './config.ts'
import { createBell } from './consultation/bell.ts'
import { openDatabase } from './db/database.ts'
import { startEmbedded } from './db/embedded.ts'
import { migrateDatabase } from './db/migrate.ts'
import type { Deps } from './deps.ts'
import type { Log } from './http/log.ts'
import { describeError } from './http/log.ts'
import { openEmbedder } from './open-embedder.ts'

const MIGRATIONS = fileURLToPath(new URL('db/migrations', import.meta.url))

export type Service = {
  deps: Deps
  /** Writes a dump of the embedded database; undefined with a server. */
  dump: ((file: string) => Promise<void>) | undefined
  /** Waits for work under way, then closes the database. */
  close: () => Promise<void>
}

export type ServiceOptions = {
  log: Log
  /** Gives a dump to begin an empty data folder with. */
  snapshot?: () => Promise<string | undefined>
  assets?: Deps['assets']
}

/** Opens database and models on Node: what `node.ts` serves, and what the command lines use. */
export async function openService(config: Config, options: ServiceOptions): Promise<Service> {
  const { log } = options
  const [store, embedder] = await Promise.all([
    openStore(config, options),
    openEmbedder(config.embedding),
  ])
  const { db, close } = openDatabase({
    address: store.address,
    connections: store.connections,
    onError: (error) => log('error', 'database_connection', describeError(error)),
  })
  const underway = new Set<Promise<void>>()
  const deps: Deps = {
    db,
    bell: createBell(),
    cache: new Map(),
    embedder,
    now: () => new Date(),
    log,
    background: (work) => {
      underway.add(work)
      void work.finally(() => underway.delete(work))
    },
    embedOrigins: config.embedOrigins,
    logRequests: config.logRequests,
    assets: options.assets ?? (async () => new Response(null, { status: 404 })),
  }
  return {
    deps,
    dump: store.dump,
    close: async () => {
      await Promise.allSettled(underway)
      await close()
      await store.close()
    },
  }
}

type Store = {
  address: { url: string } | { socketDir: string }
  connections: number
  dump: Service['dump']
  close: () => Promise<void>
}

async function openStore(config: Config, { log, snapshot }: ServiceOptions): Promise<Store> {
  if (config.databaseUrl) {
    await migrate({ connectionString: config.databaseUrl })
    const address = { url: config.databaseUrl }
    const close = () => Promise.resolve()
    return { address, connections: config.databasePool, dump: undefined, close }
  }
  const embedded = await startEmbedded({
    dataDir: config.dataDir,
    snapshot,
    onEvent: (event, detail) => log('error', `embedded_database_${event}`, { detail }),
  })
  const { socketDir, dump, close } = embedded
  await migrate({ host: socketDir, user: 'postgres', database: 'postgres' })
  // PGlite is one connection: a second one would only mix up their statements.
  return { address: { socketDir }, connections: 1, dump, close }
}

async function migrate(target: ConstructorParameters<typeof Client>[0]) {
  const client = new Client(target)
  await client.connect()
  try {
    await migrateDatabase(client, MIGRATIONS)
  } finally {
    await client.end()
  }
}
