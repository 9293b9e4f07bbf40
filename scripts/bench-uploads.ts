import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { parseArgs, promisify } from 'node:util'
import { serve } from '@hono/node-server'
import { createApp } from '../src/app.ts'
import { openUploadParser, type UploadRun } from '../src/open-upload-parser.ts'
import { AppError } from '../src/shared/errors.ts'
import { hostileFiles } from '../test/support/uploads/hostile-files.ts'
import { quantile } from './evaluation/report.ts'
import { openCommand } from './open-command.ts'

/**
 * Reads the 21 hostile files one after another in the process of a whole service, while another client asks it
 * for `/healthz`: outcome, time, growth of the child and of the service, the client's p99, what was left behind.
 */
const MB = 1024 * 1024
const ASK_EVERY_MS = 5
const SAMPLE_EVERY_MS = 20

const { values } = parseArgs({ options: { write: { type: 'string' } } })
if (values.write === undefined) await bench()
else await writeFiles(values.write)

/** In a process of its own: the memory that making them takes is not the service's. */
async function writeFiles(folder: string) {
  for (const { name, make } of hostileFiles) await writeFile(join(folder, name), make())
}

async function bench() {
  const folder = await mkdtemp(join(tmpdir(), 'zhiwen-uploads-'))
  const here = fileURLToPath(import.meta.url)
  await promisify(execFile)(process.execPath, ['--import', 'tsx', here, '--write', folder])
  const service = await openCommand()
  const { fetch } = createApp(() => service.deps)
  const { server, port } = await listen(fetch)
  const before = new Set(await readdir(tmpdir()))
  const rows: Record<string, Row> = {}
  const url = `http://127.0.0.1:${port}/healthz`
  await watch(url, () => new Promise((resolve) => setTimeout(resolve, 1_000)))
  for (const { name } of hostileFiles) {
    const bytes = new Uint8Array(await readFile(join(folder, name)))
    rows[name] = await benchFile(url, name, bytes)
  }
  console.table(rows)
  const left = (await readdir(tmpdir())).filter((name) => !before.has(name))
  console.log(`left behind in the temporary folder: ${left.length} ${left.join(' ')}`)
  server.close()
  await service.close()
  await rm(folder, { recursive: true })
}

function listen(fetch: (request: Request) => Response | Promise<Response>) {
  return new Promise<{ server: ReturnType<typeof serve>; port: number }>((resolve) => {
    const server = serve({ fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
      resolve({ server, port })
    })
  })
}

type Row = Record<'outcome' | 's' | 'child + MB' | 'service + MB' | 'p99 ms' | 'child', string>

async function benchFile(url: string, name: string, bytes: Uint8Array): Promise<Row> {
  const runs: UploadRun[] = []
  const parse = openUploadParser({ onEnd: (run) => runs.push(run) })
  const { latencies, grown } = await watch(url, async () => {
    await parse(bytes, name).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error
    })
  })
  const [run] = runs
  if (!run) throw new Error(`${name} was not read`)
  return {
    outcome: run.outcome,
    s: (run.ms / 1000).toFixed(2),
    'child + MB': ((run.grownBytes ?? Number.NaN) / MB).toFixed(0),
    'service + MB': (grown / MB).toFixed(0),
    'p99 ms': quantile(latencies, 0.99).toFixed(0),
    child: isGone(run.pid) ? 'gone' : 'alive',
  }
}

/** Asks for a page again and again while the work runs. */
async function watch(url: string, work: () => Promise<void>) {
  const latencies: number[] = []
  const start = process.memoryUsage.rss()
  let most = start
  let running = true
  const sample = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, SAMPLE_EVERY_MS)
  const ask = async () => {
    while (running) {
      const asked = performance.now()
      await (await fetch(url)).text()
      latencies.push(performance.now() - asked)
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS))
    }
  }
  const asking = ask()
  await work()
  running = false
  await asking
  clearInterval(sample)
  return { latencies, grown: most - start }
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return false
  } catch {
    return true
  }
}
