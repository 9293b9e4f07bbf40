import type { Deps } from '../../deps.ts'
import { describeError } from '../../http/log.ts'
import { indexKnowledge, latestRevision } from '../index-knowledge.ts'
import { packagedFiles } from './list-edits.ts'
import { readEdited } from './published-edits.ts'

/** One build at a time in a process; whoever builds goes on until nothing newer is published. */
export type RebuildState = { running: boolean }

/**
 * Brings the index up to the published edits, beside the one in use, which answers meanwhile. How far it is stands
 * in `indexes`; a build that fails is marked there and leaves the old one in use.
 */
export async function rebuildIndex(deps: Deps): Promise<void> {
  if (deps.rebuild.running) return
  deps.rebuild.running = true
  try {
    while (await buildLatest(deps)) continue
  } catch (error) {
    deps.log('error', 'index_not_built', describeError(error))
  } finally {
    deps.rebuild.running = false
  }
}

/** @returns whether more has been published meanwhile */
async function buildLatest(deps: Deps): Promise<boolean> {
  const { db, embedder } = deps
  const revision = await latestRevision(db)
  const knowledge = await readEdited(deps, await packagedFiles(deps))
  const { indexId, built } = await indexKnowledge(db, knowledge, {
    embedder,
    now: deps.now(),
    revision,
    questions: deps,
  })
  if (built) deps.log('info', 'index_built', { index: indexId, revision })
  return (await latestRevision(db)) > revision
}
