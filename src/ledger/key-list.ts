import { and, asc, desc, eq } from 'drizzle-orm'
import { type Account, actorOf } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { accounts, keyEnterprises, keyLists, organisations } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { organisationScope } from '../organisations/scope.ts'
import { AppError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import type { KeyCategory } from '../shared/ledger.ts'
import { dayAt, yearOf } from '../shared/shanghai-day.ts'
import { findEnterprise, lockEnterprise } from './enterprise.ts'
import { type Screening, screenWords } from './screen-words.ts'

/** More than one organisation can serve point to point (service-spec, special.2). */
const MOST_LISTED = 500

/** The 重点企业清单 of one organisation and year. */
export type KeyList = { organisationId: string; year: number }

type Listing = { enterpriseId: string; year: number; category: KeyCategory; reason: string }

/**
 * Puts an enterprise on the list of its organisation for a year, as the ledger has it now: what becomes of it later
 * changes nothing of the list.
 * @throws AppError `not_found` · `conflict` on it already, full, fixed, or not of this year or the next · `invalid`
 */
export async function listKeyEnterprise(
  deps: Screening,
  account: Account,
  { enterpriseId, year, category, reason: written }: Listing,
): Promise<void> {
  const { reason } = await screenWords(deps, { reason: written })
  await deps.db.transaction(async (tx) => {
    const enterprise = await lockEnterprise(tx, account, enterpriseId)
    const { organisationId, name, creditCode, district, industry } = enterprise
    const list = { organisationId, year }
    await lockList(tx, account, organisationId)
    await checkChangeable(tx, list, deps)
    if ((await tx.$count(keyEnterprises, isOf(list))) >= MOST_LISTED) {
      throw new AppError('conflict', 'key_list_full')
    }
    const then = { name, creditCode, district, industry }
    const [listed] = await tx
      .insert(keyEnterprises)
      .values({
        ...list,
        ...then,
        id: newId(),
        enterpriseId,
        category,
        reason,
        listedBy: account.id,
        listedAt: deps.now(),
      })
      .onConflictDoNothing()
      .returning({ id: keyEnterprises.id })
    if (!listed) throw new AppError('conflict', 'key_enterprise_known')
    await appendAudit(tx, {
      actor: actorOf(account),
      action: 'list_key_enterprise',
      objectId: organisationId,
      result: 'ok',
      details: { year },
    })
  })
}

/** @throws AppError `not_found` · `conflict` the list is fixed or its year is over */
export async function unlistKeyEnterprise(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  account: Account,
  { organisationId, entryId }: { organisationId: string; entryId: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockList(tx, account, organisationId)
    const own = and(
      eq(keyEnterprises.id, entryId),
      eq(keyEnterprises.organisationId, organisationId),
    )
    const [entry] = await tx.select({ year: keyEnterprises.year }).from(keyEnterprises).where(own)
    if (!entry) throw new AppError('not_found', 'key_enterprise_unknown')
    const { year } = entry
    await checkChangeable(tx, { organisationId, year }, { now })
    await tx.delete(keyEnterprises).where(own)
    await appendAudit(tx, {
      actor: actorOf(account),
      action: 'unlist_key_enterprise',
      objectId: organisationId,
      result: 'ok',
      details: { year },
    })
  })
}

/**
 * Fixes a list: from now on nothing of it changes.
 * @throws AppError `not_found` · `conflict` fixed already, its year over, or nothing on it
 */
export async function fixKeyList(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  account: Account,
  list: KeyList,
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockList(tx, account, list.organisationId)
    await checkChangeable(tx, list, { now })
    const rows = await tx.$count(keyEnterprises, isOf(list))
    if (rows === 0) throw new AppError('conflict', 'key_list_empty')
    await tx.insert(keyLists).values({ ...list, fixedBy: account.id, fixedAt: now() })
    await appendAudit(tx, {
      actor: actorOf(account),
      action: 'fix_key_list',
      objectId: list.organisationId,
      result: 'ok',
      details: { year: list.year, rows },
    })
  })
}

