import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { createFirstAdministrator } from './accounts/first-administrator.ts'
import { createApp } from './app.ts'
import { type ChatEndpoint, readConfig } from './config.ts'
import type { Deps } from './deps.ts'
import { describeError, logLine } from './http/log.ts'
import { runDueJobs } from './jobs/run-due-jobs.ts'
import { readEdited } from './knowledge/edits/published-edits.ts'
import { indexKnowledge, latestRevision } from './knowledge/index-knowledge.ts'
import { ensureCityCentre } from './organisations/ensure-city-centre.ts'
import { AppError } from './shared/errors.ts'
import { openService } from './open-service.ts'
import { packagedSnapshot, readPackagedFiles, webAssets } from './packaged.ts'

const JOBS_EVERY_MS = 5_000
const SHUTDOWN_MS = 10_000
/** Consoles listen as long as they are let. */
const LAST_STREAMS_MS = 8_000

async function main() {
  const started = performance.now()
  const config = readConfig(process.env)
  if (!existsSync('dist/web/index.html')) {
    throw new AppError('invalid', 'the pages are not built; run: npm run build')
  }
  const [service, files] = await Promise.all([
    openService(config, {
      log: logLine,
      snapshot: packagedSnapshot,
      assets: webAssets('dist/web'),
    }),
    readPackagedFiles(),
  ])
  const { deps } = service
  const revision = await latestRevision(deps.db)
  const knowledge = await readEdited(deps, files)
  const { built, entries } = await indexKnowledge(deps.db, knowledge, {
    revision,
    embedder: deps.embedder,
    now: deps.now(),
    progress: logTenths('indexing'),
    questions: { ...deps, progress: logTenths('writing_questions') },
  })
  await deps.db.transaction((tx) => ensureCityCentre(tx, deps.now()))
  await announceAdministrator(deps)
  const app = createApp(() => deps)
  const server = serve({ fetch: app.fetch, hostname: config.host, port: config.port }, (address) =>
    announce(address, { built, entries, ms: Math.round(performance.now() - started) }),
  )
  if (config.chat) announceModel(config.chat).catch(logModelBug)
  const jobs = setInterval(() => void runDueJobs(deps), JOBS_EVERY_MS)
  const stop = () => {
    clearInterval(jobs)
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref()
    server.close(() => void service.close().then(() => process.exit(0)))
    setTimeout(() => {
      if ('closeAllConnections' in server) server.closeAllConnections()
    }, LAST_STREAMS_MS).unref()
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

/** Told once, on standard error, and not as a line of the log, which is kept. */
async function announceAdministrator(deps: Deps) {
  const first = await createFirstAdministrator(deps)
  if (!first) return
  const { username, oneTimePassword } = first
  process.stderr.write(
    `\nFirst administrator: ${username}\nOne-time password, good for 72 hours: ${oneTimePassword}\n\n`,
  )
}

/** Long work shows that it goes on, in ten lines. */
function logTenths(event: string) {
  let told = 0
  return (done: number, total: number) => {
    const tenths = Math.floor((done * 10) / total)
    if (tenths > told) logLine('info', event, { done, total })
    told = tenths
  }
}

/** A model that does not answer is told of and keeps nothing waiting: without it answers are passages. */
async function announceModel(endpoint: ChatEndpoint) {
  const { checkEndpoint } = await import('./models/check-endpoint.ts')
  const check = await checkEndpoint(endpoint)
  if (check.ok) logLine('info', 'model_ready', { model: check.model, ms: check.ms })
  else logLine('warn', 'model_problem', { problem: check.problem })
}

const logModelBug = (error: unknown) => logLine('error', 'model_problem', describeError(error))

function announce(address: AddressInfo, fields: Record<string, string | number | boolean>) {
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
  const url = `http://${host}:${address.port}`
  logLine('info', 'listening', { url, ...fields })
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`)
  process.exit(1)
})

/** Known problems in words; a bug with its stack. */
function explain(error: unknown): string {
  if (error instanceof AppError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
