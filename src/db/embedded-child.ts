import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import { z } from 'zod'

/**
 * The embedded database's own process (DESIGN §5): a query that hangs PGlite hangs only this one,
 * and `embedded.ts` ends it and starts another.
 */
const orders = z.discriminatedUnion('order', [
  z.object({
    order: z.literal('open'),
    folder: z.string(),
    socket: z.string(),
    snapshot: z.string().nullable(),
  }),
  z.object({ order: z.literal('dump'), file: z.string() }),
  z.object({ order: z.literal('ping') }),
  z.object({ order: z.literal('close') }),
])

let database: PGlite | undefined
let server: PGLiteSocketServer | undefined

/** Makes the folder beside its place: whoever is killed meanwhile leaves no half of a database there. */
async function create(folder: string, snapshot: string | null) {
  const unfinished = `${folder}.new`
  await rm(unfinished, { recursive: true, force: true })
  const loadDataDir = snapshot ? new Blob([await readFile(snapshot)]) : undefined
  const made = await PGlite.create({
    dataDir: unfinished,
    extensions: { vector },
    ...(loadDataDir && { loadDataDir }),
  })
  await made.close()
  await rename(unfinished, folder)
}

async function open(folder: string, socket: string, snapshot: string | null) {
  if (!existsSync(`${folder}/PG_VERSION`)) await create(folder, snapshot)
  database = await PGlite.create({ dataDir: folder, extensions: { vector } })
  server = new PGLiteSocketServer({ db: database, path: socket, maxConnections: 100 })
  await server.start()
}

async function dump(file: string) {
  if (!database) throw new Error('no database is open')
  const blob = await database.dumpDataDir('gzip')
  await writeFile(file, new Uint8Array(await blob.arrayBuffer()))
}

async function close() {
  await server?.stop()
  await database?.close()
  process.exit(0)
}

async function obey(message: unknown) {
  const parsed = orders.parse(message)
  switch (parsed.order) {
    case 'open':
      await open(parsed.folder, parsed.socket, parsed.snapshot)
      return process.send?.({ done: 'open' })
    case 'dump':
      await dump(parsed.file)
      return process.send?.({ done: 'dump' })
    case 'ping':
      return process.send?.({ done: 'ping' })
    case 'close':
      return close()
  }
}

process.on('message', (message) => {
  obey(message).catch((error: unknown) => {
    process.send?.({ failed: error instanceof Error ? error.message : String(error) })
  })
})
process.on('disconnect', () => void close())
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {})
