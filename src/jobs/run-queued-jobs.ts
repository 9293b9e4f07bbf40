import { and, asc, eq, isNull, lte, notInArray } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { jobs } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { describeError } from '../http/log.ts'
import { nextTry } from '../shared/next-try.ts'
import { type Job, MOST_ATTEMPTS, recordDeath } from './job.ts'

/**
 * Touches the database only, through `tx` (`deps.db` is the same): what it does and that it is done are one
 * transaction. It may come late or find things changed meanwhile, so it looks at their state first.
 */
export type JobHandler = (
  deps: Deps,
  tx: Database,
  payload: Record<string, string>,
) => Promise<void>

export type JobHandlers = Record<string, JobHandler>

const MOST_AT_ONCE = 200

/**
 * Does the queued work that is due by `deps.now()`, longest due first, one transaction each.
 * @param otherKinds what somebody else does (`run-outside-jobs.ts`)
 */
export async function runQueuedJobs(
  deps: Deps,
  handlers: JobHandlers,
  otherKinds: string[] = [],
): Promise<void> {
  const left: LeftAlone = { kinds: otherKinds, broken: [] }
  for (let count = 0; count < MOST_AT_ONCE; count += 1) {
    const found = await runNext(deps, handlers, left)
    if (!found) return
  }
}

/** `broken`: ids of jobs whose very record could not be written. */
type LeftAlone = { kinds: string[]; broken: string[] }

/** @returns whether there was one */
async function runNext(deps: Deps, handlers: JobHandlers, left: LeftAlone): Promise<boolean> {
  let id: string | undefined
  try {
    await deps.db.transaction(async (tx) => {
      const job = await claim(tx, deps.now(), left)
      id = job?.id
      if (job) await attempt(deps, tx, { job, handler: handlers[job.kind] })
    })
  } catch (error) {
    if (id === undefined) throw error
    left.broken.push(id)
    deps.log('error', 'job_not_recorded', { id, ...describeError(error) })
  }
  return id !== undefined
}

async function claim(
  tx: Database,
  now: Date,
  { kinds, broken }: LeftAlone,
): Promise<Job | undefined> {
  const [job] = await tx
    .select()
    .from(jobs)
    .where(
      and(
        isNull(jobs.doneAt),
        isNull(jobs.deadAt),
        lte(jobs.dueAt, now),
        kinds.length > 0 ? notInArray(jobs.kind, kinds) : undefined,
        broken.length > 0 ? notInArray(jobs.id, broken) : undefined,
      ),
    )
    .orderBy(asc(jobs.dueAt), asc(jobs.createdAt), asc(jobs.id))
    .limit(1)
    .for('update', { skipLocked: true })
  return job
}

type Attempt = { job: Job; handler: JobHandler | undefined }

/** What a handler has written before it failed is taken back; that it failed is kept. */
async function attempt(deps: Deps, tx: Database, { job, handler }: Attempt): Promise<void> {
  try {
    if (!handler) throw new Error('no handler')
    await tx.transaction((inner) => handler({ ...deps, db: inner }, inner, job.payload))
    await tx.update(jobs).set({ doneAt: deps.now() }).where(eq(jobs.id, job.id))
  } catch (error) {
    await recordFailure(deps, tx, { job, error })
  }
}

async function recordFailure(
  deps: Deps,
  tx: Database,
  { job: { id, kind, attempts: before }, error }: { job: Job; error: unknown },
): Promise<void> {
  const now = deps.now()
  const attempts = before + 1
  const dead = attempts >= MOST_ATTEMPTS
  const described = describeError(error)
  deps.log('error', dead ? 'job_dead' : 'job_failed', { job: kind, id, attempts, ...described })
  await tx
    .update(jobs)
    .set({
      attempts,
      lastError: String(described['error']),
      ...(dead ? { deadAt: now } : { dueAt: nextTry(now, attempts) }),
    })
    .where(eq(jobs.id, id))
  if (dead) await recordDeath(tx, kind, now)
}
