import { and, asc, eq, inArray, lt, type SQL, sql } from 'drizzle-orm'
import { type Account, actorOf } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { enterpriseContacts, enterprises } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import type { FieldCipher } from '../security/field-cipher.ts'
import { contextOf } from '../security/sealed-fields.ts'
import { enterpriseContactFields, type EnterpriseContactField } from '../shared/ledger.ts'
import { findEnterprise, lockEnterprise, touchEnterprise } from './enterprise.ts'
import { type Screening, stopSecrets } from './screen-words.ts'

export type EnterpriseContact = Partial<Record<EnterpriseContactField, string | undefined>>

/** The rows of a contact, each field sealed by itself; an empty one is left out. */
export async function sealContact(
  cipher: FieldCipher,
  enterpriseId: string,
  contact: EnterpriseContact,
) {
  const rows = await Promise.all(
    enterpriseContactFields.map(async (field) => {
      const value = contact[field]?.trim()
      if (!value) return []
      const sealed = await cipher.seal(value, contextOf.enterpriseContact(enterpriseId, field))
      return [{ enterpriseId, field, sealed }]
    }),
  )
  return rows.flat()
}

/** The person to speak to, opened; that it was looked at is audited. @throws AppError `not_found` */
export async function viewEnterpriseContact(
  { db, cipher }: Pick<Deps, 'db' | 'cipher'>,
  account: Account,
  enterpriseId: string,
): Promise<EnterpriseContact> {
  return db.transaction(async (tx) => {
    await findEnterprise(tx, account, enterpriseId)
    const rows = await tx
      .select()
      .from(enterpriseContacts)
      .where(eq(enterpriseContacts.enterpriseId, enterpriseId))
    const contact: EnterpriseContact = {}
    for (const { field, sealed } of rows) {
      contact[field] = await cipher.open(sealed, contextOf.enterpriseContact(enterpriseId, field))
    }
    await audit(tx, account, { action: 'view_enterprise_contact', objectId: enterpriseId })
    return contact
  })
}

/**
 * Writes the contact anew; with nothing in it, it is deleted.
 * @throws AppError `not_found` · `invalid` a mark of state secrecy
 */
export async function changeEnterpriseContact(
  deps: Pick<Deps, 'cipher'> & Screening,
  account: Account,
  { id, contact }: { id: string; contact: EnterpriseContact },
): Promise<void> {
  const { db, cipher, now } = deps
  await stopSecrets(deps, Object.values(contact))
  await db.transaction(async (tx) => {
    await lockEnterprise(tx, account, id)
    await tx.delete(enterpriseContacts).where(eq(enterpriseContacts.enterpriseId, id))
    const rows = await sealContact(cipher, id, contact)
    if (rows.length > 0) await tx.insert(enterpriseContacts).values(rows)
    await touchEnterprise(tx, id, now())
    await audit(tx, account, { action: 'change_enterprise_contact', objectId: id })
  })
}

type Look = {
  action: 'view_enterprise_contact' | 'change_enterprise_contact'
  objectId: string
}

const audit = (tx: Database, account: Account, look: Look) =>
  appendAudit(tx, { actor: actorOf(account), ...look, result: 'ok', details: {} })

/**
 * Contacts of enterprises of which nothing was written down since then go (个人信息保护法 19).
 * @returns of how many enterprises
 */
export async function forgetEnterpriseContacts(
  tx: Database,
  before: SQL,
  batch: number,
): Promise<number> {
  const silent = await tx
    .select({ id: enterprises.id })
    .from(enterprises)
    .where(
      and(
        lt(enterprises.touchedAt, before),
        sql`exists (select 1 from ${enterpriseContacts} c where c.enterprise_id = ${enterprises.id})`,
      ),
    )
    .orderBy(asc(enterprises.touchedAt), asc(enterprises.id))
    .limit(batch)
    .for('update', { skipLocked: true })
  if (silent.length === 0) return 0
  const ids = silent.map(({ id }) => id)
  await tx.delete(enterpriseContacts).where(inArray(enterpriseContacts.enterpriseId, ids))
  return ids.length
}
