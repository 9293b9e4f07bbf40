import { and, eq } from 'drizzle-orm'
import { appendAudit } from '../audit/append-audit.ts'
import { withdrawCasesOf } from '../cases/asker-cases.ts'
import type { Database } from '../db/database.ts'
import { retryTransaction } from '../db/retry-transaction.ts'
import {
  askers,
  askerTokens,
  complaints,
  conversations,
  wechatLinks,
  wechatUsers,
} from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { deleteAskerKey, referenceToAsker } from '../security/asker-keys.ts'
import { newId } from '../shared/ids.ts'
import { endSubscription } from '../policy-notices/subscriptions.ts'
import { eraseRegistrations } from '../training/rights.ts'
import { forgetComplaints, forgetConversations } from './forget.ts'
import { complaintIsFree, conversationIsFree } from './held.ts'

/** `held`: conversations and complaints that a legal hold keeps for the time being. */
export type Erased = { conversations: number; cases: number; held: number }

/**
 * Erases an asker (个人信息保护法 47): open cases are withdrawn, every text and contact is removed, the key of
 * their audit entries destroyed, and the asker deleted, so that the database itself refuses when anything
 * still names them. What stays are numbers, closed words, scores and times, for the counts. What a legal hold
 * keeps stays as it is, of an asker who has no token any more, and goes when the hold is lifted (`retention.ts`).
 */
export async function eraseAsker(deps: Deps, askerId: string): Promise<Erased> {
  // What the asker says at the same moment can be in the way, and is over at the next try.
  return retryTransaction(deps.db, async (tx) => {
    // Whatever else is being written for this asker comes before, or fails.
    await tx.select({ id: askers.id }).from(askers).where(eq(askers.id, askerId)).for('update')
    const reference = await referenceToAsker(tx, deps.cipher, askerId)
    await withdrawCasesOf(tx, deps, askerId)
    await eraseRegistrations(tx, deps, askerId)
    await endSubscription(tx, askerId, deps.now())
    await forgetComplaints(tx, await freeComplaints(tx, askerId), deps.now())
    const free = await freeConversations(tx, askerId)
    const forgotten = await forgetConversations(tx, free, deps.now())
    const held = await countLeft(tx, askerId)
    if (held > 0) await shutOut(tx, askerId, deps.now())
    else {
      await deleteAskerKey(tx, askerId)
      await tx.delete(askers).where(eq(askers.id, askerId))
    }
    await appendAudit(tx, {
      actor: { kind: 'asker', id: reference },
      action: 'erase_asker',
      objectId: reference,
      result: 'ok',
      details: { ...forgotten, ...(held > 0 && { held }) },
    })
    return { ...forgotten, held }
  })
}

async function freeConversations(tx: Database, askerId: string): Promise<string[]> {
  const own = await tx
    .select({ id: conversations.id })
    .from(conversations)
    .where(and(eq(conversations.askerId, askerId), conversationIsFree(tx)))
    .for('update')
  return own.map(({ id }) => id)
}

async function freeComplaints(tx: Database, askerId: string): Promise<string[]> {
  const own = await tx
    .select({ id: complaints.id })
    .from(complaints)
    .where(and(eq(complaints.askerId, askerId), complaintIsFree(tx)))
  return own.map(({ id }) => id)
}

async function countLeft(tx: Database, askerId: string): Promise<number> {
  const talks = await tx.$count(conversations, eq(conversations.askerId, askerId))
  return talks + (await tx.$count(complaints, eq(complaints.askerId, askerId)))
}

/** Nobody comes in as this asker any more, nor does WeChat know them. */
async function shutOut(tx: Database, askerId: string, now: Date): Promise<void> {
  await tx.delete(askerTokens).where(eq(askerTokens.askerId, askerId))
  await tx.delete(wechatUsers).where(eq(wechatUsers.askerId, askerId))
  await tx.delete(wechatLinks).where(eq(wechatLinks.askerId, askerId))
  await tx
    .update(askers)
    .set({ tokenHash: `erased ${newId()}`, expiresAt: now, erasureAskedAt: now })
    .where(eq(askers.id, askerId))
}
