import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { jobs } from '../db/schema/index.ts'
import { newId } from '../shared/ids.ts'

export type QueuedJob = {
  /** A name in `handlers.ts`. */
  kind: string
  /** Names this work for ever: queued again, it is the same work. */
  key: string
  payload: Record<string, string>
  dueAt: Date
}

/** Notes work that is due at a time, in the transaction that causes it; done once, however often it is noted. */
export async function queueJob(tx: Database, job: QueuedJob): Promise<void> {
  await tx
    .insert(jobs)
    .values({ ...job, id: newId(), createdAt: sql`now()` })
    .onConflictDoNothing({ target: jobs.key })
}

/**
 * Takes back work that has not begun. What is being done just now is left to its handler, which looks at the
 * state of things itself: waiting for it here could wait in a ring.
 */
export async function cancelJob(tx: Database, key: string): Promise<void> {
  const waiting = tx
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(eq(jobs.key, key), isNull(jobs.doneAt)))
    .for('update', { skipLocked: true })
  await tx.delete(jobs).where(inArray(jobs.id, waiting))
}
