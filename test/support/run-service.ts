import { createRequire } from 'node:module'
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/** What the entry point wants of its folder: built pages. Their content has its own tests. */
async function folderWithPages(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'zhiwen-run-'))
  await mkdir(join(folder, 'dist/web'), { recursive: true })
  await writeFile(join(folder, 'dist/web/index.html'), '<!doctype html><title>知问</title>')
  return folder
}

/** Tests send from one address what comes from many. */
const UNLIMITED = { ADDRESS_REQUESTS: '0', ADDRESS_CONVERSATIONS: '0' }

export type RunningService = {
  url: string
  child: ChildProcess
  log: () => string
  /** As `app.request`, over HTTP. */
  request: (path: string | URL | Request, init?: RequestInit) => Promise<Response>
  /** Ends it in good order and gives its exit code. */
  stop: () => Promise<number | null>
  /** kill -9. */
  kill: () => Promise<void>
}

export type ExitedService = { code: number | null; log: string; ms: number }

function spawnService(folder: string, environment: Record<string, string>) {
  const started = performance.now()
  const { DATABASE_URL: _, DATA_DIR: __, ...inherited } = process.env
  const child = spawn(
    process.execPath,
    [
      '--import',
      pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href,
      at('src/node.ts'),
    ],
    {
      cwd: folder,
      env: { ...inherited, PORT: '0', ...UNLIMITED, ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text))
  const exited = new Promise<ExitedService>((resolve) => {
    child.once('exit', (code) => resolve({ code, log, ms: performance.now() - started }))
  })
  return { child, log: () => log, exited }
}

/** Starts `src/node.ts` as a process of its own and waits until it listens. @throws with its log */
export async function runService(environment: Record<string, string>): Promise<RunningService> {
  const folder = await folderWithPages()
  const { child, log, exited } = spawnService(folder, environment)
  const state = { ended: false }
  void exited.then(() => (state.ended = true))
  const address = () => /"event":"listening","url":"([^"]+)"/.exec(log())?.[1]
  while (!state.ended && address() === undefined)
    await new Promise((resolve) => setTimeout(resolve, 20))
  const url = address()
  if (url === undefined) throw new Error(`the service did not start: ${log()}`)
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    const { code } = await exited
    await rm(folder, { recursive: true, force: true })
    return code
  }
  return {
    url,
    child,
    log,
    request: (path, init) => fetch(new URL(path instanceof Request ? path.url : path, url), init),
    stop: () => end('SIGTERM'),
    kill: async () => void (await end('SIGKILL')),
  }
}

/** Starts `src/node.ts` where it is expected to end by itself. */
export async function runToExit(environment: Record<string, string>): Promise<ExitedService> {
  const folder = await folderWithPages()
  const { child, exited } = spawnService(folder, environment)
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000)
  const result = await exited
  clearTimeout(timer)
  await rm(folder, { recursive: true, force: true })
  return result
}

/** The process of the embedded database, as the lock of the folder names it. */
export async function databaseProcess(dataDir: string): Promise<number> {
  return Number((await readFile(join(dataDir, 'lock'), 'utf8')).trim().split(' ')[1])
}
