import { and, eq, ne } from 'drizzle-orm'
import type { ActingAccount } from '../accounts/account.ts'
import type { Database } from '../db/database.ts'
import { experts } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { findOpenOrganisation } from '../organisations/organisations.ts'
import type { FieldCipher } from '../security/field-cipher.ts'
import { contextOf } from '../security/sealed-fields.ts'
import { AppError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import type { Field } from '../shared/message.ts'
import { checkConditions, type ConditionWarning } from './conditions.ts'
import { recordExpertEvent } from './record-expert-event.ts'

/** What the roster holds of a person, beside standing and contact data. */
export type ExpertDetails = {
  name: string
  /** Empty where it is not known; so is the recommending employer. */
  qualification: string
  years: number
  recommendedBy: string
  filingNumber: string | null
  fields: Field[]
  industries: string[]
  districts: string[]
  languages: string[]
  employer: string
  clients: string[]
  competitors: string[]
  /** Tickets that the expert takes at a time. */
  capacity: number
}

export type ExpertContact = { email: string | null; phone: string | null }

export type NewExpert = ExpertDetails &
  ExpertContact & {
    /** The expert's own consent to be asked (服务要求 2). */
    consented: boolean
  }

export type RosterDeps = Pick<Deps, 'db' | 'now' | 'cipher'>

/** Where contact data of an expert may be opened. */
export const emailContext = contextOf.expertEmail
export const phoneContext = contextOf.expertPhone

/**
 * Enters an expert into the roster of an organisation, by default the account's own.
 * @throws AppError `not_found` for an organisation that is not seen, `invalid` without one, `conflict`
 */
export async function enterExpert(
  deps: RosterDeps,
  by: ActingAccount,
  { organisationId, expert }: { organisationId: string | undefined; expert: NewExpert },
): Promise<{ id: string; warnings: ConditionWarning[] }> {
  const at = deps.now()
  const id = newId()
  await deps.db.transaction(async (tx) => {
    const { id: roster } = await findRoster(tx, by, organisationId)
    const row = await toRow(deps.cipher, expert, { id, organisationId: roster, at })
    const isKnown = await readKnown(tx, roster)
    if (isKnown(expert)) throw new AppError('conflict', 'expert_exists')
    await tx.insert(experts).values(row)
    await recordExpertEvent(tx, by, { expertId: id, event: 'entered', reason: null, at })
  })
  return { id, warnings: checkConditions(expert) }
}

/** @throws AppError `not_found`, `conflict` for a closed one, `invalid` for none */
export async function findRoster(
  tx: Database,
  by: ActingAccount,
  organisationId: string | undefined,
) {
  const id = organisationId ?? by.organisationId
  if (id === null) throw new AppError('invalid', 'expert_organisation_needed')
  return findOpenOrganisation(tx, by, id)
}

/**
 * Whether somebody stands in a roster already: the same name with the same employer, or the same filing
 * number. Who was removed does not count.
 */
export async function readKnown(tx: Database, organisationId: string) {
  const rows = await tx
    .select({
      name: experts.name,
      employer: experts.employer,
      filingNumber: experts.filingNumber,
    })
    .from(experts)
    .where(and(eq(experts.organisationId, organisationId), ne(experts.status, 'removed')))
  const known = new Set(rows.flatMap(keysOf))
  return (expert: Named) => keysOf(expert).some((key) => known.has(key))
}

type Named = Pick<ExpertDetails, 'name' | 'employer' | 'filingNumber'>

/** What no two experts of a roster share. */
export function keysOf({ name, employer, filingNumber }: Named): string[] {
  const person = JSON.stringify([name, employer])
  return filingNumber === null ? [person] : [person, filingNumber]
}

/** A new row: active, taking cases, contact data sealed. */
export async function toRow(
  cipher: FieldCipher,
  { email, phone, consented, ...details }: NewExpert,
  { id, organisationId, at }: { id: string; organisationId: string; at: Date },
): Promise<typeof experts.$inferInsert> {
  return {
    ...details,
    ...(await sealContact(cipher, id, { email, phone })),
    id,
    organisationId,
    status: 'active',
    available: true,
    consentedAt: consented ? at : null,
    offeredCount: 0,
    createdAt: at,
  }
}

/** The sealed columns of what is given; what is left out stays as it is. */
export async function sealContact(
  cipher: FieldCipher,
  id: string,
  { email, phone }: { [Name in keyof ExpertContact]?: ExpertContact[Name] | undefined },
) {
  const sealed = async (value: string | null, context: string) =>
    value === null ? null : cipher.seal(value, context)
  return {
    ...(email !== undefined && { sealedEmail: await sealed(email, emailContext(id)) }),
    ...(phone !== undefined && { sealedPhone: await sealed(phone, phoneContext(id)) }),
  }
}
