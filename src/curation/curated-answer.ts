import { and, eq, sql } from 'drizzle-orm'
import { type Account, actedBy, type ActingAccount } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { accounts, curatedAnswers, organisations } from '../db/schema/index.ts'
import { organisationScope } from '../organisations/scope.ts'
import { AppError } from '../shared/errors.ts'

export const curatedStates = ['draft', 'published', 'expired', 'retired'] as const
export type CuratedState = (typeof curatedStates)[number]

/** 精选问答. `reviewOn` is the `YYYY-MM-DD` day on which it stops being valid unless somebody has looked at it. */
export type CuratedAnswer = typeof curatedAnswers.$inferSelect

/**
 * One whose owner is of the account's own level or below.
 * @throws AppError `not_found`, also for one that is not seen
 */
export async function findCurated(
  tx: Database,
  account: Account,
  id: string,
): Promise<CuratedAnswer> {
  const [found] = await tx
    .select({ curated: curatedAnswers })
    .from(curatedAnswers)
    .innerJoin(accounts, eq(accounts.id, curatedAnswers.ownerId))
    .leftJoin(organisations, eq(organisations.id, accounts.organisationId))
    .where(and(eq(curatedAnswers.id, id), organisationScope(account)))
  if (!found) throw new AppError('not_found', 'curated_unknown')
  return found.curated
}

/** @throws AppError `conflict` when it is no longer the version that was seen */
export async function updateCurated(
  tx: Database,
  { id, version }: { id: string; version: number },
  set: Partial<typeof curatedAnswers.$inferInsert>,
): Promise<CuratedAnswer> {
  const [changed] = await tx
    .update(curatedAnswers)
    .set({ ...set, version: sql`${curatedAnswers.version} + 1` })
    .where(and(eq(curatedAnswers.id, id), eq(curatedAnswers.version, version)))
    .returning()
  if (!changed) throw new AppError('conflict', 'curated_changed')
  return changed
}

type CuratedAction = 'change_knowledge' | 'publish_knowledge'

/** Last in its transaction. */
export async function auditCurated(
  tx: Database,
  by: ActingAccount,
  action: CuratedAction,
  { id, version }: Pick<CuratedAnswer, 'id' | 'version'>,
): Promise<void> {
  await appendAudit(tx, {
    ...actedBy(by),
    action,
    objectId: auditName(id),
    result: 'ok',
    details: { version },
  })
}

/** How the audit names one, among everything else that is known. */
export const auditName = (id: string): string => `curated-${id}`
