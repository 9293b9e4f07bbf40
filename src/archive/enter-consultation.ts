import { and, eq } from 'drizzle-orm'
import { actedBy, type ActingAccount } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import {
  askers,
  consultations,
  conversations,
  enteredConsultations,
  messages,
} from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { contextOf } from '../security/sealed-fields.ts'
import { AppError } from '../shared/errors.ts'
import { newId, newToken, sha256 } from '../shared/ids.ts'
import { checkEntry, cleanEntry, type EntryInput, placeOf, recordOf } from './entry.ts'

/**
 * Enters a talk by telephone or at the counter into the archive, with a number of the same sequence. The clauses
 * must exist, and keep the status of the day of the talk. The same `entryKey` again is the same entry.
 * @returns its number
 * @throws AppError `invalid` · `conflict` for a key that another entry has
 */
export async function enterConsultation(
  deps: Deps,
  account: ActingAccount,
  { entryKey, ...written }: EntryInput & { entryKey: string },
): Promise<number> {
  const input = cleanEntry(written)
  const earlier = await findEarlier(deps.db, account, entryKey)
  if (earlier !== undefined) return earlier
  await checkEntry(deps, input)
  return deps.db.transaction(async (tx) => {
    const now = deps.now()
    const place = await placeOf(tx, account, now)
    const ids = { messageId: newId(), conversationId: newId() }
    const { consultation, words } = await recordOf({ ...deps, db: tx }, input, { ids, place })
    await storeTalk(tx, { ids, words, channel: input.channel, askedAt: consultation.askedAt, now })
    const [row] = await tx
      .insert(consultations)
      .values({ messageId: ids.messageId, ...consultation, trace: {} })
      .returning({ number: consultations.number })
    const number = row?.number ?? 0
    const { minutes, solved, confidential, contact } = input
    const context = contextOf.enteredContact(String(number))
    const [entered] = await tx
      .insert(enteredConsultations)
      .values({
        consultation: number,
        organisationId: place.id,
        enteredBy: account.id,
        enteredAt: now,
        minutes,
        solved,
        confidential,
        sealedContact: contact ? await deps.cipher.seal(contact, context) : null,
        version: 1,
        entryKey,
      })
      .onConflictDoNothing({ target: enteredConsultations.entryKey })
      .returning({ number: enteredConsultations.consultation })
    if (!entered) throw new AppError('conflict', 'entry_twice')
    await appendAudit(tx, {
      ...actedBy(account),
      action: 'enter_consultation',
      objectId: String(number),
      result: 'ok',
      details: { channel: input.channel, organisationId: place.id },
    })
    return number
  })
}

async function findEarlier(db: Database, { id }: ActingAccount, entryKey: string) {
  const [row] = await db
    .select({ number: enteredConsultations.consultation })
    .from(enteredConsultations)
    .where(and(eq(enteredConsultations.entryKey, entryKey), eq(enteredConsultations.enteredBy, id)))
  return row?.number
}

type Talk = {
  ids: { messageId: string; conversationId: string }
  words: Pick<typeof messages.$inferInsert, 'question' | 'answer'>
  channel: EntryInput['channel']
  askedAt: Date
  now: Date
}

/** An asker whom nobody knows, with a token that nobody has: retention treats them like everybody else. */
async function storeTalk(tx: Database, { ids, words, channel, askedAt, now }: Talk) {
  const askerId = newId()
  const tokenHash = await sha256(newToken())
  await tx.insert(askers).values({ id: askerId, tokenHash, createdAt: now, expiresAt: now })
  await tx
    .insert(conversations)
    .values({ id: ids.conversationId, askerId, channel, createdAt: now })
  await tx.insert(messages).values({
    id: ids.messageId,
    conversationId: ids.conversationId,
    turn: 1,
    ...words,
    state: 'done',
    requestHash: '',
    askedAt,
    finishedAt: now,
  })
}
