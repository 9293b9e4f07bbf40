import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { wechatDeliveries } from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import { newId } from '../../shared/ids.ts'
import { type Delivery, loadContent } from './content.ts'

type Queued = {
  id?: string
  userId: string
  messageId?: string
  policyDeliveryId?: string
  text?: string
  now: Date
  pending?: boolean
}

/** Notes that something has to reach a person, in the transaction that decides it; an answer or a 政策通知 only once. */
export async function queueDelivery(tx: Database, queued: Queued): Promise<string | undefined> {
  const { id = newId(), userId, messageId = null, text = null, now, pending = false } = queued
  const { policyDeliveryId = null } = queued
  const [row] = await tx
    .insert(wechatDeliveries)
    .values({
      id,
      userId,
      messageId,
      policyDeliveryId,
      text,
      state: pending ? 'pending' : 'waiting',
      dueAt: now,
      createdAt: now,
    })
    .onConflictDoNothing()
    .returning({ id: wechatDeliveries.id })
  return row?.id
}

/**
 * Words of people that were released for somebody who asked in WeChat, in whichever of their conversations: looked
 * for, so that those who write them need not know of WeChat. Each one once.
 */
export async function queueStatements({ db, now }: Pick<Deps, 'db' | 'now'>): Promise<void> {
  const at = now().toISOString()
  await db.execute(sql`
    insert into wechat_deliveries (id, user_id, statement_id, state, due_at, created_at)
    select gen_random_uuid(), u.id, s.id, 'waiting', ${at}::timestamptz, ${at}::timestamptz
    from statements s
      join conversations c on c.id = s.conversation_id
      join wechat_users u on u.asker_id = c.asker_id
    where s.state = 'delivered' and s.author <> 'asker' and s.delivered_at >= u.created_at
      and not exists (
        select from wechat_deliveries d where d.statement_id = s.id and d.user_id = u.id)
    on conflict do nothing`)
}

/** What is due, longest due first; answers that are still being written are not. */
export async function listDue({ db, now }: Pick<Deps, 'db' | 'now'>): Promise<string[]> {
  const rows = await db
    .select({ id: wechatDeliveries.id })
    .from(wechatDeliveries)
    .where(and(eq(wechatDeliveries.state, 'waiting'), lte(wechatDeliveries.dueAt, now())))
    .orderBy(asc(wechatDeliveries.dueAt), asc(wechatDeliveries.id))
    .limit(100)
  return rows.map(({ id }) => id)
}

/** What a person is still owed, oldest first; held until the transaction ends. */
export async function takePending(tx: Database, userId: string): Promise<Delivery[]> {
  const rows = await tx
    .select()
    .from(wechatDeliveries)
    .where(
      and(
        eq(wechatDeliveries.userId, userId),
        inArray(wechatDeliveries.state, ['pending', 'unknown']),
      ),
    )
    .orderBy(asc(wechatDeliveries.createdAt), asc(wechatDeliveries.id))
    .limit(5)
    .for('update', { skipLocked: true })
  const ready: Delivery[] = []
  for (const row of rows) {
    const { kind } = await loadContent(tx, row)
    if (kind !== 'running') ready.push(row)
  }
  return ready
}

/** The customer has spoken: what was refused before may go out now. */
export async function wakePending(tx: Database, userId: string, now: Date): Promise<void> {
  await tx
    .update(wechatDeliveries)
    .set({ state: 'waiting', dueAt: now, unknowns: 0 })
    .where(and(eq(wechatDeliveries.userId, userId), eq(wechatDeliveries.state, 'pending')))
}

export async function endDelivery(
  tx: Database,
  id: string,
  ended: Pick<Delivery, 'state'> & { now: Date },
): Promise<void> {
  const { state, now } = ended
  await tx.update(wechatDeliveries).set({ state, endedAt: now }).where(eq(wechatDeliveries.id, id))
}
