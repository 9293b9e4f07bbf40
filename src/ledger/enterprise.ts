import { and, eq, ne, or, sql } from 'drizzle-orm'
import type { Account } from '../accounts/account.ts'
import type { Database } from '../db/database.ts'
import { enterprises } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { loadKnowledge } from '../knowledge/runtime-knowledge.ts'
import { inScope } from '../organisations/scope.ts'
import { AppError } from '../shared/errors.ts'
import { stripHidden } from '../shared/text.ts'
import { readCreditCode } from './credit-code.ts'
import { type Screening, screenWords } from './screen-words.ts'

export type Enterprise = typeof enterprises.$inferSelect

/** As staff write it down. */
export type EnterpriseInput = {
  name: string
  creditCode: string | null
  district: string | null
  industry: string | null
  needs: string | null
}

export type LedgerDeps = Pick<Deps, 'db' | 'now' | 'log' | 'cache'>

/** @throws AppError `invalid` credit code, district, or words that may not stand there */
export async function checkEnterprise(
  deps: LedgerDeps,
  { name, creditCode, district, ...words }: EnterpriseInput,
): Promise<EnterpriseInput> {
  const code = creditCode === null ? null : readCreditCode(creditCode)
  if (code === undefined) throw new AppError('invalid', 'credit_code_wrong')
  const { districts } = await loadKnowledge(deps)
  if (district !== null && !districts.some((each) => each.name === district)) {
    throw new AppError('invalid', 'district_unknown')
  }
  const screened = await screenDetails(deps, { name, ...words })
  return { ...screened, creditCode: code, district }
}

type Words = Pick<EnterpriseInput, 'name' | 'industry' | 'needs'>

/** A name is not masked, but looked at with the rest. @throws AppError `invalid` */
export async function screenDetails(deps: Screening, words: Words): Promise<Words> {
  const name = stripHidden(words.name).trim()
  return { ...(await screenWords(deps, { ...words, name })), name }
}

/** An enterprise of the account's organisations, its row held. @throws AppError `not_found` */
export async function lockEnterprise(
  tx: Database,
  account: Account,
  id: string,
): Promise<Enterprise> {
  const [found] = await tx
    .select()
    .from(enterprises)
    .where(seen(tx, account, id))
    .for('update')
  if (!found) throw new AppError('not_found', 'enterprise_unknown')
  return found
}

/** The same without holding it. @throws AppError `not_found` */
export async function findEnterprise(
  db: Database,
  account: Account,
  id: string,
): Promise<Enterprise> {
  const [found] = await db
    .select()
    .from(enterprises)
    .where(seen(db, account, id))
  if (!found) throw new AppError('not_found', 'enterprise_unknown')
  return found
}

const seen = (db: Database, account: Account, id: string) =>
  and(eq(enterprises.id, id), inScope(db, account, enterprises.organisationId))

/** Something of it was written down: its contact is kept for another term from now. */
export async function touchEnterprise(tx: Database, id: string, now: Date): Promise<void> {
  await tx.update(enterprises).set({ touchedAt: now }).where(eq(enterprises.id, id))
}

/** With the organisation, the advisory lock under which names and codes get into its ledger, one after the other. */
const LEDGER_LOCK = 7_301_004

/** Until the end of the transaction nobody else writes a name or a code into the ledger of the organisation. */
export async function lockNames(tx: Database, organisationId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LEDGER_LOCK}, hashtext(${organisationId}))`)
}

type Named = Pick<EnterpriseInput, 'name' | 'creditCode'> & { organisationId: string; id?: string }

/** Holds the names of the ledger. @throws AppError `conflict` it has one of this name or code */
export async function checkIsNew(tx: Database, enterprise: Named): Promise<void> {
  const { organisationId, id, name, creditCode } = enterprise
  await lockNames(tx, organisationId)
  const [known] = await tx
    .select({ id: enterprises.id })
    .from(enterprises)
    .where(
      and(
        eq(enterprises.organisationId, organisationId),
        id === undefined ? undefined : ne(enterprises.id, id),
        or(
          eq(enterprises.name, name),
          creditCode === null ? undefined : eq(enterprises.creditCode, creditCode),
        ),
      ),
    )
    .limit(1)
  if (known) throw new AppError('conflict', 'enterprise_known')
}
