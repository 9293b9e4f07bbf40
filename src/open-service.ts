import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import type { Config } from './config.ts'
import { plainSettings } from './shown-settings.ts'
import { createBell } from './consultation/bell.ts'
import { createDatabaseClock, type DatabaseClock } from './db/clock.ts'
import { type Database, openDatabase } from './db/database.ts'
import { startEmbedded } from './db/embedded.ts'
import { migrateDatabase } from './db/migrate.ts'
import type { Deps } from './deps.ts'
import { createAddressCounter } from './http/limit-counts.ts'
import type { Log } from './http/log.ts'
import { describeError } from './http/log.ts'
import { openAddressReader } from './open-address-reader.ts'
import { openEmbedder } from './open-embedder.ts'
import { openKeys } from './open-keys.ts'
import { openMeters } from './open-meters.ts'
import { openPasswordHashing } from './open-password-hashing.ts'
import { openUploadParser } from './open-upload-parser.ts'
import { openSenders } from './notices/open-senders.ts'
import { readPackagedFiles, readPackagedPrompts } from './packaged.ts'
import { checkMasterKey } from './security/asker-keys.ts'
import { openWechat } from './wechat/open-wechat.ts'

/** More than this between the machine's clock and the database's is worth a look at the machine. */
const CLOCKS_DIFFER_MS = 5_000
/** With two seconds to ask the server, a request is told within five. */
const SILENT_AFTER_MS = 2_500
const CLOCK_EVERY_MS = 60_000
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
  const [store, embedder, prompts, cipher] = await Promise.all([
    openStore(config, options),
    openEmbedder(config.embedding),
    readPackagedPrompts(),
    openKeys(config, log),
  ])
  const { db, close } = openDatabase({
    address: store.address,
    connections: store.connections,
    ...(config.databaseUrl && { silentAfterMs: SILENT_AFTER_MS }),
    onError: (error) => log('error', 'database_connection', describeError(error)),
  })
  const clock = createDatabaseClock(db)
  const stopClock = await followClock(clock, log)
  const { now } = clock
  await checkMasterKey(db, cipher)
  const underway = new Set<Promise<void>>()
  const deps: Deps = {
    db,
    bell: createBell(),
    cache: new Map(),
    embedder,
    ...(await openOutsideModels(config, { db, log, now })),
    prompts,
    cipher,
    passwords: openPasswordHashing(),
    parseUpload: openUploadParser({ onEnd: (run) => log('info', 'upload_parsed', run) }),
    passwordProfile: config.passwordProfile,
    addressOf: openAddressReader(config.trustedProxies),
    limits: createAddressCounter(config.addressLimits),
    secureCookies: config.deployment === 'production',
    senders: await openNotices(config, { db, cipher, now, log }),
    wechat: openWechat(config, { db, cipher, now, log }, { readFile: readText }),
    now,
    log,
    background: (work) => {
      underway.add(work)
      void work.finally(() => underway.delete(work))
    },
    ...plainSettings(config),
    meters: openMeters(config.metricsToken),
    packaged: readPackagedFiles,
    rebuild: { running: false },
    assets: options.assets ?? (async () => new Response(null, { status: 404 })),
  }
  return {
    deps,
    dump: store.dump,
    close: async () => {
      stopClock()
      await Promise.allSettled(underway)
      await close()
      await store.close()
    },
  }
}

/** Reads the database's clock now and every minute. @returns what ends that */
async function followClock(clock: DatabaseClock, log: Log): Promise<() => void> {
  const aheadMs = await clock.measure()
  if (Math.abs(aheadMs) > CLOCKS_DIFFER_MS) {
    log('warn', 'clocks_differ', { databaseAheadMs: Math.round(aheadMs) })
  }
  const measure = () => {
    clock.measure().catch((error: unknown) => log('warn', 'clock_not_read', describeError(error)))
  }
  const timer = setInterval(measure, CLOCK_EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}

const readText = (path: string) => readFile(path, 'utf8')

async function openNotices({ notices }: Config, shared: Parameters<typeof openSenders>[1]) {
  const { smtp } = notices
  const { createMailer } = smtp ? await import('./notices/channels/smtp.ts') : {}
  return openSenders(notices, { ...shared, email: smtp && createMailer?.(smtp) })
}

/** Loading the client takes longer than everything else of a start: only where one is set. */
async function openOutsideModels(
  config: Config,
  options: { db: Database; log: Log; now: () => Date },
) {
  const plain = { filingNumber: config.filingNumber, modelDeadlineMs: config.modelWholeMs }
  if (!config.chat && !config.rerank) return { chat: undefined, reranker: undefined, ...plain }
  const { openModels } = await import('./open-models.ts')
  return { ...openModels(config, options), ...plain }
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
