import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import {
  type Begun,
  beginConversation,
  postQuestion,
  startService,
  stopService,
} from './benchmark/run-service.ts'
import { readQuestions } from './evaluation/question-file.ts'
import { quantile } from './evaluation/report.ts'

/**
 * Questions at a steady rate over many conversations, each with its writes, whether or not the earlier ones have been
 * answered. On the embedded database, or on DATABASE_URL. Needs `npm run build`; the clients run on the same machine.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    rate: { type: 'string', default: '20' },
    conversations: { type: 'string', default: '200' },
  },
})
const QUESTIONS = 'test/fixtures/eval/dev.jsonl'
const SINGLE = 50
const MOST_P95_MS = 2_000
const MOST_LAG_MS = 100
const MOST_GROWTH = 1.3

const folder = await mkdtemp(join(tmpdir(), 'zhiwen-load-'))
const loopFile = join(folder, 'loop.json')
const service = await startService({
  DATA_DIR: join(folder, 'data'),
  DATABASE_URL: process.env['DATABASE_URL'] ?? '',
  LOOP_FILE: loopFile,
  NODE_OPTIONS: ['tsx', fileURLToPath(new URL('benchmark/measure-loop.ts', import.meta.url))]
    .map((name) => (name === 'tsx' ? createRequire(import.meta.url).resolve(name) : name))
    .map((path) => `--import=${pathToFileURL(path).href}`)
    .join(' '),
})
const texts = (await readQuestions(QUESTIONS)).map(({ q }) => q)
const askers = await Promise.all(
  Array.from({ length: Number(values.conversations) }, () => beginConversation(service.url)),
)
const memory = async () => {
  const status = await readFile(`/proc/${service.child.pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
}

const single: number[] = []
for (let n = 0; n < SINGLE; n += 1) single.push((await askTimed(n)).ms)
const early = await memory()
const { taken, failed } = await askSteadily()
const late = await memory()
await stopService(service.child)
const loop = z
  .object({ p99: z.number(), worst: z.number() })
  .parse(JSON.parse(await readFile(loopFile, 'utf8')))
await rm(folder, { recursive: true, force: true })
tell()

type Asked = { ms: number; failure: string | undefined }

async function askTimed(n: number): Promise<Asked> {
  const asker: Begun | undefined = askers[n % askers.length]
  if (!asker) throw new Error('no conversation')
  const started = performance.now()
  try {
    await (await postQuestion(service.url, asker, texts[n % texts.length] ?? '')).text()
    return { ms: performance.now() - started, failure: undefined }
  } catch (error) {
    const told = String(error)
    const failure = /\b\d{3}(?= to )/.exec(told)?.[0] ?? told.slice(0, 60)
    return { ms: performance.now() - started, failure }
  }
}

async function askSteadily() {
  const total = Number(values.minutes) * 60 * Number(values.rate)
  const begun = performance.now()
  const underway: Promise<Asked>[] = []
  for (let n = 0; n < total; n += 1) {
    const due = begun + (n * 1_000) / Number(values.rate)
    await new Promise((resolve) => setTimeout(resolve, due - performance.now()))
    underway.push(askTimed(n))
    if (n % (total / 10) === 0) process.stderr.write(`asked ${n}/${total}\n`)
  }
  const asked = await Promise.all(underway)
  return {
    taken: asked.map(({ ms }) => ms),
    failed: asked.flatMap(({ failure }) => failure ?? []),
  }
}

function tell() {
  const p95 = quantile(taken, 0.95)
  const counts = new Map<string, number>()
  for (const failure of failed) counts.set(failure, (counts.get(failure) ?? 0) + 1)
  const refused = failed.filter((each) => each === '429').length
  console.table({
    questions: { value: String(taken.length) },
    'failed, but for 429': { value: String(failed.length - refused), bar: '0' },
    'one client, p50': { value: `${quantile(single, 0.5).toFixed(0)} ms` },
    'under load, p50': { value: `${quantile(taken, 0.5).toFixed(0)} ms` },
    'under load, p95': { value: `${p95.toFixed(0)} ms`, bar: `${MOST_P95_MS} ms` },
    'event loop behind, p99': { value: `${loop.p99.toFixed(0)} ms`, bar: `${MOST_LAG_MS} ms` },
    'memory, end to begin': { value: (late / early).toFixed(2), bar: String(MOST_GROWTH) },
  })
  for (const [failure, count] of counts) console.log(`${count} × ${failure}`)
  const holds =
    failed.length === refused &&
    p95 <= MOST_P95_MS &&
    loop.p99 <= MOST_LAG_MS &&
    late / early <= MOST_GROWTH
  process.exitCode = holds ? 0 : 1
}
