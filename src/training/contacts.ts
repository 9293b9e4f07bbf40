import { eq, inArray } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { registrationContacts, registrationFields } from '../db/schema/index.ts'
import type { FieldCipher } from '../security/field-cipher.ts'
import { contextOf } from '../security/sealed-fields.ts'

/** Who registers, as they give themselves. */
export type Participant = { name: string; organisation?: string | undefined; telephone: string }

/** Seals each field by itself in the place of what was there; an empty one is left out. */
export async function writeParticipant(
  tx: Database,
  cipher: FieldCipher,
  { registrationId, participant }: { registrationId: string; participant: Participant },
): Promise<void> {
  await deleteParticipant(tx, registrationId)
  for (const field of registrationFields) {
    const value = participant[field]?.trim()
    if (!value) continue
    const sealed = await cipher.seal(value, contextOf.registrationContact(registrationId, field))
    await tx.insert(registrationContacts).values({ registrationId, field, sealed })
  }
}

/** Nobody needs to reach who does not come. */
export async function deleteParticipant(tx: Database, registrationId: string): Promise<void> {
  await tx
    .delete(registrationContacts)
    .where(eq(registrationContacts.registrationId, registrationId))
}

/** Opened, by registration; only for who may see it, and with an audit entry by who asks. */
export async function readParticipants(
  tx: Database,
  cipher: FieldCipher,
  registrationIds: string[],
): Promise<Map<string, Partial<Participant>>> {
  const found = new Map<string, Partial<Participant>>()
  if (registrationIds.length === 0) return found
  const rows = await tx
    .select()
    .from(registrationContacts)
    .where(inArray(registrationContacts.registrationId, registrationIds))
  for (const { registrationId, field, sealed } of rows) {
    const value = await cipher.open(sealed, contextOf.registrationContact(registrationId, field))
    found.set(registrationId, { ...found.get(registrationId), [field]: value })
  }
  return found
}
