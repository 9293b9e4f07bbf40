import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { unstable_dev } from 'wrangler'
import { ask, askStreaming, begin, follow, get, problemOf } from '../support/front-door.ts'
import { cloneTemplate } from '../support/test-deps.ts'
import { connect } from '../channels/mcp/client.ts'
import { ACCOUNT } from '../wechat/accounts.ts'
import { genuineCallback, openReply, requestOf } from '../wechat/hostile.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const cleanUps: (() => Promise<unknown>)[] = []
let worker: Awaited<ReturnType<typeof unstable_dev>>

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** The address of a database with the packaged knowledge, reachable over TCP. */
async function serveDatabase(): Promise<string> {
  const template = inject('template')
  if (template.kind === 'server') {
    const clone = await cloneTemplate(1)
    cleanUps.push(clone.close)
    return clone.url
  }
  const loadDataDir = new Blob([await readFile(template.snapshot)])
  const db = await PGlite.create({ extensions: { vector }, loadDataDir })
  const port = await freePort()
  const server = new PGLiteSocketServer({ db, port, host: '127.0.0.1', maxConnections: 50 })
  await server.start()
  cleanUps.push(() => server.stop().then(() => db.close()))
  return `postgres://postgres:postgres@127.0.0.1:${port}/postgres?sslmode=disable`
}

/** A front end of one page: the built one has its own tests. */
async function writeSettings(databaseUrl: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'zhiwen-worker-'))
  cleanUps.push(() => rm(folder, { recursive: true, force: true }))
  // Apart from the settings: wrangler writes beside those, and reloads when a page changes.
  const pages = join(folder, 'pages')
  await mkdir(pages)
  await writeFile(join(pages, 'index.html'), '<!doctype html><title>知问</title>')
  const settings = await readFile(join(root, 'wrangler.toml'), 'utf8')
  const file = join(folder, 'wrangler.toml')
  await writeFile(
    file,
    settings
      .replace('main = "src/worker.ts"', `main = "${root}src/worker.ts"`)
      .replace('directory = "dist/web"', `directory = "${pages}"`)
      .replace(/localConnectionString = .*/, `localConnectionString = "${databaseUrl}"`),
  )
  return file
}

beforeAll(async () => {
  process.env['WRANGLER_SEND_METRICS'] = 'false'
  const config = await writeSettings(await serveDatabase())
  worker = await unstable_dev(join(root, 'src/worker.ts'), {
    config,
    ip: '127.0.0.1',
    port: await freePort(),
    inspectorPort: await freePort(),
    logLevel: 'warn',
    // One connection: the embedded database's socket cannot tell several apart (ADR 0001).
    vars: {
      MASTER_KEY: `${'A'.repeat(43)}=`,
      DATABASE_POOL: '1',
      ...ACCOUNT,
      WECHAT_ACCOUNT: 'unverified',
    },
    experimental: { disableExperimentalWarning: true, testScheduled: true },
  })
  cleanUps.unshift(() => worker.stop())
})

afterAll(async () => {
  for (const cleanUp of cleanUps) await cleanUp()
})

/** The worker as the helpers of the front door want it. */
const app = {
  request: (path: string | URL | Request, init?: RequestInit) =>
    worker.fetch(
      path instanceof Request ? path.url : path.toString(),
      init as never,
    ) as unknown as Promise<Response>,
}

test('workerd is live, and ready to search by words', async () => {
  expect((await get(app, '/healthz')).status).toBe(200)
  expect(await (await get(app, '/readyz')).json()).toMatchObject({ ready: true, search: 'words' })
})

test('workerd answers a question with its evidence', async () => {
  const asker = await begin(app)
  const answer = await ask(app, asker, '知识产权公共服务工作站怎么设立？')
  expect(answer.outcome).toBe('answer')
  expect(answer.citations.map(({ quote }) => quote).join()).toContain('工作站')
})

test('workerd streams an answer and resumes it', async () => {
  const asker = await begin(app)
  const events = await askStreaming(app, asker, '有哪些培训课程？')
  expect(events.map(({ id }) => id)).toEqual(events.map((_, at) => at + 1))
  expect([events[0]?.event, events.at(-1)?.event]).toEqual(['meta', 'done'])
  const { messageId } = z.object({ messageId: z.string() }).parse(events[0]?.data)
  expect(await follow(app, asker, messageId, 1)).toEqual(events.slice(1))
})

test('workerd closes its connections: many questions in a row find one', async () => {
  const asker = await begin(app)
  for (let n = 1; n <= 15; n += 1) {
    const answer = await ask(app, asker, `你好 ${n}`)
    expect(answer.stopped).toBe(false)
  }
})

test('workerd gives another assistant its tools, where no code may be made of text', async () => {
  const tools = await connect(`http://${worker.address}:${worker.port}`)
  const found = await tools.call('search_knowledge', { query: '工作站怎么设立', language: 'en' })
  expect(JSON.stringify(found)).toContain('draft for comment')
  expect(await tools.problem('look_up_course', { limit: 1_000 })).toMatch(/validation/i)
  await tools.client.close()
})

test('workerd serves the page with its security headers, and problems in their form', async () => {
  const page = await get(app, '/', { accept: 'text/html' })
  expect(await page.text()).toContain('知问')
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  const missing = await get(app, '/nothing')
  expect(missing.status).toBe(404)
  expect((await problemOf(missing)).code).toBe('not_found')
})

test('workerd does due work by cron', async () => {
  const response = await app.request('/__scheduled?cron=*+*+*+*+*')
  expect(response.status).toBe(200)
})

test('workerd answers a callback of WeChat with its evidence, once, and opens its links', async () => {
  await get(app, '/readyz')
  const [path, init] = requestOf(await genuineCallback('知识产权公共服务工作站怎么设立？', '7001'))
  const answered = await app.request(path, init)
  expect(answered.status).toBe(200)
  const text = await openReply(await answered.text())
  expect(text).toMatch(/依据：|稍后点此查看答复/)
  const copy = await app.request(path, init)
  expect([copy.status, await copy.text()]).toEqual([200, 'success'])
  const [help, sent] = requestOf(await genuineCallback('继续', '7002'))
  const later = await openReply(await (await app.request(help, sent)).text())
  expect(later).toContain('依据：')
  const [handOver, asked] = requestOf(await genuineCallback('转人工', '7004'))
  const linked = await openReply(await (await app.request(handOver, asked)).text())
  const code = /\/r\/([\w-]{22})/.exec(linked)?.[1]
  const opened = await app.request(`/r/${code}`, { method: 'POST' })
  const { token } = z.object({ token: z.string() }).parse(await opened.json())
  const own = await get(app, '/api/me', { authorization: `Bearer ${token}` })
  expect(JSON.stringify(await own.json())).toContain('工作站怎么设立')
})

test('workerd refuses a forged callback, and reaches for no platform', async () => {
  const [path, init] = requestOf(await genuineCallback('你好', '7003'))
  const forged = path.replace(/msg_signature=[0-9a-f]+/, `msg_signature=${'0'.repeat(40)}`)
  expect((await app.request(forged, init)).status).toBe(403)
  expect((await app.request('/wechat/kf', { method: 'POST', body: '<xml></xml>' })).status).toBe(
    404,
  )
})
