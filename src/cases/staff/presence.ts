import { and, asc, eq, gt, lt, ne, or, sql } from 'drizzle-orm'
import type { Account } from '../../accounts/account.ts'
import type { Database } from '../../db/database.ts'
import { accounts, cases, caseStays } from '../../db/schema/index.ts'
import { inScope, type Viewer } from '../../organisations/scope.ts'

/** Whoever has not been heard of for so long has gone, with their process or without a word. */
const STAYS_FOR_MS = 10_000

export type PersonThere = { id: string; name: string }

type Stay = { caseId: string; account: Pick<Account, 'id'> & Viewer; now: Date }

/** Notes that somebody has a case of their scope open; to be called again before ten seconds are over. */
export async function noteStay(db: Database, { caseId, account, now }: Stay): Promise<void> {
  const seen = db
    .select({
      caseId: cases.id,
      accountId: sql<string>`${account.id}::uuid`.as('account_id'),
      seenAt: sql<Date>`${now.toISOString()}::timestamptz`.as('seen_at'),
    })
    .from(cases)
    .where(and(eq(cases.id, caseId), inScope(db, account, cases.organisationId)))
  await db
    .insert(caseStays)
    .select(seen)
    .onConflictDoUpdate({
      target: [caseStays.caseId, caseStays.accountId],
      set: { seenAt: now },
    })
}

/** Takes away what went without a word as well. Whoever has the case open in a second window is noted again by that one. */
export async function endStay(db: Database, { caseId, account, now }: Stay): Promise<void> {
  const own = and(eq(caseStays.caseId, caseId), eq(caseStays.accountId, account.id))
  await db.delete(caseStays).where(or(own, lt(caseStays.seenAt, goneBefore(now))))
}

/** Everybody else who has this case of the account's scope open, in any process, by name. */
export async function listOthers(
  db: Database,
  { caseId, account, now }: Stay,
): Promise<PersonThere[]> {
  return db
    .select({ id: accounts.id, name: accounts.name })
    .from(caseStays)
    .innerJoin(accounts, eq(accounts.id, caseStays.accountId))
    .innerJoin(cases, eq(cases.id, caseStays.caseId))
    .where(
      and(
        eq(caseStays.caseId, caseId),
        ne(caseStays.accountId, account.id),
        gt(caseStays.seenAt, goneBefore(now)),
        inScope(db, account, cases.organisationId),
      ),
    )
    .orderBy(asc(accounts.name), asc(accounts.id))
}

function goneBefore(now: Date): Date {
  return new Date(now.getTime() - STAYS_FOR_MS)
}
