import { and, eq, inArray, sql } from 'drizzle-orm'
import { openConversation } from '../consultation/conversations.ts'
import type { Database } from '../db/database.ts'
import {
  askerTokens,
  cases,
  type wechatChannels,
  wechatLinks,
  wechatUsers,
} from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { createAsker } from '../identity/askers.ts'
import { endSubscription } from '../policy-notices/subscriptions.ts'
import { contextOf } from '../security/sealed-fields.ts'
import { livingStates } from '../shared/case-states.ts'
import { newId, sha256 } from '../shared/ids.ts'

export type WechatUser = typeof wechatUsers.$inferSelect
export type WechatChannel = (typeof wechatChannels)[number]

/** How a platform names a person. */
export type PlatformUser = {
  channel: WechatChannel
  /** appid or open_kfid: elsewhere the same person has another id. */
  account: string
  /** openid or external_userid. */
  id: string
}

/** After so long without a word a conversation has ended, unless people have it in hand. */
const CONVERSATION_MS = 24 * 3_600_000

/** Who writes, as an asker with a conversation; made at the first word, by one of many at once. */
export async function findOrCreateUser(deps: Deps, who: PlatformUser): Promise<WechatUser> {
  return (await findUser(deps.db, who)) ?? (await createUser(deps, who))
}

export async function findUser(db: Database, who: PlatformUser): Promise<WechatUser | undefined> {
  const userHash = await hashOf(who)
  const [row] = await db.select().from(wechatUsers).where(eq(wechatUsers.userHash, userHash))
  return row
}

/** Of several processes that meet somebody new at once one makes them, and the others find them. */
async function createUser(deps: Deps, who: PlatformUser): Promise<WechatUser> {
  const userHash = await hashOf(who)
  const id = newId()
  const sealedUser = await deps.cipher.seal(who.id, contextOf.wechatUser(id))
  return deps.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${userHash}, 0))`)
    const found = await findUser(tx, who)
    if (found) return found
    const now = deps.now()
    const asker = await createAsker(tx, now)
    const conversation = await openConversation(tx, asker.id, now, who.channel)
    const [created] = await tx
      .insert(wechatUsers)
      .values({
        id,
        channel: who.channel,
        userHash,
        sealedUser,
        askerId: asker.id,
        conversationId: conversation.id,
        createdAt: now,
      })
      .returning()
    if (!created) throw new Error('insert returned no row')
    return created
  })
}

const hashOf = ({ channel, account, id }: PlatformUser) => sha256(`${channel}:${account}:${id}`)

/** The openid or external_userid; never to be kept or logged elsewhere. */
export function openPlatformId({ cipher }: Pick<Deps, 'cipher'>, user: WechatUser) {
  return cipher.open(user.sealedUser, contextOf.wechatUser(user.id))
}

/**
 * Somebody has written: the platform's window for messages to them is open anew. After a day of silence the
 * conversation is a new one.
 */
export async function noteWriting(deps: Deps, user: WechatUser): Promise<WechatUser> {
  const now = deps.now()
  const before = user.wroteAt?.getTime() ?? now.getTime()
  const ended =
    now.getTime() - before > CONVERSATION_MS && !(await hasLivingCase(deps.db, user.conversationId))
  const set = { wroteAt: now, sentSince: 0 }
  await deps.db.update(wechatUsers).set(set).where(eq(wechatUsers.id, user.id))
  const current = { ...user, ...set }
  return ended ? beginConversation(deps, current) : current
}

export async function beginConversation(deps: Deps, user: WechatUser): Promise<WechatUser> {
  const { id } = await openConversation(deps.db, user.askerId, deps.now(), user.channel)
  const set = { conversationId: id }
  await deps.db.update(wechatUsers).set(set).where(eq(wechatUsers.id, user.id))
  return { ...user, ...set }
}

async function hasLivingCase(db: Database, conversationId: string): Promise<boolean> {
  const [row] = await db
    .select({ id: cases.id })
    .from(cases)
    .where(and(eq(cases.conversationId, conversationId), inArray(cases.state, [...livingStates])))
    .limit(1)
  return row !== undefined
}

/** One more message has gone out in the window. */
export async function countSent(db: Database, userId: string): Promise<void> {
  await db
    .update(wechatUsers)
    .set({ sentSince: sql`${wechatUsers.sentSince} + 1` })
    .where(eq(wechatUsers.id, userId))
}

export async function noteScene(db: Database, userId: string, scene: string): Promise<void> {
  const set = { scene: scene.slice(0, 128) }
  await db.update(wechatUsers).set(set).where(eq(wechatUsers.id, userId))
}

/**
 * Somebody does not follow the account any more, and all that names them goes (微信公众平台 取消关注事件). What
 * waited for them goes with it, and so do the pages that were opened as them; the consultations stay, of nobody
 * in particular.
 */
export async function forgetUser(deps: Deps, who: PlatformUser): Promise<boolean> {
  const userHash = await hashOf(who)
  return deps.db.transaction(async (tx) => {
    const [gone] = await tx
      .delete(wechatUsers)
      .where(eq(wechatUsers.userHash, userHash))
      .returning({ askerId: wechatUsers.askerId })
    if (!gone) return false
    await tx.delete(askerTokens).where(eq(askerTokens.askerId, gone.askerId))
    await tx.delete(wechatLinks).where(eq(wechatLinks.askerId, gone.askerId))
    await endSubscription(tx, gone.askerId, deps.now())
    return true
  })
}

export async function getUser(db: Database, id: string): Promise<WechatUser | undefined> {
  const [row] = await db.select().from(wechatUsers).where(eq(wechatUsers.id, id))
  return row
}
