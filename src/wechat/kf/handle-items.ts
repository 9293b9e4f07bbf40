import { and, asc, eq, lte, sql } from 'drizzle-orm'
import { wechatInbound } from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import { describeError } from '../../http/log.ts'
import type { Kf } from '../open-wechat.ts'
import { getUser } from '../users.ts'
import { handleItem } from './handle-item.ts'
import { KfItem } from './read-item.ts'

/** What takes longer is dealt with once more, to no other end: everything in it has a name. */
const LEASE_MS = 25_000
const LANES = 4
const MOST_ATTEMPTS = 5

/** Deals with what was read, each person's in its order, several people's at once. */
export async function handleItems(deps: Deps, kf: Kf): Promise<void> {
  const people = await listPeople(deps)
  const lane = async () => {
    for (let userId = people.shift(); userId !== undefined; userId = people.shift()) {
      while (await handleNext(deps, kf, userId));
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
}

async function listPeople({ db, now }: Deps): Promise<string[]> {
  const rows = await db
    .selectDistinct({ userId: wechatInbound.userId })
    .from(wechatInbound)
    .where(
      and(
        eq(wechatInbound.channel, 'kf'),
        eq(wechatInbound.state, 'open'),
        lte(wechatInbound.leaseUntil, now()),
      ),
    )
    .limit(500)
  return rows.flatMap(({ userId }) => userId ?? [])
}

type Taken = { key: string; item: unknown; attempts: number }

/** @returns whether there was one; while one of a person's is being dealt with, their next one waits */
async function handleNext(deps: Deps, kf: Kf, userId: string): Promise<boolean> {
  const taken = await takeNext(deps, userId)
  if (!taken) return false
  try {
    const user = await getUser(deps.db, userId)
    const item = KfItem.safeParse(taken.item)
    if (user && item.success) await handleItem(deps, kf, { user, item: item.data, key: taken.key })
    await end(deps, taken.key)
  } catch (error) {
    const { key, attempts } = taken
    deps.log('error', 'kf_item_failed', { key, attempts, ...describeError(error) })
    if (attempts >= MOST_ATTEMPTS) await end(deps, key)
    return attempts >= MOST_ATTEMPTS
  }
  return true
}

/** What was said is not kept twice: it stands in the conversation. */
async function end({ db }: Deps, key: string): Promise<void> {
  const set = { state: 'done' as const, item: null }
  await db.update(wechatInbound).set(set).where(eq(wechatInbound.key, key))
}

async function takeNext(deps: Deps, userId: string): Promise<Taken | undefined> {
  return deps.db.transaction(async (tx) => {
    // Two of one person are never taken at the same moment.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${userId}, 1))`)
    const now = deps.now()
    const [first] = await tx
      .select()
      .from(wechatInbound)
      .where(and(eq(wechatInbound.userId, userId), eq(wechatInbound.state, 'open')))
      .orderBy(asc(wechatInbound.receivedAt), asc(wechatInbound.n))
      .limit(1)
    if (!first || first.leaseUntil > now) return undefined
    const attempts = first.attempts + 1
    const leaseUntil = new Date(now.getTime() + LEASE_MS)
    await tx
      .update(wechatInbound)
      .set({ leaseUntil, attempts })
      .where(eq(wechatInbound.key, first.key))
    return { key: first.key, item: first.item, attempts }
  })
}
