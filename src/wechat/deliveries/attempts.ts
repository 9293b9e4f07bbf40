import { and, desc, eq } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import {
  type attemptResults,
  type deliveryWays,
  wechatAttempts,
  wechatDeliveries,
} from '../../db/schema/index.ts'
import { newId } from '../../shared/ids.ts'
import type { CallOutcome } from '../../platform/call-api.ts'

export type Way = (typeof deliveryWays)[number]
export type AttemptResult = (typeof attemptResults)[number]

type Begun = { deliveryId: string; way: Way; part: number; now: Date }

/** Before anything leaves: should the process end now, it is known that something may have left. */
export async function beginAttempt(db: Database, begun: Begun): Promise<string> {
  const { now, ...attempt } = begun
  const id = newId()
  await db.insert(wechatAttempts).values({ ...attempt, id, result: 'begun', at: now })
  return id
}

type Ended = {
  result: AttemptResult
  outcome?: Pick<CallOutcome, 'errcode' | 'rid' | 'msgid'>
  now: Date
}

export async function endAttempt(
  db: Database,
  id: string,
  { result, outcome, now }: Ended,
): Promise<void> {
  const { errcode = null, rid = null, msgid = null } = outcome ?? {}
  await db
    .update(wechatAttempts)
    .set({ result, errcode, rid, providerId: msgid, endedAt: now })
    .where(eq(wechatAttempts.id, id))
}

/** One whose process ended in the middle of it. */
export async function findUnended(db: Database, deliveryId: string) {
  const [row] = await db
    .select({ id: wechatAttempts.id, way: wechatAttempts.way })
    .from(wechatAttempts)
    .where(and(eq(wechatAttempts.deliveryId, deliveryId), eq(wechatAttempts.result, 'begun')))
    .orderBy(desc(wechatAttempts.at))
    .limit(1)
  return row
}

/** The platform tells later that a template message did not arrive. */
export async function noteTemplateFailure(
  db: Database,
  providerId: string,
  now: Date,
): Promise<void> {
  await db
    .update(wechatAttempts)
    .set({ result: 'refused', endedAt: now })
    .where(and(eq(wechatAttempts.providerId, providerId), eq(wechatAttempts.way, 'template')))
}

/** A message of 微信客服 that was taken and did not arrive: it comes with the customer's next word. */
export async function noteKfFailure(db: Database, providerId: string, now: Date): Promise<void> {
  const [attempt] = await db
    .update(wechatAttempts)
    .set({ result: 'refused', endedAt: now })
    .where(and(eq(wechatAttempts.providerId, providerId), eq(wechatAttempts.way, 'kf')))
    .returning({ deliveryId: wechatAttempts.deliveryId, part: wechatAttempts.part })
  if (!attempt) return
  await db
    .update(wechatDeliveries)
    .set({ state: 'pending', part: attempt.part, endedAt: null })
    .where(eq(wechatDeliveries.id, attempt.deliveryId))
}
