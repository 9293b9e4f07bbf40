import { eq } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { cases, followUps } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { queueJob } from '../jobs/queue-job.ts'
import { queueNotice } from '../notices/queue-notice.ts'
import { shanghaiDay } from '../shared/shanghai-day.ts'

const HOUR_MS = 60 * 60 * 1000
/** A term ends at 24:00: that of nine o'clock on its last day. */
const TOLD_BEFORE_MS = 15 * HOUR_MS

type FollowUp = { id: string; dueAt: Date }

const toldAt = ({ dueAt }: Pick<FollowUp, 'dueAt'>) => new Date(dueAt.getTime() - TOLD_BEFORE_MS)

/** Staff are told of a follow-up on the morning of its last day; with the transaction that opens or moves it. */
export async function queueFollowUp(tx: Database, { id, dueAt }: FollowUp): Promise<void> {
  await queueJob(tx, {
    kind: 'follow_up_due',
    key: `follow_up_due:${id}:${shanghaiDay(dueAt)}`,
    payload: { followUpId: id },
    dueAt: toldAt({ dueAt }),
  })
}

/** Not of one that is done by now, nor of one that was put off. */
async function tell(deps: Deps, tx: Database, payload: Record<string, string>): Promise<void> {
  const [found] = await tx
    .select({ followUp: followUps, code: cases.code })
    .from(followUps)
    .leftJoin(cases, eq(cases.id, followUps.caseId))
    .where(eq(followUps.id, payload['followUpId'] ?? ''))
  const now = deps.now()
  if (!found || found.followUp.doneAt !== null || toldAt(found.followUp) > now) return
  const { id, dueAt, organisationId, caseId } = found.followUp
  await queueNotice(tx, {
    key: `follow_up_due:${id}:${shanghaiDay(dueAt)}`,
    kind: 'follow_up_due',
    recipient: { kind: 'organisation', id: organisationId },
    data: { dueAt: dueAt.toISOString(), ...(found.code !== null && { code: found.code }) },
    ...(caseId !== null && { caseId }),
    now,
  })
}

/** By the kind of the job (`jobs/handlers.ts`). */
export const followUpJobs = { follow_up_due: tell }
