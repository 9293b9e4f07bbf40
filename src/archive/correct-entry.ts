import { and, eq } from 'drizzle-orm'
import { actedBy, type ActingAccount } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { consultations, conversations, enteredConsultations, messages } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { DAY_MS } from '../feedback/due-after.ts'
import { consultationScope } from '../organisations/consultation-scope.ts'
import { conversationIsFree } from '../rights/held.ts'
import { contextOf } from '../security/sealed-fields.ts'
import { AppError } from '../shared/errors.ts'
import { checkEntry, cleanEntry, type EntryInput, recordOf } from './entry.ts'

const WEEK_MS = 7 * DAY_MS

type Correction = EntryInput & { version: number }

/**
 * Corrects an entry within seven days: who entered it, or an administrator who sees it. The audit keeps hashes of
 * the words as they were.
 * @throws AppError `not_found` · `forbidden` for a colleague's · `conflict` when it is too late, was changed
 *   meanwhile, or stands under a legal hold · `invalid` as for a new one
 */
export async function correctEntry(
  deps: Deps,
  account: ActingAccount,
  number: number,
  { version, ...written }: Correction,
): Promise<void> {
  const input = cleanEntry(written)
  await checkEntry(deps, input)
  await deps.db.transaction(async (tx) => {
    const found = await findEntry(tx, account, number)
    await checkMayCorrect(tx, { deps, account, found, version })
    const { entry, messageId, conversationId } = found
    const ids = { messageId, conversationId }
    const district = input.district === undefined ? found.routing.district : input.district
    const place = { id: entry.organisationId, district }
    const record = await recordOf({ ...deps, db: tx }, input, { ids, place })
    await tx.update(messages).set(record.words).where(eq(messages.id, messageId))
    await tx
      .update(conversations)
      .set({ channel: input.channel })
      .where(eq(conversations.id, conversationId))
    await tx.update(consultations).set(record.consultation).where(eq(consultations.number, number))
    await tx
      .update(enteredConsultations)
      .set({
        minutes: input.minutes,
        solved: input.solved,
        confidential: input.confidential,
        ...(await contactOf(deps, number, input.contact)),
        version: version + 1,
        correctedAt: deps.now(),
      })
      .where(eq(enteredConsultations.consultation, number))
    const hash = (text: string | undefined | null) => deps.cipher.keyedHash(text ?? '', 'entry')
    await appendAudit(tx, {
      ...actedBy(account),
      action: 'correct_consultation',
      objectId: String(number),
      result: 'ok',
      details: {
        version: version + 1,
        questionHash: await hash(found.question),
        answerHash: await hash(found.answer?.text),
      },
    })
  })
}

type Found = Awaited<ReturnType<typeof findEntry>>

async function findEntry(tx: Database, account: ActingAccount, number: number) {
  const [row] = await tx
    .select({
      entry: enteredConsultations,
      routing: consultations.routing,
      messageId: messages.id,
      conversationId: messages.conversationId,
      question: messages.question,
      answer: messages.answer,
    })
    .from(enteredConsultations)
    .innerJoin(consultations, eq(consultations.number, enteredConsultations.consultation))
    .innerJoin(messages, eq(messages.id, consultations.messageId))
    .where(and(eq(enteredConsultations.consultation, number), consultationScope(tx, account)))
    .for('update', { of: enteredConsultations })
  if (!row) throw new AppError('not_found', 'consultation_unknown')
  return row
}

/** Whether somebody may correct an entry now. */
export function mayCorrect(
  { id, role }: Pick<ActingAccount, 'id' | 'role'>,
  { enteredBy, enteredAt }: Pick<Found['entry'], 'enteredBy' | 'enteredAt'>,
  now: Date,
): 'yes' | 'not_yours' | 'too_late' {
  if (enteredBy !== id && role !== 'administrator') return 'not_yours'
  return now.getTime() - enteredAt.getTime() <= WEEK_MS ? 'yes' : 'too_late'
}

type Attempt = { deps: Deps; account: ActingAccount; found: Found; version: number }

async function checkMayCorrect(
  tx: Database,
  { deps, account, found: { entry, conversationId }, version }: Attempt,
): Promise<void> {
  const may = mayCorrect(account, entry, deps.now())
  if (may === 'not_yours') throw new AppError('forbidden', 'entry_not_yours')
  if (may === 'too_late') throw new AppError('conflict', 'entry_too_late')
  if (entry.version !== version) throw new AppError('conflict', 'entry_changed')
  const free = await tx.$count(
    conversations,
    and(eq(conversations.id, conversationId), conversationIsFree(tx)),
  )
  if (free === 0) throw new AppError('conflict', 'entry_held')
}

async function contactOf({ cipher }: Deps, number: number, contact: string | null | undefined) {
  if (contact === undefined) return {}
  const context = contextOf.enteredContact(String(number))
  return { sealedContact: contact ? await cipher.seal(contact, context) : null }
}
