import { and, eq, gte, lte } from 'drizzle-orm'
import type { ActingAccount } from '../accounts/account.ts'
import { expertLeaves } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { shanghaiDay } from '../shared/shanghai-day.ts'
import { findExpert } from './expert-scope.ts'
import type { Leave } from './matching/profiles.ts'
import { recordExpertEvent } from './record-expert-event.ts'

type Which = { by: ActingAccount; id: string }

const MOST_LEAVES = 100

/** @throws AppError `not_found`; `invalid` for days in the wrong order or gone by; `conflict` for an overlap */
export async function addLeave(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  { by, id }: Which,
  { from, to }: Leave,
): Promise<Leave & { id: string }> {
  if (to < from) throw new AppError('invalid', 'leave_days_wrong')
  if (to < shanghaiDay(now())) throw new AppError('invalid', 'leave_past')
  const leave = { id: newId(), from, to }
  await db.transaction(async (tx) => {
    await findExpert(tx, by, id)
    const own = eq(expertLeaves.expertId, id)
    const overlapping = and(own, lte(expertLeaves.from, to), gte(expertLeaves.to, from))
    if ((await tx.$count(expertLeaves, overlapping)) > 0) {
      throw new AppError('conflict', 'leave_overlaps')
    }
    if ((await tx.$count(expertLeaves, own)) >= MOST_LEAVES) {
      throw new AppError('conflict', 'leave_too_many')
    }
    await tx.insert(expertLeaves).values({ ...leave, expertId: id })
    const event = { expertId: id, event: 'leave_added', reason: null, at: now() } as const
    await recordExpertEvent(tx, by, event)
  })
  return leave
}

/** @throws AppError `not_found` */
export async function removeLeave(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  { by, id, leaveId }: Which & { leaveId: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    await findExpert(tx, by, id)
    const removed = await tx
      .delete(expertLeaves)
      .where(and(eq(expertLeaves.id, leaveId), eq(expertLeaves.expertId, id)))
      .returning({ id: expertLeaves.id })
    if (removed.length === 0) throw new AppError('not_found', 'leave_unknown')
    const event = { expertId: id, event: 'leave_removed', reason: null, at: now() } as const
    await recordExpertEvent(tx, by, event)
  })
}
