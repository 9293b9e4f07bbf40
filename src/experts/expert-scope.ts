import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { Account } from '../accounts/account.ts'
import type { Database } from '../db/database.ts'
import { experts } from '../db/schema/index.ts'
import { inScope } from '../organisations/scope.ts'
import { AppError } from '../shared/errors.ts'

/** Whose row of the roster somebody may touch: an expert their own, others those of their level and below. */
export function expertScope(db: Database, account: Account): SQL {
  if (account.role !== 'expert') return inScope(db, account, experts.organisationId)
  return account.expertId === null ? sql`false` : eq(experts.id, account.expertId)
}

/**
 * One row, locked until the transaction ends.
 * @throws AppError `not_found`, also for one that the account does not see
 */
export async function findExpert(tx: Database, account: Account, id: string) {
  const [found] = await tx
    .select()
    .from(experts)
    .where(and(eq(experts.id, id), expertScope(tx, account)))
    .for('update')
  if (!found) throw unknownExpert()
  return found
}

export function unknownExpert() {
  return new AppError('not_found', 'expert_unknown')
}
