import { and, asc, eq, inArray, notInArray } from 'drizzle-orm'
import { appendAudit } from '../audit/append-audit.ts'
import { noteOnCase } from '../cases/change-case.ts'
import { type ContactField, writeContact } from '../cases/contacts.ts'
import { askerActor } from '../cases/open-case.ts'
import { caseContacts, cases } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { referenceToAsker } from '../security/asker-keys.ts'
import { endedStates } from '../shared/case-states.ts'
import { AppError } from '../shared/errors.ts'

/** Null takes a field away. */
export type ContactChange = Partial<Record<ContactField, string | null | undefined>>

/**
 * Corrects the contact data of the asker's cases that are not finished (个人信息保护法 46); their timelines
 * say that, not what.
 * @throws AppError `not_found` when there is none
 */
export async function correctContact(
  deps: Deps,
  askerId: string,
  change: ContactChange,
): Promise<{ cases: number }> {
  return deps.db.transaction(async (tx) => {
    const open = await tx
      .select({ id: cases.id })
      .from(cases)
      .where(and(eq(cases.askerId, askerId), notInArray(cases.state, [...endedStates])))
      .orderBy(asc(cases.id))
      .for('update')
    if (open.length === 0) throw new AppError('not_found', 'no_open_case')
    const reference = await referenceToAsker(tx, deps.cipher, askerId)
    const { given, removed } = partsOf(change)
    for (const { id } of open) {
      await writeContact(tx, deps.cipher, id, given)
      if (removed.length > 0) {
        await tx
          .delete(caseContacts)
          .where(and(eq(caseContacts.caseId, id), inArray(caseContacts.field, removed)))
      }
      const actor = askerActor(reference)
      await noteOnCase(tx, { caseId: id, event: 'contact_corrected', actor, now: deps.now() })
    }
    await appendAudit(tx, {
      actor: { kind: 'asker', id: reference },
      action: 'correct_asker',
      objectId: reference,
      result: 'ok',
      details: {},
    })
    return { cases: open.length }
  })
}

function partsOf({ name, organisation, contact, address }: ContactChange) {
  const given: Partial<Record<ContactField, string>> = {}
  const removed: ContactField[] = []
  const fields = { name, organisation, contact, address }
  for (const field of ['name', 'organisation', 'contact', 'address'] as const) {
    const value = fields[field]
    if (value === null) removed.push(field)
    else if (value !== undefined) given[field] = value
  }
  return { given, removed }
}
