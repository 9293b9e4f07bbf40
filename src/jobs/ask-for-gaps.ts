import { and, eq, isNull, lte } from 'drizzle-orm'
import { actedBy, type ActingAccount } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import { jobs } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../shared/errors.ts'
import { shanghaiDay } from '../shared/shanghai-day.ts'
import { queueJob } from './queue-job.ts'

/**
 * Has the gaps sought now. Once a minute at most, and not while a search that was asked for waits.
 * @throws AppError `conflict`
 */
export async function askForGaps(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  by: ActingAccount,
): Promise<void> {
  await db.transaction(async (tx) => {
    const waiting = await tx.$count(
      jobs,
      and(
        eq(jobs.kind, 'find_gaps'),
        isNull(jobs.doneAt),
        isNull(jobs.deadAt),
        lte(jobs.dueAt, now()),
      ),
    )
    if (waiting > 0) throw new AppError('conflict', 'gaps_sought_already')
    const at = now()
    const minute = at.toISOString().slice(0, 16)
    const payload = { day: shanghaiDay(at) }
    await queueJob(tx, { kind: 'find_gaps', key: `find_gaps:${minute}`, payload, dueAt: at })
    await appendAudit(tx, { ...actedBy(by), action: 'seek_gaps', result: 'ok', details: {} })
  })
}
