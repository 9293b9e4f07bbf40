import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject, test as base } from 'vitest'
import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { showSettings } from '../../src/shown-settings.ts'
import { createBell } from '../../src/consultation/bell.ts'
import { openDatabase, type Database } from '../../src/db/database.ts'
import { startEmbedded } from '../../src/db/embedded.ts'
import type { Deps } from '../../src/deps.ts'
import type { LogFields, LogLevel } from '../../src/http/log.ts'
import type { KnowledgeCache } from '../../src/knowledge/runtime-knowledge.ts'
import type { Embedder } from '../../src/models/embedder.ts'
import { openAddressReader } from '../../src/open-address-reader.ts'
import { openEmbedder } from '../../src/open-embedder.ts'
import { openPasswordHashing } from '../../src/open-password-hashing.ts'
import { openUploadParser } from '../../src/open-upload-parser.ts'
import { readPackagedFiles, readPackagedPrompts } from '../../src/packaged.ts'
import { createFieldCipher } from '../../src/security/field-cipher.ts'
import { administer, copyDataDir, databaseUrl } from './template-database.ts'

export type LogLine = { level: LogLevel; event: string; fields: LogFields | undefined }

/** 10:00 in Beijing on a Monday; two documents are drafts then, and the plan has ended. */
export const MONDAY = '2026-03-02T02:00:00Z'

/** `Deps` of one test, with handles on its clock and its log. */
export type TestDeps = Deps & {
  setClock: (moment: string) => void
  /** Moves the clock on. */
  pass: (ms: number) => void
  logged: LogLine[]
  /** Waits for work that outlives its request. */
  settled: () => Promise<void>
}

type WorkerDatabase = { db: Database; cache: KnowledgeCache; close: () => Promise<void> }
type App = ReturnType<typeof createApp>

const rollback = new Error('the test has ended')

const prompts = await readPackagedPrompts()

const cipher = createFieldCipher(new Uint8Array(32).fill(7))

/** Quick to compute, so of no use but in tests. */
const passwords = openPasswordHashing({ N: 2 ** 8, r: 8, p: 1 })

const parseUpload = openUploadParser()

const addressOf = openAddressReader(['10.0.0.0/24'])

const settings = showSettings(readConfig({}))

let clones = 0

/** A database of its own on the server of `DATABASE_URL`, with several connections. */
export async function cloneTemplate(
  connections: number,
): Promise<WorkerDatabase & { url: string }> {
  const template = inject('template')
  if (template.kind !== 'server') throw new Error('only on the server of DATABASE_URL')
  clones += 1
  const name = `zhiwen_test_${process.pid}_${clones}`
  await administer(template.url, `create database ${name} template ${template.database}`)
  const url = databaseUrl(template.url, name)
  const { db, close } = openDatabase({ address: { url }, connections, onError: () => {} })
  const drop = async () => {
    await close()
    await administer(template.url, `drop database ${name} with (force)`)
  }
  return { db, cache: new Map(), url, close: drop }
}

async function openEmbedded(): Promise<WorkerDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'zhiwen-test-'))
  await copyDataDir(inject('template'), dataDir)
  const embedded = await startEmbedded({ dataDir, onEvent: () => {} })
  const address = { socketDir: embedded.socketDir }
  const { db, close } = openDatabase({ address, connections: 1, onError: () => {} })
  const remove = async () => {
    await close()
    await embedded.close()
    await rm(dataDir, { recursive: true, force: true })
  }
  return { db, cache: new Map(), close: remove }
}

/** A database of its own, for what a transaction that is rolled back cannot show. */
export async function openOwnDatabase(connections: number): Promise<WorkerDatabase> {
  return inject('template').kind === 'server' ? cloneTemplate(connections) : openEmbedded()
}

/** Everything but the database as a test wants it: a clock that stands still, a log to look into. */
export function createTestDeps(
  { db, cache }: Pick<WorkerDatabase, 'db' | 'cache'>,
  embedder: Embedder | undefined,
): TestDeps {
  let now = new Date(MONDAY)
  const logged: LogLine[] = []
  const underway = new Set<Promise<void>>()
  return {
    db,
    cache,
    embedder,
    chat: undefined,
    reranker: undefined,
    modelDeadlineMs: 20_000,
    prompts,
    filingNumber: undefined,
    cipher,
    passwords,
    parseUpload,
    passwordProfile: 'dengbao',
    addressOf,
    limits: undefined,
    secureCookies: false,
    bell: createBell(),
    senders: undefined,
    wechat: undefined,
    now: () => now,
    log: (level, event, fields) => logged.push({ level, event, fields }),
    background: (work) => {
      underway.add(work)
      void work.finally(() => underway.delete(work))
    },
    embedOrigins: '*',
    logRequests: true,
    mcp: true,
    meters: undefined,
    settings,
    packaged: readPackagedFiles,
    rebuild: { running: false },
    assets: async () => new Response(null, { status: 404 }),
    setClock: (moment) => (now = new Date(moment)),
    pass: (ms) => (now = new Date(now.getTime() + ms)),
    logged,
    settled: async () => {
      while (underway.size > 0) await Promise.allSettled(underway)
    },
  }
}

/** `deps.db` is an open transaction that is rolled back when the test ends. */
export const test = base
  .extend<{ $worker: { database: WorkerDatabase; localEmbedder: Embedder } }>({
    database: [
      async ({}, use) => {
        const onServer = inject('template').kind === 'server'
        const database = onServer ? await cloneTemplate(1) : await openEmbedded()
        await use(database)
        await database.close()
      },
      { scope: 'worker' },
    ],
    localEmbedder: [async ({}, use) => use(await openEmbedder(undefined)), { scope: 'worker' }],
  })
  .extend<{ deps: TestDeps; app: App }>({
    deps: async ({ database, localEmbedder }, use) => {
      await database.db
        .transaction(async (tx) => {
          const deps = createTestDeps({ db: tx, cache: database.cache }, localEmbedder)
          await use(deps)
          await deps.settled()
          throw rollback
        })
        .catch((error: unknown) => {
          if (error !== rollback) throw error
        })
    },
    app: async ({ deps }, use) => use(createApp(() => deps)),
  })

const onServer = () => process.env['DATABASE_URL'] !== undefined

/** PGlite has one connection: what several of them do to each other shows only on a server. */
export const describeWithSeveralConnections = base.describe.skipIf(!onServer())

/** Folder, lock and child process of PGlite; without DATABASE_URL only, once is enough. */
export const describeEmbedded = base.describe.skipIf(onServer())
