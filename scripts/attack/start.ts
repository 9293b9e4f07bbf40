import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Client } from 'pg'
import { type ModelServer, startModelServer } from '../../test/support/model-server.ts'
import { ACCOUNT } from '../../test/wechat/accounts.ts'
import { type Sim, startSim } from './wechat.ts'

/** What is known of a throw-away instance only: where its text may have gone. */
export type Instance = {
  url: string
  oneTimePassword: string
  log: () => string
  /** Rows of the running database. */
  query: (text: string) => Promise<Record<string, unknown>[]>
  model: ModelServer | undefined
  /** What hostile models have said. */
  says: readonly string[]
  wechat: Sim
  /** Bytes of memory that the process holds at this moment. */
  memory: () => Promise<number>
  stop: () => Promise<void>
}

export const MODEL_KEY = 'sk-CANARYKEY0123456789abcdef'
export const EMBED_ORIGIN = 'http://host.example'

export type Starting = {
  /** What its model says; undefined: it has none. */
  says: readonly string[] | undefined
  /** False where no pages are built and no browser comes. */
  hasPages: boolean
}

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/** What the entry point wants of its folder. */
async function folderWithPage(dataDir: string): Promise<string> {
  await mkdir(join(dataDir, 'cwd/dist/web'), { recursive: true })
  await writeFile(join(dataDir, 'cwd/dist/web/index.html'), '<!doctype html><title>知问</title>')
  return join(dataDir, 'cwd')
}

/** The service as a process of its own on an empty folder. */
export async function startInstance({ says, hasPages }: Starting): Promise<Instance> {
  const dataDir = await mkdtemp(join(tmpdir(), 'zhiwen-attack-'))
  const wechat = await startSim({ callback: 'http://127.0.0.1:1/wechat/oa', timeoutMs: 5_000 })
  const model = says && (await startModelServer())
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  const child = spawn(process.execPath, ['--import', tsx, at('src/node.ts')], {
    cwd: hasPages ? at('.') : await folderWithPage(dataDir),
    env: {
      ...environment(),
      ...modelSettings(model),
      DATA_DIR: join(dataDir, 'data'),
      ...accounts(wechat),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const { url, log } = await listens(child)
  wechat.o['callback'] = `${url}/wechat/oa`
  const exited = new Promise((resolve) => child.once('exit', resolve))
  return {
    url,
    oneTimePassword: /One-time password[^:]*: (\S+)/.exec(log())?.[1] ?? '',
    log,
    query: (text) => queryEmbedded(join(dataDir, 'data'), text),
    model,
    says: says ?? [],
    wechat,
    memory: () => memoryOf(child),
    stop: async () => {
      child.kill('SIGTERM')
      await exited
      await Promise.all([wechat.stop(), model?.close()])
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

function environment() {
  const { DATABASE_URL: _, CHAT_MODEL: __, OPENAI_BASE_URL: ___, ...inherited } = process.env
  return {
    ...inherited,
    PORT: '0',
    // Each attack comes from an address of its own, as attackers do.
    TRUSTED_PROXIES: '127.0.0.1',
    EMBED_ORIGINS: EMBED_ORIGIN,
    METRICS_TOKEN: '',
  }
}

const modelSettings = (model: ModelServer | undefined) =>
  model && {
    OPENAI_BASE_URL: model.baseUrl,
    OPENAI_API_KEY: MODEL_KEY,
    CHAT_MODEL: 'hostile',
    MODEL_FIRST_WORDS_MS: '2000',
    MODEL_WHOLE_MS: '6000',
  }

function accounts(wechat: Sim) {
  const { WECHAT_TEST_CLOCK: _, ...account } = ACCOUNT
  return { ...account, WECHAT_API_BASE: wechat.apiBase }
}

function listens(child: ChildProcess): Promise<{ url: string; log: () => string }> {
  return new Promise((resolve, reject) => {
    let log = ''
    child.once('exit', () => reject(new Error(`the service did not start: ${log}`)))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log += text
      const url = /"event":"listening","url":"([^"]+)"/.exec(log)?.[1]
      if (url !== undefined) resolve({ url, log: () => log })
    })
  })
}

async function queryEmbedded(dataDir: string, text: string) {
  const client = new Client({ host: dataDir, user: 'postgres', database: 'postgres' })
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, unknown>>(text)
    return rows
  } finally {
    await client.end()
  }
}

async function memoryOf({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) * 1024
}

export type Sink = { connections: () => number; close: () => Promise<void> }

/** Listens where attacks want the service to connect. @throws where a port is taken */
export async function openSinks(ports: readonly number[]): Promise<Sink> {
  let connections = 0
  const servers = ports.map((port) => {
    const server = createServer((socket) => {
      connections += 1
      socket.destroy()
    })
    return { server, port }
  })
  for (const { server, port } of servers) {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', resolve)
    })
  }
  const close = async () => {
    for (const { server } of servers) server.close()
  }
  return { connections: () => connections, close }
}
