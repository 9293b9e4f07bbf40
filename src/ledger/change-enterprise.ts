import { and, eq, inArray, isNull } from 'drizzle-orm'
import { type Account, actorOf } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { enterprises, enterpriseVisits, followUps } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { findOpenOrganisation } from '../organisations/organisations.ts'
import { AppError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import {
  checkEnterprise,
  checkIsNew,
  type Enterprise,
  type EnterpriseInput,
  type LedgerDeps,
  lockEnterprise,
} from './enterprise.ts'

/**
 * Enters an enterprise in the ledger (服务台账) of an organisation.
 * @throws AppError `not_found` organisation · `conflict` it is there, or the organisation closed · `invalid`
 */
export async function createEnterprise(
  deps: LedgerDeps,
  account: Account,
  { organisationId, ...input }: EnterpriseInput & { organisationId: string },
): Promise<Enterprise> {
  const details = await checkEnterprise(deps, input)
  return deps.db.transaction(async (tx) => {
    await findOpenOrganisation(tx, account, organisationId)
    await checkIsNew(tx, { ...details, organisationId })
    const now = deps.now()
    const times = { createdAt: now, updatedAt: now, touchedAt: now }
    const row = { ...details, ...times, id: newId(), organisationId, version: 1 }
    const [created] = await tx
      .insert(enterprises)
      .values({ ...row, createdBy: account.id })
      .returning()
    if (!created) throw new Error('insert returned no row')
    await appendAudit(tx, {
      actor: actorOf(account),
      action: 'create_enterprise',
      objectId: created.id,
      result: 'ok',
      details: { organisationId },
    })
    return created
  })
}

/** @throws AppError `not_found` · `conflict` somebody else changed it, or another has its name or code · `invalid` */
export async function changeEnterprise(
  deps: LedgerDeps,
  account: Account,
  { id, version, ...input }: EnterpriseInput & { id: string; version: number },
): Promise<void> {
  const details = await checkEnterprise(deps, input)
  await deps.db.transaction(async (tx) => {
    const before = await lockEnterprise(tx, account, id)
    if (before.version !== version) throw new AppError('conflict', 'enterprise_changed')
    const { organisationId } = before
    await checkIsNew(tx, { ...details, organisationId, id })
    const now = deps.now()
    await tx
      .update(enterprises)
      .set({ ...details, version: version + 1, updatedAt: now, touchedAt: now })
      .where(eq(enterprises.id, id))
    await appendAudit(tx, {
      actor: actorOf(account),
      action: 'change_enterprise',
      objectId: id,
      result: 'ok',
      details: {},
    })
  })
}

/**
 * Takes an enterprise out of the ledger with its contact, holdings, visits and links, as it may want (an individual
 * business is a person). What a yearly list said of it stays; a follow-up that was not made is not made.
 * @throws AppError `not_found`
 */
export async function deleteEnterprise(
  { db }: Pick<Deps, 'db'>,
  account: Account,
  id: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockEnterprise(tx, account, id)
    await forgetFollowUps(tx, id)
    await tx.delete(enterprises).where(eq(enterprises.id, id))
    await appendAudit(tx, {
      actor: actorOf(account),
      action: 'delete_enterprise',
      objectId: id,
      result: 'ok',
      details: {},
    })
  })
}

async function forgetFollowUps(tx: Database, enterpriseId: string): Promise<void> {
  const visits = tx
    .select({ id: enterpriseVisits.id })
    .from(enterpriseVisits)
    .where(eq(enterpriseVisits.enterpriseId, enterpriseId))
  const own = inArray(followUps.visitId, visits)
  await tx.delete(followUps).where(and(own, isNull(followUps.doneAt)))
  await tx.update(followUps).set({ outcome: null }).where(own)
}
