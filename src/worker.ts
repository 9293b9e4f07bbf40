import { z } from 'zod'
import { createApp } from './app.ts'
import { readConfig } from './config.ts'
import { createBell } from './consultation/bell.ts'
import { openDatabase } from './db/database.ts'
import type { Deps } from './deps.ts'
import { describeError, logLine } from './http/log.ts'
import { runDueJobs } from './jobs/run-due-jobs.ts'
import type { KnowledgeCache } from './knowledge/runtime-knowledge.ts'
import { openAiEmbedder } from './models/openai-embedder.ts'

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

type Opened = { deps: Deps; close: () => Promise<void> }

/** Everything that one request or one run of the jobs needs; `close` waits for its work. */
function open(bindings: unknown): Opened {
  const { HYPERDRIVE, ASSETS } = Bindings.parse(bindings)
  const config = readConfig(z.record(z.string(), z.unknown()).parse(bindings))
  const state = { closing: false }
  const { db, close } = openDatabase({
    address: { url: HYPERDRIVE.connectionString },
    connections: CONNECTIONS,
    // workerd reports the end of a connection that we close as an error of it.
    onError: (error) => {
      if (!state.closing) logLine('error', 'database_connection', describeError(error))
    },
  })
  const underway: Promise<void>[] = []
  const deps: Deps = {
    db,
    bell: createBell(),
    cache,
    embedder: config.embedding && openAiEmbedder(config.embedding),
    now: () => new Date(),
    log: logLine,
    background: (work) => void underway.push(work),
    embedOrigins: config.embedOrigins,
    logRequests: config.logRequests,
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
    await runDueJobs(deps)
    await close()
  },
}
