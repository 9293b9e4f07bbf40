import { z } from 'zod'
import answer from '../prompts/answer.md'
import brief from '../prompts/brief.md'
import doubt from '../prompts/doubt.md'
import mendSentence from '../prompts/mend-sentence.md'
import passageQuestions from '../prompts/passage-questions.md'
import rewriteQuestion from '../prompts/rewrite-question.md'
import { createApp } from './app.ts'
import { readConfig } from './config.ts'
import { plainSettings } from './shown-settings.ts'
import { createBell } from './consultation/bell.ts'
import { createDatabaseClock } from './db/clock.ts'
import { openDatabase } from './db/database.ts'
import type { Deps } from './deps.ts'
import { type AddressCounter, createAddressCounter } from './http/limit-counts.ts'
import { describeError, logLine } from './http/log.ts'
import { runDueJobs } from './jobs/run-due-jobs.ts'
import type { KnowledgeCache } from './knowledge/runtime-knowledge.ts'
import { createBreaker } from './models/breaker.ts'
import { openModels } from './open-models.ts'
import { openAiEmbedder } from './models/openai-embedder.ts'
import { maskedEmbedder } from './privacy/masked-embedder.ts'
import { readPrompts } from './prompts/prompts.ts'
import { cipherFromSettings } from './security/master-key.ts'
import { openWechat } from './wechat/open-wechat.ts'

type Fetcher = { fetch: (request: Request) => Promise<Response> }

const isFetcher = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'fetch' in value

const Bindings = z.looseObject({
  HYPERDRIVE: z.object({ connectionString: z.string() }),
  ASSETS: z.custom<Fetcher>(isFetcher),
})

type Execution = { waitUntil: (work: Promise<unknown>) => void }

/** Hyperdrive keeps the connections; a request needs few, and none may outlive it. */
const CONNECTIONS = 3

/** Plain data, so that the requests of an isolate may share it. */
const cache: KnowledgeCache = new Map()

/** Each isolate counts for itself. */
const counted: { limits?: AddressCounter } = {}

const now = () => new Date()
const breaker = createBreaker(now)
const prompts = readPrompts({
  answer,
  'mend-sentence': mendSentence,
  'rewrite-question': rewriteQuestion,
  doubt,
  'passage-questions': passageQuestions,
  brief,
})

/** WeChat takes calls from known addresses only, and Workers have none: a relay of the operator may. */
const isRelay = (apiBase: string) => !apiBase.endsWith('.weixin.qq.com')

type Opened = { deps: Deps; close: () => Promise<void> }

/** Everything that one request or one run of the jobs needs; `close` waits for its work. */
function open(bindings: unknown): Opened {
  const { HYPERDRIVE, ASSETS } = Bindings.parse(bindings)
  const config = readConfig(z.record(z.string(), z.unknown()).parse(bindings))
  const state = { closing: false }
  const { db, close } = openDatabase({
    address: { url: HYPERDRIVE.connectionString },
    connections: Math.min(CONNECTIONS, config.databasePool),
    // workerd reports the end of a connection that we close as an error of it.
    onError: (error) => {
      if (!state.closing) logLine('error', 'database_connection', describeError(error))
    },
  })
  const underway: Promise<void>[] = []
  const cipher = cipherFromSettings(config)
  const deps: Deps = {
    db,
    bell: createBell(),
    cache,
    embedder: config.embedding && maskedEmbedder(openAiEmbedder(config.embedding)),
    ...openModels(config, { db, log: logLine, now, breaker }),
    modelDeadlineMs: config.modelWholeMs,
    prompts,
    filingNumber: config.filingNumber,
    cipher,
    passwords: undefined,
    parseUpload: undefined,
    passwordProfile: config.passwordProfile,
    addressOf: (_environment, headers) => headers.get('cf-connecting-ip') ?? 'unknown',
    limits: (counted.limits ??= createAddressCounter(config.addressLimits)),
    secureCookies: true,
    senders: undefined,
    wechat: openWechat(config, { db, cipher, now, log: logLine }, { reaches: isRelay }),
    now,
    log: logLine,
    background: (work) => void underway.push(work),
    ...plainSettings(config),
    meters: undefined,
    packaged: undefined,
    rebuild: { running: false },
    // A copy: the headers of what a binding answers cannot be changed.
    assets: async (request) => {
      const found = await ASSETS.fetch(request)
      return new Response(found.body, found)
    },
  }
  return {
    deps,
    close: async () => {
      await Promise.allSettled(underway)
      state.closing = true
      await close()
    },
  }
}

/** The response, and a promise of the moment when all of it is sent or its reader has gone. */
function watchBody(response: Response): { watched: Response; sent: Promise<void> } {
  if (!response.body) return { watched: response, sent: Promise.resolve() }
  const { readable, writable } = new TransformStream()
  const sent = response.body.pipeTo(writable).catch(() => {})
  return { watched: new Response(readable, response), sent }
}

export default {
  fetch: async (request: Request, bindings: unknown, execution: Execution): Promise<Response> => {
    const { deps, close } = open(bindings)
    const { watched, sent } = watchBody(await createApp(() => deps).fetch(request))
    execution.waitUntil(sent.then(close))
    return watched
  },
  scheduled: async (_event: unknown, bindings: unknown): Promise<void> => {
    const { deps, close } = open(bindings)
    const clock = createDatabaseClock(deps.db)
    await clock.measure()
    await runDueJobs({ ...deps, now: clock.now })
    await close()
  },
}
