import { and, asc, eq, inArray, isNull, lte } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { jobs } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { nextTry } from '../shared/next-try.ts'
import { type Job, MOST_ATTEMPTS, recordDeath } from './job.ts'
import { describeError } from '../http/log.ts'

/**
 * Work that waits for another system, such as a model: outside of any transaction. Gives what it has to write,
 * which is done in one transaction with the mark that it was done.
 */
export type OutsideHandler = (
  deps: Deps,
  payload: Record<string, string>,
) => Promise<(tx: Database) => Promise<void>>

export type OutsideHandlers = Record<string, OutsideHandler>

/** No new work is begun in a round after this: the next round does. */
const BEGIN_WITHIN_MS = 5_000

/** Does what is due, one after the other. Where the process ends meanwhile, it is tried again. */
export async function runOutsideJobs(deps: Deps, handlers: OutsideHandlers): Promise<void> {
  const begun = performance.now()
  while (performance.now() - begun < BEGIN_WITHIN_MS) {
    const job = await take(deps, Object.keys(handlers))
    if (!job) return
    await attempt(deps, job, handlers[job.kind])
  }
}

/** Takes what has been due longest: until its next try nobody else takes it. */
async function take({ db, now }: Deps, kinds: string[]): Promise<Job | undefined> {
  const at = now()
  return db.transaction(async (tx) => {
    const [found] = await tx
      .select()
      .from(jobs)
      .where(
        and(
          inArray(jobs.kind, kinds),
          isNull(jobs.doneAt),
          isNull(jobs.deadAt),
          lte(jobs.dueAt, at),
        ),
      )
      .orderBy(asc(jobs.dueAt), asc(jobs.createdAt), asc(jobs.id))
      .limit(1)
      .for('update', { skipLocked: true })
    if (!found) return undefined
    const attempts = found.attempts + 1
    const taken = { attempts, dueAt: nextTry(at, attempts) }
    await tx.update(jobs).set(taken).where(eq(jobs.id, found.id))
    return { ...found, ...taken }
  })
}

async function attempt(deps: Deps, job: Job, handler: OutsideHandler | undefined): Promise<void> {
  try {
    if (!handler) throw new Error('no handler')
    const record = await handler(deps, job.payload)
    await deps.db.transaction(async (tx) => {
      const [open] = await tx
        .update(jobs)
        .set({ doneAt: deps.now(), lastError: null })
        .where(and(eq(jobs.id, job.id), isNull(jobs.doneAt)))
        .returning({ id: jobs.id })
      // Another process has done it while this one waited.
      if (open) await record(tx)
    })
  } catch (error) {
    await recordFailure(deps, job, error)
  }
}

async function recordFailure(deps: Deps, job: Job, error: unknown): Promise<void> {
  const { id, kind, attempts } = job
  const dead = attempts >= MOST_ATTEMPTS
  const described = describeError(error)
  deps.log('error', dead ? 'job_dead' : 'job_failed', { job: kind, id, attempts, ...described })
  const now = deps.now()
  await deps.db.transaction(async (tx) => {
    await tx
      .update(jobs)
      .set({ lastError: String(described['error']), ...(dead && { deadAt: now }) })
      .where(eq(jobs.id, id))
    if (dead) await recordDeath(tx, kind, now)
  })
}
