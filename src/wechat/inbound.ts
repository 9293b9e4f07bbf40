import { and, eq, lt, lte, sql } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { wechatInbound } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import type { WechatChannel } from './users.ts'

/** WeChat gives a callback 5 seconds: who takes longer than this has ended. */
const LEASE_MS = 8_000
/** A callback repeated after this was not answered, or its answer did not arrive. */
const REPEATED_AFTER_MS = 3_500
const LOOK_AGAIN_MS = 100
const KEPT_MS = 3 * 24 * 3_600_000

export type Inbound = {
  key: string
  userId: string
  channel: WechatChannel
}

/** Takes a delivery to work on. @returns false where somebody else has it, or it was done */
export async function claimInbound({ db, now }: Deps, inbound: Inbound): Promise<boolean> {
  const at = now()
  const leaseUntil = new Date(at.getTime() + LEASE_MS)
  const [row] = await db
    .insert(wechatInbound)
    .values({ ...inbound, state: 'open', leaseUntil, attempts: 1, receivedAt: at })
    .onConflictDoUpdate({
      target: wechatInbound.key,
      set: { leaseUntil, attempts: sql`${wechatInbound.attempts} + 1` },
      setWhere: and(eq(wechatInbound.state, 'open'), lte(wechatInbound.leaseUntil, at)),
    })
    .returning({ key: wechatInbound.key })
  return row !== undefined
}

/**
 * Decides what a delivery is answered with, once: of several copies that wait for it, one carries the answer.
 * @returns whether it was decided here
 */
export async function settleInbound(
  tx: Database,
  key: string,
  reply: string | undefined,
): Promise<boolean> {
  const [row] = await tx
    .update(wechatInbound)
    .set({ state: reply === undefined ? 'done' : 'replying', reply: reply ?? null })
    .where(and(eq(wechatInbound.key, key), eq(wechatInbound.state, 'open')))
    .returning({ key: wechatInbound.key })
  return row !== undefined
}

/** What it is answered with has become longer since it was decided. */
export async function keepReply(tx: Database, key: string, reply: string): Promise<void> {
  await tx.update(wechatInbound).set({ reply }).where(eq(wechatInbound.key, key))
}

/** The answer has left: it is not kept any longer. */
export async function markReplied({ db }: Pick<Deps, 'db'>, key: string): Promise<void> {
  await db
    .update(wechatInbound)
    .set({ state: 'done', reply: null })
    .where(and(eq(wechatInbound.key, key), eq(wechatInbound.state, 'replying')))
}

export type CopyOutcome =
  | { what: 'silence' }
  | { what: 'reply'; text: string }
  /** Who had it has ended: it is to be worked on here. */
  | { what: 'mine' }
  /** Who had it has perhaps ended; the platform should ask once more. */
  | { what: 'unfinished' }

/**
 * What a copy of a delivery is answered with: nothing, as the first one is or was. But where an answer was
 * decided long ago and never left, because its process ended, it leaves now.
 */
export async function awaitInbound(
  deps: Deps,
  inbound: Inbound,
  waitMs: number,
): Promise<CopyOutcome> {
  const until = performance.now() + waitMs
  while (performance.now() < until) {
    const woken = deps.bell.wait(inbound.key, LOOK_AGAIN_MS)
    const [row] = await deps.db
      .select()
      .from(wechatInbound)
      .where(eq(wechatInbound.key, inbound.key))
    const at = deps.now().getTime()
    if (!row) return { what: 'silence' }
    if (row.state === 'replying' && row.reply !== null) {
      const isRepeated = at - row.receivedAt.getTime() > REPEATED_AFTER_MS
      return isRepeated ? { what: 'reply', text: row.reply } : { what: 'silence' }
    }
    if (row.state !== 'open') return { what: 'silence' }
    if (row.leaseUntil.getTime() <= at && (await claimInbound(deps, inbound))) {
      return { what: 'mine' }
    }
    await woken
  }
  return { what: 'unfinished' }
}

/** WeChat repeats within a minute; later nobody asks for these any more. */
export async function forgetInbound({ db, now }: Pick<Deps, 'db' | 'now'>): Promise<void> {
  const before = new Date(now().getTime() - KEPT_MS)
  await db
    .delete(wechatInbound)
    .where(and(lt(wechatInbound.receivedAt, before), eq(wechatInbound.state, 'done')))
}
