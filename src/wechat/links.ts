import { and, eq, gt, inArray, isNotNull, isNull, lt } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { wechatDeliveries, wechatLinks, wechatUsers } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { issueToken } from '../identity/askers.ts'
import { toBase64Url } from '../security/base64url.ts'
import { AppError } from '../shared/errors.ts'
import { sha256 } from '../shared/ids.ts'
import type { WechatUser } from './users.ts'

const HOUR_MS = 3_600_000
/** Until then a link opens the page; within WeChat a new one comes with every answer that needs one. */
export const LINK_MS = 24 * HOUR_MS
const CODE_BYTES = 16

/** A code of 128 bits that opens the chat page as this asker, once. Only its hash is kept. */
export async function makeLinkCode(
  db: Database,
  { askerId, conversationId }: Pick<WechatUser, 'askerId' | 'conversationId'>,
  { now, lastsMs = LINK_MS }: { now: Date; lastsMs?: number },
): Promise<string> {
  const code = toBase64Url(crypto.getRandomValues(new Uint8Array(CODE_BYTES)))
  await db.delete(wechatLinks).where(lt(wechatLinks.expiresAt, now))
  await db.insert(wechatLinks).values({
    codeHash: await sha256(code),
    askerId,
    conversationId,
    createdAt: now,
    expiresAt: new Date(now.getTime() + lastsMs),
  })
  return code
}

/** The page that such a code opens; looking at it uses nothing up. */
export async function makeLink(
  deps: Pick<Deps, 'now' | 'wechat'>,
  db: Database,
  user: WechatUser,
): Promise<string> {
  const code = await makeLinkCode(db, user, { now: deps.now() })
  return `${deps.wechat?.publicUrl ?? ''}/r/${code}`
}

export type OpenedPage = { token: string; conversationId: string }

/**
 * Exchanges a code for a token of its asker.
 * @throws AppError `not_found` unknown, used or too old
 */
export async function openLink(deps: Deps, code: string): Promise<OpenedPage> {
  const codeHash = await sha256(code)
  return deps.db.transaction(async (tx) => {
    const now = deps.now()
    const isGood = and(isNull(wechatLinks.usedAt), gt(wechatLinks.expiresAt, now))
    const [used] = await tx
      .update(wechatLinks)
      .set({ usedAt: now })
      .where(and(eq(wechatLinks.codeHash, codeHash), isGood))
      .returning()
    if (!used) throw new AppError('not_found', 'link_used')
    const token = await issueToken(tx, used.askerId, now)
    await markSeen(tx, used.askerId, now)
    return { token, conversationId: used.conversationId }
  })
}

/** The page shows the answers that waited for the person's next word: they need not come again. */
async function markSeen(tx: Database, askerId: string, now: Date): Promise<void> {
  const own = tx
    .select({ id: wechatUsers.id })
    .from(wechatUsers)
    .where(eq(wechatUsers.askerId, askerId))
  await tx
    .update(wechatDeliveries)
    .set({ state: 'sent', endedAt: now })
    .where(
      and(
        inArray(wechatDeliveries.userId, own),
        eq(wechatDeliveries.state, 'pending'),
        isNotNull(wechatDeliveries.messageId),
      ),
    )
}
