import { and, eq, inArray, lte, type SQL, sql } from 'drizzle-orm'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { curatedAnswers } from '../db/schema/index.ts'
import { auditName, type CuratedAnswer } from './curated-answer.ts'

/**
 * Takes what is due for review on `today` (`YYYY-MM-DD` in Asia/Shanghai) or before out of use; gives what
 * has expired now, for the notice to its owner. Running it again does nothing.
 */
export async function expireCurated(
  tx: Database,
  today: string,
): Promise<Pick<CuratedAnswer, 'id' | 'ownerId' | 'reviewOn'>[]> {
  return expire(tx, lte(curatedAnswers.reviewOn, today))
}

/** Takes published ones out of use until somebody has looked at them: what they rest on has changed. */
export async function expireForReview(tx: Database, ids: string[]): Promise<void> {
  await expire(tx, inArray(curatedAnswers.id, ids))
}

async function expire(tx: Database, which: SQL) {
  const expired = await tx
    .update(curatedAnswers)
    .set({ state: 'expired', version: sql`${curatedAnswers.version} + 1` })
    .where(and(eq(curatedAnswers.state, 'published'), which))
    .returning({
      id: curatedAnswers.id,
      ownerId: curatedAnswers.ownerId,
      reviewOn: curatedAnswers.reviewOn,
    })
  for (const { id } of expired) {
    await appendAudit(tx, {
      actor: { kind: 'system' },
      action: 'expire_knowledge',
      objectId: auditName(id),
      result: 'ok',
      details: {},
    })
  }
  return expired
}
