import { eq } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { accounts } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import type { NoticeRecipient } from '../notices/find-recipients.ts'
import { queueNotice } from '../notices/queue-notice.ts'
import { shanghaiDay } from '../shared/shanghai-day.ts'
import { expireCurated } from './expire-curated.ts'

/** Curated answers whose review day has come are out of use; each owner is told how many. */
async function expire(deps: Deps, tx: Database): Promise<void> {
  const now = deps.now()
  const today = shanghaiDay(now)
  const expired = await expireCurated(tx, today)
  for (const ownerId of new Set(expired.map((each) => each.ownerId))) {
    const own = expired.filter((each) => each.ownerId === ownerId)
    await queueNotice(tx, {
      key: `curated_review_due:${ownerId}:${today}`,
      kind: 'curated_review_due',
      recipient: await recipientFor(tx, ownerId),
      data: { count: String(own.length) },
      now,
    })
  }
}

/** In the place of an owner who has left, their organisation. */
async function recipientFor(tx: Database, ownerId: string): Promise<NoticeRecipient> {
  const [owner] = await tx
    .select({ disabledAt: accounts.disabledAt, organisationId: accounts.organisationId })
    .from(accounts)
    .where(eq(accounts.id, ownerId))
  if (owner?.disabledAt === null) return { kind: 'account', id: ownerId }
  const organisationId = owner?.organisationId ?? null
  return organisationId === null
    ? { kind: 'administrators' }
    : { kind: 'organisation', id: organisationId }
}

/** By the kind of the job (`jobs/handlers.ts`). */
export const curatedJobs = { curated_expiry: expire }
