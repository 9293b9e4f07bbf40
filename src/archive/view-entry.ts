import { and, eq } from 'drizzle-orm'
import { type Account, actedBy, type ActingAccount } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { accounts, consultations, enteredConsultations, organisations } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { consultationScope } from '../organisations/consultation-scope.ts'
import { contextOf } from '../security/sealed-fields.ts'
import { AppError } from '../shared/errors.ts'
import { mayCorrect } from './correct-entry.ts'

/** Who entered a consultation and what only they knew; null for one of another channel. */
export async function viewEntry(tx: Database, account: Account, number: number, now: Date) {
  const [row] = await tx
    .select({ entry: enteredConsultations, by: accounts.name, organisation: organisations.name })
    .from(enteredConsultations)
    .innerJoin(accounts, eq(accounts.id, enteredConsultations.enteredBy))
    .innerJoin(organisations, eq(organisations.id, enteredConsultations.organisationId))
    .where(eq(enteredConsultations.consultation, number))
  if (!row) return null
  const { minutes, solved, version, enteredAt, correctedAt, sealedContact } = row.entry
  return {
    by: row.by,
    organisation: row.organisation,
    minutes,
    solved,
    version,
    enteredAt: enteredAt.toISOString(),
    correctedAt: correctedAt?.toISOString() ?? null,
    hasContact: sealedContact !== null,
    mayCorrect: mayCorrect(account, row.entry, now) === 'yes',
  }
}

/**
 * The contact that was left for a follow-up, opened; the audit says who looked.
 * @throws AppError `not_found`, also where there is none
 */
export async function viewEntryContact(
  { db, cipher }: Pick<Deps, 'db' | 'cipher'>,
  account: ActingAccount,
  number: number,
): Promise<string> {
  return db.transaction(async (tx) => {
    const [row] = await tx
      .select({ sealed: enteredConsultations.sealedContact })
      .from(enteredConsultations)
      .innerJoin(consultations, eq(consultations.number, enteredConsultations.consultation))
      .where(and(eq(consultations.number, number), consultationScope(tx, account)))
    if (!row?.sealed) throw new AppError('not_found', 'consultation_unknown')
    const contact = await cipher.open(row.sealed, contextOf.enteredContact(String(number)))
    await appendAudit(tx, {
      ...actedBy(account),
      action: 'view_entry_contact',
      objectId: String(number),
      result: 'ok',
      details: {},
    })
    return contact
  })
}
