import { and, desc, eq, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import { type Account, actorOf } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { jobs } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../shared/errors.ts'

export type JobQuery = {
  state: 'dead' | 'waiting'
  /** Id of the last one of the page before. */
  before?: string | undefined
  limit: number
}

/**
 * Work that was given up, or that waits, the newest first. It belongs to no organisation: only who stands above
 * all of them sees it.
 */
export async function listJobs(db: Database, viewer: Account, { state, before, limit }: JobQuery) {
  if (viewer.organisationPath !== null) return { jobs: [], next: null }
  const position = sql`(${jobs.createdAt}, ${jobs.id})`
  const rows = await db
    .select()
    .from(jobs)
    .where(
      and(
        state === 'dead' ? isNotNull(jobs.deadAt) : isNull(jobs.deadAt),
        isNull(jobs.doneAt),
        before === undefined
          ? undefined
          : lt(position, sql`(select created_at, id from jobs where id = ${before})`),
      ),
    )
    .orderBy(desc(jobs.createdAt), desc(jobs.id))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  return {
    jobs: page.map(({ id, kind, attempts, lastError, ...times }) => ({
      id,
      kind,
      attempts,
      lastError,
      dueAt: times.dueAt.toISOString(),
      deadAt: times.deadAt?.toISOString() ?? null,
      createdAt: times.createdAt.toISOString(),
    })),
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  }
}

/**
 * Lets work that was given up be tried again, from the first try on.
 * @throws AppError `not_found` for work that is not seen, `conflict` for what was not given up
 */
export async function retryJob(deps: Deps, viewer: Account, id: string): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const seen = viewer.organisationPath === null
    const [found] = seen ? await tx.select().from(jobs).where(eq(jobs.id, id)).for('update') : []
    if (!found) throw new AppError('not_found', 'job_unknown')
    if (found.deadAt === null) throw new AppError('conflict', 'job_not_dead')
    await tx
      .update(jobs)
      .set({ deadAt: null, attempts: 0, dueAt: deps.now() })
      .where(eq(jobs.id, id))
    await appendAudit(tx, {
      actor: actorOf(viewer),
      action: 'retry_job',
      objectId: id,
      result: 'ok',
      details: {},
    })
  })
}
