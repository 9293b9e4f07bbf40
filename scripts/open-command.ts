import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../src/config.ts'
import type { Log } from '../src/http/log.ts'
import { readEdited } from '../src/knowledge/edits/published-edits.ts'
import { indexKnowledge, latestRevision } from '../src/knowledge/index-knowledge.ts'
import type { Knowledge } from '../src/knowledge/read-knowledge.ts'
import { openService, type Service } from '../src/open-service.ts'
import { packagedSnapshot, readPackagedFiles } from '../src/packaged.ts'

export type Command = Service & { knowledge: Knowledge }

/** Warnings only: command lines print their results on standard output. */
const quietLog: Log = (level, event, fields) => {
  if (level !== 'info') console.error(`${level} ${event} ${JSON.stringify(fields ?? {})}`)
}

/** Settings without the models that write and rank; the one that embeds belongs to the index. */
const NO_OUTSIDE_MODELS = { CHAT_MODEL: '', RERANK_URL: '', RERANK_MODEL: '' }

type CommandOptions = { snapshot?: boolean; outsideModels?: boolean }

/** The service for a command line; on a data folder of its own unless DATA_DIR is given. */
export async function openCommand(options: CommandOptions = {}): Promise<Command> {
  const given = process.env['DATA_DIR'] ?? process.env['DATABASE_URL']
  const own = given ? undefined : await mkdtemp(join(tmpdir(), 'zhiwen-'))
  const config = readConfig({
    ...process.env,
    ...(own && { DATA_DIR: own }),
    ...(options.outsideModels === false && NO_OUTSIDE_MODELS),
  })
  const service = await openService(config, {
    log: quietLog,
    ...(options.snapshot !== false && { snapshot: packagedSnapshot }),
  })
  const revision = await latestRevision(service.deps.db)
  const knowledge = await readEdited(service.deps, await readPackagedFiles())
  await indexKnowledge(service.deps.db, knowledge, {
    revision,
    embedder: service.deps.embedder,
    now: service.deps.now(),
    progress: showProgress('indexing'),
    questions: { ...service.deps, log: quietLog, progress: showProgress('questions') },
  })
  const close = async () => {
    await service.close()
    if (own) await rm(own, { recursive: true, force: true })
  }
  return { ...service, knowledge, close }
}

/** One line on standard error that is written over. */
export function showProgress(what: string) {
  return (done: number, total: number) => {
    if (!process.stderr.isTTY && done !== total && done % 512 !== 0) return
    process.stderr.write(`${process.stderr.isTTY ? '\r' : ''}${what} ${done}/${total}`)
    if (done === total || !process.stderr.isTTY) process.stderr.write('\n')
  }
}
