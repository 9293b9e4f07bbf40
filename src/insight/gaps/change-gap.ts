import { and, eq, sql } from 'drizzle-orm'
import { actedBy, type ActingAccount } from '../../accounts/account.ts'
import { appendAudit } from '../../audit/append-audit.ts'
import type { Database } from '../../db/database.ts'
import { gaps } from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import { maskPersonalData } from '../../privacy/mask-personal-data.ts'
import { AppError } from '../../shared/errors.ts'
import type { GapState } from '../../shared/gap-states.ts'
import { viewGap } from './list-gaps.ts'

type Change = {
  by: ActingAccount
  id: string
  version: number
  state: GapState
  /** Why it is not ours. */
  reason?: string | undefined
}

/**
 * Marks a 知识缺口 (hot questions are not marked): it stays until somebody opens it again.
 * @throws AppError `not_found` for one of which nothing is seen · `conflict` for another version
 */
export async function changeGap(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  change: Change,
): Promise<void> {
  await db.transaction(async (tx) => {
    await findGap(tx, change.by, change.id)
    const reason = change.state === 'not_ours' ? maskPersonalData(change.reason ?? '') : null
    await updateGap(tx, change, { state: change.state, reason, changedAt: now() })
  })
}

/** @throws AppError `not_found` */
export async function findGap(tx: Database, by: ActingAccount, id: string) {
  const found = await viewGap(tx, by, undefined, id)
  if (found?.gap.kind !== 'gap') throw new AppError('not_found', 'gap_unknown')
  return found.gap
}

type Seen = Pick<Change, 'by' | 'id' | 'version'>
type Set = Pick<typeof gaps.$inferInsert, 'reason' | 'changedAt' | 'curatedId'> & {
  state: GapState
}

/** @throws AppError `conflict` when it is no longer the version that was seen */
export async function updateGap(tx: Database, { by, id, version }: Seen, set: Set): Promise<void> {
  const [changed] = await tx
    .update(gaps)
    .set({ ...set, changedBy: by.id, version: sql`${gaps.version} + 1` })
    .where(and(eq(gaps.id, id), eq(gaps.version, version)))
    .returning({ id: gaps.id })
  if (!changed) throw new AppError('conflict', 'gap_changed')
  await appendAudit(tx, {
    ...actedBy(by),
    action: 'change_gap',
    objectId: id,
    result: 'ok',
    details: { state: set.state },
  })
}
