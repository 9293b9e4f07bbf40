import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type RealService = {
  url: string
  /** Of the first administrator, as the start has told it. */
  oneTimePassword: string
  request: (path: string | URL | Request, init?: RequestInit) => Promise<Response>
  stop: () => Promise<void>
}

function listens(child: ChildProcess): Promise<{ url: string; log: string }> {
  return new Promise((resolve, reject) => {
    let log = ''
    child.once('exit', () => reject(new Error(`the service did not start: ${log}`)))
    child.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString()
      const url = /"event":"listening","url":"([^"]+)"/.exec(log)?.[1]
      if (url !== undefined) resolve({ url, log })
    })
  })
}

/** The service itself, on an empty folder, with the pages that were built. */
export async function runRealService(): Promise<RealService> {
  const dataDir = await mkdtemp(join(tmpdir(), 'zhiwen-browser-'))
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/node.ts'], {
    env: { ...process.env, DATA_DIR: dataDir, PORT: '0', LOG_REQUESTS: 'false', DATABASE_URL: '' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const { url, log } = await listens(child)
  return {
    url,
    oneTimePassword: /One-time password[^:]*: (\S+)/.exec(log)?.[1] ?? '',
    request: (path, init) => fetch(new URL(path instanceof Request ? path.url : path, url), init),
    stop: async () => {
      await new Promise((resolve) => {
        child.once('exit', resolve)
        child.kill('SIGTERM')
      })
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
