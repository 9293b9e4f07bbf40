import { and, asc, count, eq, gt, inArray, lte, min, sql } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import {
  policyDeliveries,
  policyNotices,
  policySubscriptions,
  wechatUsers,
} from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { DAY_MS } from '../feedback/due-after.ts'
import { queueJob } from '../jobs/queue-job.ts'
import { loadKnowledge } from '../knowledge/runtime-knowledge.ts'
import { withinHours } from './hours.ts'

/** So many in one transaction: none of them holds its rows for long. */
const BATCH = 200
const MINUTE_MS = 60_000
const WEEK_MS = 7 * DAY_MS

/** Notes a notice that was approved for everybody who subscribed to one of its topics and districts, once each. */
async function send(deps: Deps, tx: Database, payload: Record<string, string>): Promise<void> {
  const now = deps.now()
  const at = sql`${now.toISOString()}::timestamptz`
  await tx.execute(sql`
    insert into policy_deliveries (id, notice_id, asker_id, state, due_at, created_at)
    select gen_random_uuid(), n.id, s.asker_id, 'waiting', ${at}, ${at}
    from policy_notices n join policy_subscriptions s on s.topics && n.topics
      and (n.districts = '{}' or s.districts = '{}' or s.districts && n.districts)
    where n.id = ${payload['noticeId'] ?? ''} and n.state = 'approved'
    on conflict do nothing`)
  await queueRelease(tx, now, '1')
}

async function queueRelease(tx: Database, dueAt: Date, part: string): Promise<void> {
  await queueJob(tx, {
    kind: 'policy_release',
    key: `policy_release:${dueAt.toISOString()}:${part}`,
    payload: { part },
    dueAt,
  })
}

type Ready = { id: string; askerId: string }

/**
 * Lets one batch of what is due reach its askers: by day only, and no more of them in a week than the settings say
 * (`policyNotices`). The rest is put off. Whoever takes their subscription back at this moment is left out.
 */
async function release(deps: Deps, tx: Database, payload: Record<string, string>): Promise<void> {
  const now = deps.now()
  const { mostPerWeek, ...hours } = (await loadKnowledge({ ...deps, db: tx })).settings
    .policyNotices
  const open = withinHours(now, hours)
  if (open > now) return queueRelease(tx, open, '1')
  const due = await takeDue(tx, now)
  const inWeek = await releasedInWeek(tx, due, now)
  const ready: Ready[] = []
  for (const each of due) {
    const { number = 0, first = now } = inWeek.get(each.askerId) ?? {}
    if (number < mostPerWeek) {
      ready.push(each)
      inWeek.set(each.askerId, { number: number + 1, first })
    } else {
      const dueAt = withinHours(new Date(first.getTime() + WEEK_MS), hours)
      await tx.update(policyDeliveries).set({ dueAt }).where(eq(policyDeliveries.id, each.id))
    }
  }
  await releaseAll(tx, ready, now)
  if (due.length === BATCH) {
    return queueRelease(tx, now, String(Number(payload['part'] ?? '1') + 1))
  }
  await queueNext(tx, now)
}

async function takeDue(tx: Database, now: Date): Promise<Ready[]> {
  return tx
    .select({ id: policyDeliveries.id, askerId: policySubscriptions.askerId })
    .from(policyDeliveries)
    .innerJoin(policyNotices, eq(policyNotices.id, policyDeliveries.noticeId))
    .innerJoin(policySubscriptions, eq(policySubscriptions.askerId, policyDeliveries.askerId))
    .where(
      and(
        eq(policyDeliveries.state, 'waiting'),
        lte(policyDeliveries.dueAt, now),
        eq(policyNotices.state, 'approved'),
      ),
    )
    .orderBy(asc(policyDeliveries.dueAt), asc(policyDeliveries.id))
    .limit(BATCH)
    .for('update', { of: [policyDeliveries, policySubscriptions], skipLocked: true })
}

type Week = { number: number; first: Date }

async function releasedInWeek(tx: Database, due: Ready[], now: Date): Promise<Map<string, Week>> {
  if (due.length === 0) return new Map()
  const { askerId, releasedAt } = policyDeliveries
  const rows = await tx
    .select({ askerId, number: count(), first: min(releasedAt) })
    .from(policyDeliveries)
    .where(
      and(
        inArray(
          askerId,
          due.map((each) => each.askerId),
        ),
        gt(releasedAt, new Date(now.getTime() - WEEK_MS)),
      ),
    )
    .groupBy(askerId)
  return new Map(
    rows.map((row) => [row.askerId ?? '', { number: row.number, first: row.first ?? now }]),
  )
}

/** Everybody reads it in their list; who is known in WeChat is told there too. */
async function releaseAll(tx: Database, ready: Ready[], now: Date): Promise<void> {
  if (ready.length === 0) return
  const ids = ready.map(({ id }) => id)
  await tx
    .update(policyDeliveries)
    .set({ state: 'released', releasedAt: now })
    .where(inArray(policyDeliveries.id, ids))
  const told = await tx
    .selectDistinct({ id: policyDeliveries.id })
    .from(policyDeliveries)
    .innerJoin(wechatUsers, eq(wechatUsers.askerId, policyDeliveries.askerId))
    .where(inArray(policyDeliveries.id, ids))
  for (const { id } of told) {
    const payload = { deliveryId: id }
    await queueJob(tx, { kind: 'policy_news', key: `policy_news:${id}`, payload, dueAt: now })
  }
}

async function queueNext(tx: Database, now: Date): Promise<void> {
  const [row] = await tx
    .select({ dueAt: min(policyDeliveries.dueAt) })
    .from(policyDeliveries)
    .innerJoin(policySubscriptions, eq(policySubscriptions.askerId, policyDeliveries.askerId))
    .where(eq(policyDeliveries.state, 'waiting'))
  if (!row?.dueAt) return
  // What somebody held just now is looked at again a little later.
  const soonest = new Date(now.getTime() + MINUTE_MS)
  await queueRelease(tx, row.dueAt > soonest ? row.dueAt : soonest, '1')
}

/** By the kind of the job (`jobs/handlers.ts`). */
export const policyJobs = { policy_send: send, policy_release: release }
