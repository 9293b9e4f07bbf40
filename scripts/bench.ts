/** Measures the service over HTTP as one asker meets it: `npm run bench [-- --questions FILE.jsonl]`. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { z } from 'zod'
import { AnswerBody, Conversation } from '../src/channels/web/schemas.ts'
import { readQuestions } from './evaluation/question-file.ts'
import { quantile } from './evaluation/report.ts'
import { showProgress } from './open-command.ts'

const { values } = parseArgs({
  options: { questions: { type: 'string', default: 'test/fixtures/eval/dev.jsonl' } },
})
/** An asker may ask twenty questions a minute. */
const QUESTIONS_PER_ASKER = 20
const WARMING = 5

const questions = await readQuestions(values.questions)
const dataDir = await mkdtemp(join(tmpdir(), 'zhiwen-bench-'))
const progress = showProgress('asked')

const first = await startService()
await stopService(first.child)
const { url, child, ms: warmStart } = await startService()
const answers: number[] = []
const sentences: number[] = []
let token: { id: string; token: string } | undefined
for (const { q } of questions.slice(0, WARMING)) await ask(await begin(), q)
for (const [at, { q }] of questions.entries()) {
  if (at % QUESTIONS_PER_ASKER === 0) token = undefined
  token ??= await begin()
  answers.push(await ask(token, q))
  progress(at + 1, questions.length)
}
for (const { q } of questions.slice(0, 40))
  sentences.push(await untilFirstSentence(await begin(), q))
await stopService(child)
await rm(dataDir, { recursive: true, force: true })
printTable()

type Asker = z.infer<typeof Conversation>

async function startService(): Promise<{ url: string; child: ChildProcess; ms: number }> {
  const started = performance.now()
  const { DATABASE_URL: _, ...environment } = process.env
  const service = spawn(process.execPath, ['--import', 'tsx', 'src/node.ts'], {
    env: { ...environment, DATA_DIR: dataDir, PORT: '0', LOG_REQUESTS: 'false' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  return new Promise((resolve, reject) => {
    let log = ''
    service.once('exit', () => reject(new Error(`the service did not start: ${log}`)))
    service.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text
      const address = /"event":"listening","url":"([^"]+)"/.exec(log)?.[1]
      if (address) resolve({ url: address, child: service, ms: performance.now() - started })
    })
  })
}

async function stopService(service: ChildProcess) {
  const exited = new Promise((resolve) => service.once('exit', resolve))
  service.kill('SIGTERM')
  await exited
}

async function begin(): Promise<Asker> {
  const response = await fetch(`${url}/api/conversations`, { method: 'POST' })
  return Conversation.parse(await response.json())
}

function post(asker: Asker, text: string, accept: string): Promise<Response> {
  return fetch(`${url}/api/conversations/${asker.id}/messages`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${asker.token}`,
      'content-type': 'application/json',
      accept,
    },
    body: JSON.stringify({ text }),
  })
}

/** Milliseconds until the whole answer is there, stored. */
async function ask(asker: Asker, text: string): Promise<number> {
  const started = performance.now()
  const response = await post(asker, text, 'application/json')
  AnswerBody.parse(await response.json())
  return performance.now() - started
}

/** Milliseconds until the first sentence of the stream is there. */
async function untilFirstSentence(asker: Asker, text: string): Promise<number> {
  const started = performance.now()
  const response = await post(asker, text, 'text/event-stream')
  const decoder = new TextDecoder()
  let received = ''
  let ms = 0
  for await (const chunk of response.body ?? []) {
    received += decoder.decode(chunk, { stream: true })
    if (ms === 0 && received.includes('event: sentence')) ms = performance.now() - started
  }
  return ms
}

function printTable() {
  const row = (name: string, value: number, unit = 'ms') =>
    console.log(`${name.padEnd(34)} ${value.toFixed(unit === 'ms' ? 0 : 1).padStart(8)} ${unit}`)
  row('first start (new folder)', first.ms)
  row('warm start', warmStart)
  row(`whole answer, p50 (${answers.length} questions)`, quantile(answers, 0.5))
  row('whole answer, p95', quantile(answers, 0.95))
  row('whole answer, longest', Math.max(...answers))
  row('first sentence, p50 (40 questions)', quantile(sentences, 0.5))
  row('first sentence, p95', quantile(sentences, 0.95))
  row(
    'answers a second, one client',
    (1000 * answers.length) / answers.reduce((sum, ms) => sum + ms, 0),
    '/s',
  )
}
