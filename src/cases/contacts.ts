import { and, eq } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { caseContacts, type contactFields } from '../db/schema/index.ts'
import type { FieldCipher } from '../security/field-cipher.ts'
import { contextOf } from '../security/sealed-fields.ts'

export type ContactField = (typeof contactFields)[number]
export type Contact = Partial<Record<ContactField, string>>

/** Seals each field by itself; an empty one is left out, one that is there is written over. */
export async function writeContact(
  tx: Database,
  cipher: FieldCipher,
  caseId: string,
  contact: Contact,
): Promise<void> {
  const given = contactFieldsOf(contact)
  for (const [field, value] of given) {
    const sealed = await cipher.seal(value, contextOf.caseContact(caseId, field))
    await tx
      .insert(caseContacts)
      .values({ caseId, field, sealed })
      .onConflictDoUpdate({ target: [caseContacts.caseId, caseContacts.field], set: { sealed } })
  }
}

function contactFieldsOf(contact: Contact): [ContactField, string][] {
  const names: ContactField[] = ['name', 'organisation', 'contact', 'address']
  return names.flatMap((field): [ContactField, string][] => {
    const value = contact[field]?.trim()
    return value ? [[field, value]] : []
  })
}

/** Opened; only for who may see it, and with an audit entry by who asks. */
export async function readContact(
  tx: Database,
  cipher: FieldCipher,
  caseId: string,
): Promise<Contact> {
  const rows = await tx.select().from(caseContacts).where(eq(caseContacts.caseId, caseId))
  const opened = await Promise.all(
    rows.map(
      async ({ field, sealed }) =>
        [field, await cipher.open(sealed, contextOf.caseContact(caseId, field))] as const,
    ),
  )
  return Object.fromEntries(opened)
}

/** One field, for the conflict check against the asker's own organisation. */
export async function readContactField(
  tx: Database,
  cipher: FieldCipher,
  caseId: string,
  field: ContactField,
): Promise<string | undefined> {
  const [row] = await tx
    .select({ sealed: caseContacts.sealed })
    .from(caseContacts)
    .where(and(eq(caseContacts.caseId, caseId), eq(caseContacts.field, field)))
  return row && cipher.open(row.sealed, contextOf.caseContact(caseId, field))
}
