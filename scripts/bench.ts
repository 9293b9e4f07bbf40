import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { readQuestions } from './evaluation/question-file.ts'
import { quantile } from './evaluation/report.ts'
import { showProgress } from './open-command.ts'

/**
 * One client, warm, one question after another over real HTTP, writes included; and how long the
 * service takes to be ready, first and again. Needs `npm run build`.
 */
const QUESTIONS = 'test/fixtures/eval/dev.jsonl'
const WARM_UP = 10
const PER_ASKER = 15

const Begun = z.object({ id: z.string(), token: z.string() })

const dataDir = await mkdtemp(join(tmpdir(), 'zhiwen-bench-'))
const first = await startService()
await stop(first.child)
const again = await startService()
const latencies = await measure(again.url)
await stop(again.child)
await rm(dataDir, { recursive: true, force: true })

const ms = (value: number) => `${value.toFixed(0)} ms`
console.table({
  'first start': { value: ms(first.took) },
  'warm start': { value: ms(again.took) },
  questions: { value: String(latencies.length) },
  'answer p50': { value: ms(quantile(latencies, 0.5)) },
  'answer p95': { value: ms(quantile(latencies, 0.95)) },
  'answer max': { value: ms(Math.max(...latencies)) },
})

type Running = { child: ChildProcess; url: string; took: number }

async function startService(): Promise<Running> {
  const started = performance.now()
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/node.ts'], {
    env: { ...process.env, DATA_DIR: dataDir, PORT: '0', LOG_REQUESTS: 'false' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let log = ''
  for await (const chunk of child.stderr) {
    log += String(chunk)
    const url = /"event":"listening","url":"([^"]+)"/.exec(log)?.[1]
    if (url) return { child, url, took: performance.now() - started }
  }
  throw new Error(`the service did not start: ${log}`)
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}

async function measure(url: string): Promise<number[]> {
  const questions = await readQuestions(QUESTIONS)
  const texts = [...questions.slice(0, WARM_UP), ...questions].map(({ q }) => q)
  const progress = showProgress('asked')
  const taken: number[] = []
  let begun = await begin(url)
  for (const [at, text] of texts.entries()) {
    if (at % PER_ASKER === 0) begun = await begin(url)
    const started = performance.now()
    const response = await fetch(`${url}/api/conversations/${begun.id}/messages`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${begun.token}`,
        'content-type': 'application/json',
        accept: 'application/json',
      },
      body: JSON.stringify({ text }),
    })
    await response.text()
    if (!response.ok) throw new Error(`${response.status} to ${text}`)
    if (at >= WARM_UP) taken.push(performance.now() - started)
    progress(at + 1, texts.length)
  }
  return taken
}

async function begin(url: string) {
  const response = await fetch(`${url}/api/conversations`, { method: 'POST' })
  return Begun.parse(await response.json())
}
