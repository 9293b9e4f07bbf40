import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type ModelReply,
  type ModelRequest,
  type ModelServer,
  startModelServer,
} from '../../test/support/model-server.ts'
import { quantile } from '../evaluation/report.ts'
import { showProgress } from '../open-command.ts'
import { beginConversation, postQuestion, startService, stopService } from './run-service.ts'

const QUESTION = '志愿服务专家接到通知后多久要响应？'
/** A sentence that the documents support, and words of the passage that supports it. */
const SENTENCE = '专家接到通知后，应在2日内响应。'
const SUPPORT = '2日内及时响应'
const PIECES_EVERY_MS = 15
const FIRST_WORDS_MS = 3_000
const WHOLE_MS = 20_000
const ROUNDS = 25
const WARM_UP = 5
const HUNG = 5
const DRIPPING = 3
/** As many faults in a row open the breaker, for 30 seconds. */
const OPENING_FAULTS = 5
const OPEN_PAIRS = 20

type Timing = Record<
  'direct' | 'shown' | 'added' | 'beyond' | 'fault5xx' | 'hung' | 'dripping' | 'open' | 'extract',
  number[]
>

type Bench = { server: ModelServer; withModel: string; without: string; timing: Timing }

/**
 * What a chat model adds to an answer, and how long its faults hold one up. All in one run and in
 * turn: called directly, through the service, failing, and a service without a model.
 */
export async function benchModel() {
  const server = await startModelServer()
  const folders = [await makeFolder(), await makeFolder()]
  const endpoint = {
    OPENAI_BASE_URL: server.baseUrl,
    CHAT_MODEL: 'bench-model',
    MODEL_FIRST_WORDS_MS: String(FIRST_WORDS_MS),
    MODEL_WHOLE_MS: String(WHOLE_MS),
  }
  const first = await startService({ DATA_DIR: folders[0] ?? '', ...endpoint })
  const second = await startService({ DATA_DIR: folders[1] ?? '' })
  const timing: Timing = {
    direct: [],
    shown: [],
    added: [],
    beyond: [],
    fault5xx: [],
    hung: [],
    dripping: [],
    open: [],
    extract: [],
  }
  const bench = { server, withModel: first.url, without: second.url, timing }
  await measureRounds(bench)
  const upstream = await measureOpen(bench)
  for (const { child } of [first, second]) await stopService(child)
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
  await server.close()
  printResults(timing, upstream)
}

const makeFolder = () => mkdtemp(join(tmpdir(), 'zhiwen-bench-'))

/** A good answer between any two faults, so that the breaker stays closed. */
async function measureRounds(bench: Bench) {
  const { server, withModel, timing } = bench
  const progress = showProgress('rounds')
  for (let round = 1 - WARM_UP; round <= ROUNDS; round += 1) {
    const pair = await measurePair(bench)
    server.always({ status: 500 })
    const failed = await timeAnswer(withModel)
    if (round > 0) {
      timing.direct.push(pair.direct)
      timing.shown.push(pair.shown)
      timing.added.push(pair.shown - pair.direct)
      timing.beyond.push(pair.beyond)
      timing.fault5xx.push(failed)
      await measureSlowFaults(bench, round)
      progress(round, ROUNDS)
    }
  }
}

async function measureSlowFaults(bench: Bench, round: number) {
  const { server, withModel, timing } = bench
  if (round <= HUNG) {
    await measurePair(bench)
    server.always({ hang: 'before_headers' })
    timing.hung.push(await timeAnswer(withModel))
  }
  if (round <= DRIPPING) {
    await measurePair(bench)
    server.always({ text: 'x'.repeat(4_000), everyMs: 100 })
    timing.dripping.push(await timeAnswer(withModel))
  }
}

/** The same answer from the endpoint itself and through the service. */
async function measurePair({ server, withModel }: Bench) {
  let ended = 0
  const reply = (request: ModelRequest): ModelReply => ({
    text: answerOf(request),
    everyMs: PIECES_EVERY_MS,
    onPiece: (piece) => {
      if (piece.includes('\n')) ended ||= performance.now()
    },
  })
  server.always(reply)
  const { body } = await firstRequest(server, withModel)
  ended = 0
  const direct = await timeDirect(server, body)
  ended = 0
  const { started, shown } = await timeShown(withModel)
  return { direct, shown: shown - started, beyond: shown - ended }
}

let lastRequest: ModelRequest | undefined

