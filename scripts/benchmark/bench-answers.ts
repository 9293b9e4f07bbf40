import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { readConfig } from '../../src/config.ts'
import type { Deps } from '../../src/deps.ts'
import { indexKnowledge } from '../../src/knowledge/index-knowledge.ts'
import { openService } from '../../src/open-service.ts'
import { readPackagedKnowledge } from '../../src/packaged.ts'
import { readQuestions } from '../evaluation/question-file.ts'
import { quantile } from '../evaluation/report.ts'
import { showProgress } from '../open-command.ts'
import { askerOf, recordAnswers } from './record-answers.ts'
import {
  type Begun,
  beginConversation,
  postQuestion,
  startService,
  stopService,
} from './run-service.ts'
import { startPostgres } from './start-postgres.ts'

const QUESTIONS = 'test/fixtures/eval/dev.jsonl'
const DIFFERENT = 60
const CLIENTS = 4
const ROUNDS = 10
const PER_ROUND = 100
const BAR = 0.7

type Conversation = Begun & { askerId: string }
type Ask = (question: string, conversation: Conversation) => Promise<void>
type Timing = { rates: number[]; latencies: number[] }

/**
 * Whole extractive answers over HTTP beside a bare server that does the same embeddings, statements and writes, in
 * turn, on one PostgreSQL. Every question in a conversation of its own, which is begun before. Needs `npm run build`.
 */
export async function benchAnswers(out: string | undefined): Promise<void> {
  const server = await startPostgres(undefined)
  const folder = await mkdtemp(join(tmpdir(), 'zhiwen-answers-'))
  const environment = { DATABASE_URL: server.url, DATA_DIR: folder }
  const own = await openService(readConfig(environment), { log: () => {} })
  const children: ChildProcess[] = []
  try {
    const { deps } = own
    const knowledge = await readPackagedKnowledge()
    await indexKnowledge(deps.db, knowledge, { embedder: deps.embedder, now: deps.now() })
    const asked = await readQuestions(QUESTIONS)
    const questions = asked.slice(0, DIFFERENT).map(({ q }) => q)
    const recorded = await recordAnswers(deps, questions)
    const file = join(folder, 'recorded.json')
    await writeFile(file, JSON.stringify(recorded))
    const service = await startService(environment)
    children.push(service.child)
    const bare = await startBare(file, server.url)
    children.push(bare.child)
    const report = await measureInTurn(deps, questions, { service: service.url, bare: bare.url })
    const statements = recorded.map((each) => each.statements.length)
    const whole = { ...report, statementsPerAnswer: quantile(statements, 0.5) }
    console.log(JSON.stringify(whole, null, 2))
    if (out !== undefined) await writeFile(out, `${JSON.stringify(whole, null, 2)}\n`)
  } finally {
    for (const child of children) await stopService(child)
    await own.close()
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function startBare(file: string, databaseUrl: string) {
  const script = fileURLToPath(new URL('bare-answers.ts', import.meta.url))
  const child = fork(script, [file, databaseUrl], { execArgv: ['--import', 'tsx'] })
  const told: unknown[] = await once(child, 'message')
  return { child, url: `http://127.0.0.1:${z.number().parse(told[0])}` }
}

async function measureInTurn(
  deps: Deps,
  questions: string[],
  urls: { service: string; bare: string },
) {
  const sides: Record<'service' | 'bare', { ask: Ask; timing: Timing }> = {
    service: {
      ask: async (question, conversation) => {
        await (await postQuestion(urls.service, conversation, question)).text()
      },
      timing: { rates: [], latencies: [] },
    },
    bare: { ask: (...asked) => askBare(urls.bare, ...asked), timing: { rates: [], latencies: [] } },
  }
  const progress = showProgress('rounds')
  // The first round warms up.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const { ask, timing } of Object.values(sides)) {
      const conversations = await beginMany(deps, urls.service, PER_ROUND)
      const measured = await askAll(ask, questions, conversations)
      if (round === 0) continue
      timing.rates.push(measured.rate)
      timing.latencies.push(...measured.latencies)
    }
    progress(round, ROUNDS)
  }
  const { service, bare } = sides
  const ratios = service.timing.rates.map((rate, at) => rate / (bare.timing.rates[at] ?? rate))
  // Of all rounds together: one slow minute of the machine moves a median of ten from one side to the other.
  const ofAll = rateOfAll(service.timing) / rateOfAll(bare.timing)
  return {
    service: summaryOf(service.timing),
    bare: summaryOf(bare.timing),
    ratio: { ofAll, least: Math.min(...ratios), most: Math.max(...ratios) },
    bar: BAR,
    held: ofAll >= BAR,
    clients: CLIENTS,
    machine: { cores: availableParallelism(), node: process.version, load: loadavg() },
  }
}

/** Every round asks as many questions. */
const rateOfAll = ({ rates }: Timing) =>
  rates.length / rates.reduce((seconds, rate) => seconds + 1 / rate, 0)

const summaryOf = (timing: Timing) => ({
  perSecond: rateOfAll(timing),
  p50: quantile(timing.latencies, 0.5),
  p95: quantile(timing.latencies, 0.95),
})

async function beginMany(deps: Deps, url: string, count: number): Promise<Conversation[]> {
  const begun: Conversation[] = []
  while (begun.length < count) {
    const conversation = await beginConversation(url)
    begun.push({ ...conversation, askerId: await askerOf(deps, conversation.id) })
  }
  return begun
}

async function askBare(
  url: string,
  question: string,
  { id, askerId }: Conversation,
): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question, conversationId: id, askerId }),
  })
  await response.text()
  if (!response.ok) throw new Error(`${response.status} from the bare server`)
}

/** Answers a second of all clients together, and milliseconds each. */
async function askAll(ask: Ask, questions: string[], conversations: Conversation[]) {
  const latencies: number[] = []
  const started = performance.now()
  const waiting = conversations.map((conversation, at) => ({
    conversation,
    question: questions[at % questions.length] ?? '',
  }))
  const client = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const from = performance.now()
      await ask(next.question, next.conversation)
      latencies.push(performance.now() - from)
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  return { rate: (conversations.length * 1000) / (performance.now() - started), latencies }
}
