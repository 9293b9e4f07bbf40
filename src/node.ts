import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { createApp } from './app.ts'
import { readConfig } from './config.ts'
import { logLine } from './http/log.ts'
import { runDueJobs } from './jobs/run-due-jobs.ts'
import { indexKnowledge } from './knowledge/index-knowledge.ts'
import { AppError } from './shared/errors.ts'
import { openService } from './open-service.ts'
import { packagedSnapshot, readPackagedKnowledge, webAssets } from './packaged.ts'

const JOBS_EVERY_MS = 5_000
const SHUTDOWN_MS = 10_000

async function main() {
  const started = performance.now()
  const config = readConfig(process.env)
  if (!existsSync('dist/web/index.html')) {
    throw new AppError('invalid', 'the pages are not built; run: npm run build')
  }
  const [service, knowledge] = await Promise.all([
    openService(config, {
      log: logLine,
      snapshot: packagedSnapshot,
      assets: webAssets('dist/web'),
    }),
    readPackagedKnowledge(),
  ])
  const { deps } = service
  const { built, entries } = await indexKnowledge(deps.db, knowledge, {
    embedder: deps.embedder,
    now: deps.now(),
    progress: logEveryTenth,
  })
  const app = createApp(() => deps)
  const server = serve({ fetch: app.fetch, hostname: config.host, port: config.port }, (address) =>
    announce(address, { built, entries, ms: Math.round(performance.now() - started) }),
  )
  const jobs = setInterval(() => void runDueJobs(deps), JOBS_EVERY_MS)
  const stop = () => {
    clearInterval(jobs)
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref()
    server.close(() => void service.close().then(() => process.exit(0)))
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

/** Long work shows that it goes on, in ten lines. */
function logEveryTenth(done: number, total: number) {
  const tenth = Math.max(1, Math.ceil(total / 10))
  if (done === total || done % tenth < 32) logLine('info', 'indexing', { done, total })
}

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