/** What the service asks, so that the endpoint can be asked the very same. */
async function firstRequest(server: ModelServer, url: string): Promise<ModelRequest> {
  if (!lastRequest) {
    await timeAnswer(url)
    lastRequest = server.requests.find(({ body }) => promptOf(body).includes(SUPPORT))
  }
  if (!lastRequest) throw new Error('the service has not asked the model')
  return lastRequest
}

const promptOf = ({ messages }: ModelRequest['body']) =>
  messages.map(({ content }) => content).join('\n')

function answerOf({ body }: ModelRequest): string {
  const prompt = promptOf(body)
  const before = prompt.slice(0, prompt.indexOf(SUPPORT))
  const id = before.slice(before.lastIndexOf('<passage id="')).slice(13).split('"')[0] ?? ''
  const line = JSON.stringify({ evidence: [id], text: SENTENCE })
  const closing = JSON.stringify({ coverage: 'complete', missing: '', suggestions: [] })
  return `${line}\n${closing}\n`
}

/** Until the line of the first sentence has arrived whole. */
async function timeDirect(server: ModelServer, body: ModelRequest['body']): Promise<number> {
  const started = performance.now()
  const response = await fetch(`${server.baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const at = await momentOf(response, (heard) => heard.includes(String.raw`\n`))
  return at - started
}

async function timeShown(url: string): Promise<{ started: number; shown: number }> {
  const begun = await beginConversation(url)
  const started = performance.now()
  const response = await postQuestion(url, begun, QUESTION, 'text/event-stream')
  return { started, shown: await momentOf(response, (heard) => heard.includes('event: sentence')) }
}

/** When a stream first held something; reads on to its end. */
async function momentOf(response: Response, holds: (heard: string) => boolean): Promise<number> {
  let heard = ''
  let moment: number | undefined
  const decoder = new TextDecoder()
  for await (const chunk of response.body ?? []) {
    heard += decoder.decode(chunk, { stream: true })
    if (moment === undefined && holds(heard)) moment = performance.now()
  }
  if (moment === undefined) throw new Error(`never came: ${heard.slice(0, 300)}`)
  return moment
}

async function timeAnswer(url: string): Promise<number> {
  const begun = await beginConversation(url)
  const started = performance.now()
  await (await postQuestion(url, begun, QUESTION)).text()
  return performance.now() - started
}

/** Answers while the breaker is open, in turn with a service that has no model. */
async function measureOpen({ server, withModel, without, timing }: Bench): Promise<number> {
  server.always({ status: 500 })
  for (let fault = 0; fault < OPENING_FAULTS; fault += 1) await timeAnswer(withModel)
  for (let round = 0; round < WARM_UP; round += 1) await timeAnswer(without)
  const before = server.requests.length
  for (let pair = 0; pair < OPEN_PAIRS; pair += 1) {
    timing.open.push(await timeAnswer(withModel))
    timing.extract.push(await timeAnswer(without))
  }
  return server.requests.length - before
}

type Result = { n: number; p50: number; p95: number; max: number; bar: string; held: boolean }

function printResults(timing: Timing, upstream: number) {
  const p95 = (values: number[]) => quantile(values, 0.95)
  const result = (values: number[], most: number, of: (all: number[]) => number = p95): Result => ({
    n: values.length,
    p50: Math.round(quantile(values, 0.5)),
    p95: Math.round(p95(values)),
    max: Math.round(Math.max(...values)),
    bar: Number.isFinite(most) ? `${Math.round(most)} ms` : '',
    held: of(values) <= most,
  })
  const largest = (values: number[]) => Math.max(...values)
  const results = {
    'first sentence, endpoint alone': result(timing.direct, Infinity),
    'first sentence, shown': result(timing.shown, Infinity),
    'added, retrieval included': result(timing.added, 150),
    'beyond the end of the sentence': result(timing.beyond, 60),
    'endpoint answers 500': result(timing.fault5xx, 3_000),
    'endpoint hangs': result(timing.hung, FIRST_WORDS_MS + 500, largest),
    'endpoint drips': result(timing.dripping, WHOLE_MS + 500, largest),
    'no model (extractive)': result(timing.extract, Infinity),
    'breaker open': result(timing.open, 1.5 * p95(timing.extract)),
  }
  console.table(results)
  console.log(`requests to the endpoint while the breaker was open: ${upstream}`)
  console.log(JSON.stringify({ unit: 'ms', results, upstreamWhileOpen: upstream }))
}