/** One list with who fixed it and when. @throws AppError `not_found` an organisation that the viewer does not see */
export async function readKeyList(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  viewer: Account,
  list: KeyList,
) {
  if (!(await seesOrganisation(db, viewer, list.organisationId))) throw unknownOrganisation()
  const entries = await db
    .select({
      id: keyEnterprises.id,
      enterpriseId: keyEnterprises.enterpriseId,
      name: keyEnterprises.name,
      creditCode: keyEnterprises.creditCode,
      district: keyEnterprises.district,
      industry: keyEnterprises.industry,
      category: keyEnterprises.category,
      reason: keyEnterprises.reason,
    })
    .from(keyEnterprises)
    .where(isOf(list))
    .orderBy(asc(keyEnterprises.name), asc(keyEnterprises.id))
    .limit(MOST_LISTED)
  const [fixed] = await db
    .select({ by: accounts.name, at: keyLists.fixedAt })
    .from(keyLists)
    .innerJoin(accounts, eq(accounts.id, keyLists.fixedBy))
    .where(and(eq(keyLists.organisationId, list.organisationId), eq(keyLists.year, list.year)))
  return {
    ...list,
    entries,
    fixed: fixed ? { by: fixed.by, at: fixed.at.toISOString() } : null,
    changeable: !fixed && isOfNow(list.year, { now }),
  }
}

/** The years in which an enterprise is or was on the list, the latest first. @throws AppError `not_found` */
export async function listKeyYears(db: Database, viewer: Account, enterpriseId: string) {
  await findEnterprise(db, viewer, enterpriseId)
  return db
    .select({
      id: keyEnterprises.id,
      year: keyEnterprises.year,
      category: keyEnterprises.category,
      reason: keyEnterprises.reason,
    })
    .from(keyEnterprises)
    .where(eq(keyEnterprises.enterpriseId, enterpriseId))
    .orderBy(desc(keyEnterprises.year), desc(keyEnterprises.id))
    .limit(100)
}

const isOf = ({ organisationId, year }: KeyList) =>
  and(eq(keyEnterprises.organisationId, organisationId), eq(keyEnterprises.year, year))

/** The year in Beijing. */
export const thisYear = ({ now }: Pick<Deps, 'now'>): number => yearOf(dayAt(now()))

/** A list is made in its year, or the year before. */
export function isOfNow(year: number, deps: Pick<Deps, 'now'>): boolean {
  const current = thisYear(deps)
  return year === current || year === current + 1
}

/** Holds the row of the organisation, so that nothing gets onto a list while that is fixed. */
export async function lockList(
  tx: Database,
  account: Account,
  organisationId: string,
): Promise<void> {
  const [held] = await tx
    .select({ id: organisations.id })
    .from(organisations)
    .where(and(eq(organisations.id, organisationId), organisationScope(account)))
    .for('no key update')
  if (!held) throw unknownOrganisation()
}

/** @throws AppError `conflict` the list is fixed, or of another year than this or the next */
async function checkChangeable(
  tx: Database,
  list: KeyList,
  deps: Pick<Deps, 'now'>,
): Promise<void> {
  const { organisationId, year } = list
  const fixed = and(eq(keyLists.organisationId, organisationId), eq(keyLists.year, year))
  if (!isOfNow(year, deps) || (await tx.$count(keyLists, fixed)) > 0) {
    throw new AppError('conflict', 'key_list_fixed')
  }
}

async function seesOrganisation(db: Database, viewer: Account, id: string): Promise<boolean> {
  const seen = and(eq(organisations.id, id), organisationScope(viewer))
  return (await db.$count(organisations, seen)) > 0
}

const unknownOrganisation = () => new AppError('not_found', 'organisation_unknown')
