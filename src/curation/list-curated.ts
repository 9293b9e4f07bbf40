import { and, asc, desc, eq, gt, lt, or } from 'drizzle-orm'
import type { Account } from '../accounts/account.ts'
import type { Database } from '../db/database.ts'
import { accounts, curatedAnswers, organisations } from '../db/schema/index.ts'
import { organisationScope } from '../organisations/scope.ts'
import type { Field } from '../shared/message.ts'
import type { CuratedState } from './curated-answer.ts'

export type CuratedFilter = {
  state?: CuratedState | undefined
  field?: Field | undefined
  /** Id of the last one of the page before. */
  after?: string | undefined
  limit: number
}

/** Newest first; those whose owner is of the account's own level or below. */
export async function listCurated(
  db: Database,
  account: Account,
  { state, field, after, limit }: CuratedFilter,
) {
  return db
    .select({ curated: curatedAnswers, owner: accounts.name })
    .from(curatedAnswers)
    .innerJoin(accounts, eq(accounts.id, curatedAnswers.ownerId))
    .leftJoin(organisations, eq(organisations.id, accounts.organisationId))
    .where(
      and(
        organisationScope(account),
        state && eq(curatedAnswers.state, state),
        field && eq(curatedAnswers.field, field),
        await afterRow(db, after),
      ),
    )
    .orderBy(desc(curatedAnswers.createdAt), asc(curatedAnswers.id))
    .limit(limit)
}

async function afterRow(db: Database, after: string | undefined) {
  if (after === undefined) return undefined
  const [last] = await db
    .select({ createdAt: curatedAnswers.createdAt })
    .from(curatedAnswers)
    .where(eq(curatedAnswers.id, after))
  if (!last) return undefined
  return or(
    lt(curatedAnswers.createdAt, last.createdAt),
    and(eq(curatedAnswers.createdAt, last.createdAt), gt(curatedAnswers.id, after)),
  )
}
