import { eq, inArray, sql } from 'drizzle-orm'
import { appendAudit } from '../audit/append-audit.ts'
import { withdrawCasesOf } from '../cases/asker-cases.ts'
import type { Database } from '../db/database.ts'
import { retryTransaction } from '../db/retry-transaction.ts'
import {
  askers,
  caseContacts,
  caseEvents,
  cases,
  complaints,
  consultations,
  conversations,
  curatedAnswers,
  followUps,
  messageEvents,
  messages,
  ratings,
  statements,
  tickets,
} from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { deleteAskerKey, referenceToAsker } from '../security/asker-keys.ts'
import { newId } from '../shared/ids.ts'
import { eraseRegistrations } from '../training/rights.ts'

/**
 * To whom the rows belong that stay as anonymous counts: nobody. No token has this hash, and no two rows of
 * one person can be told apart from those of two.
 */
const NOBODY = {
  id: '00000000-0000-4000-8000-000000000000',
  tokenHash: 'nobody',
  createdAt: new Date(0),
  expiresAt: new Date(0),
}

export type Erased = { conversations: number; cases: number }

/**
 * Erases an asker (个人信息保护法 47): open cases are withdrawn, every text and contact is removed, the key of
 * their audit entries destroyed, and the asker deleted, so that the database itself refuses when anything
 * still names them. What stays are numbers, closed words, scores and times, for the counts.
 */
export async function eraseAsker(deps: Deps, askerId: string): Promise<Erased> {
  // What the asker says at the same moment can be in the way, and is over at the next try.
  return retryTransaction(deps.db, async (tx) => {
    // Whatever else is being written for this asker comes before, or fails.
    await tx.select({ id: askers.id }).from(askers).where(eq(askers.id, askerId)).for('update')
    const reference = await referenceToAsker(tx, deps.cipher, askerId)
    await withdrawCasesOf(tx, deps, askerId)
    await tx.insert(askers).values(NOBODY).onConflictDoNothing()
    await eraseFeedback(tx, askerId, deps.now())
    await eraseRegistrations(tx, deps, askerId)
    const own = await eraseCases(tx, askerId)
    const talks = await eraseConversations(tx, askerId, deps.now())
    await deleteAskerKey(tx, askerId)
    await tx.delete(askers).where(eq(askers.id, askerId))
    await appendAudit(tx, {
      actor: { kind: 'asker', id: reference },
      action: 'erase_asker',
      objectId: reference,
      result: 'ok',
      details: { conversations: talks, cases: own },
    })
    return { conversations: talks, cases: own }
  })
}

/** A complaint without its text cannot be handled any further, nor can somebody be asked who has gone. */
async function eraseFeedback(tx: Database, askerId: string, now: Date): Promise<void> {
  const own = tx
    .select({ id: messages.id })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .where(eq(conversations.askerId, askerId))
  const ownCases = tx.select({ id: cases.id }).from(cases).where(eq(cases.askerId, askerId))
  for (const which of [inArray(followUps.messageId, own), inArray(followUps.caseId, ownCases)]) {
    await tx.delete(followUps).where(sql`${which} and ${followUps.doneAt} is null`)
    await tx.update(followUps).set({ outcome: null }).where(which)
  }
  await tx
    .update(ratings)
    .set({ askerId: NOBODY.id, text: null })
    .where(eq(ratings.askerId, askerId))
  await tx
    .update(complaints)
    .set({
      askerId: NOBODY.id,
      text: '',
      sealedContact: null,
      outcome: null,
      state: 'closed',
      version: sql`${complaints.version} + 1`,
      closedAt: sql`coalesce(${complaints.closedAt}, ${now.toISOString()}::timestamptz)`,
    })
    .where(eq(complaints.askerId, askerId))
}

async function eraseCases(tx: Database, askerId: string): Promise<number> {
  const own = await tx.select({ id: cases.id }).from(cases).where(eq(cases.askerId, askerId))
  const ids = own.map(({ id }) => id)
  if (ids.length === 0) return 0
  await tx.delete(caseContacts).where(inArray(caseContacts.caseId, ids))
  await tx.delete(statements).where(inArray(statements.caseId, ids))
  await tx.update(caseEvents).set({ note: null, data: null }).where(inArray(caseEvents.caseId, ids))
  await tx
    .update(caseEvents)
    .set({ actorId: null })
    .where(sql`${inArray(caseEvents.caseId, ids)} and ${caseEvents.actorKind} = 'asker'`)
  await tx
    .update(tickets)
    .set({ feedback: null, matching: null, declineReason: null, breachReason: null })
    .where(inArray(tickets.caseId, ids))
  // A published answer was stripped of identity by two people; a draft may not have been.
  await tx
    .delete(curatedAnswers)
    .where(sql`${inArray(curatedAnswers.caseId, ids)} and ${curatedAnswers.state} = 'draft'`)
  await tx.update(curatedAnswers).set({ caseId: null }).where(inArray(curatedAnswers.caseId, ids))
  await tx
    .update(cases)
    .set({
      askerId: NOBODY.id,
      industry: null,
      summary: '',
      parties: [],
      request: null,
      brief: null,
      writtenBrief: null,
      result: null,
      contactConsentAt: null,
    })
    .where(inArray(cases.id, ids))
  return ids.length
}

/**
 * What stays of a conversation moves to a new one of nobody, without words: a question that is on its way to
 * the old one finds it gone.
 */
async function eraseConversations(tx: Database, askerId: string, now: Date): Promise<number> {
  const own = await tx
    .select()
    .from(conversations)
    .where(eq(conversations.askerId, askerId))
    .for('update')
  if (own.length === 0) return 0
  const old = own.map(({ id }) => id)
  const moved = own.map(({ id, ...row }) => ({ ...row, id: newId(), askerId: NOBODY.id }))
  const fresh = moved.map(({ id }) => id)
  await tx.insert(conversations).values(moved)
  const answered = tx
    .select({ id: messages.id })
    .from(messages)
    .where(inArray(messages.conversationId, old))
  await tx.delete(messageEvents).where(inArray(messageEvents.messageId, answered))
  await tx
    .update(consultations)
    .set({ trace: bareTrace })
    .where(inArray(consultations.messageId, answered))
  await tx
    .update(messages)
    .set({
      question: null,
      answer: null,
      idempotencyKey: null,
      requestHash: '',
      state: sql`case when ${messages.state} = 'running' then 'failed' else ${messages.state} end`,
      finishedAt: sql`coalesce(${messages.finishedAt}, ${now.toISOString()}::timestamptz)`,
    })
    .where(inArray(messages.conversationId, old))
  await tx.delete(statements).where(inArray(statements.conversationId, old))
  for (const table of [messages, cases]) {
    await tx.execute(sql`
      update ${table} set conversation_id = moved.fresh
      from unnest(${sql.param(old)}::uuid[], ${sql.param(fresh)}::uuid[]) as moved (old, fresh)
      where conversation_id = moved.old`)
  }
  await tx.delete(conversations).where(inArray(conversations.id, old))
  return own.length
}

/** Durations and models; nothing of what was found or written. */
const bareTrace = sql`jsonb_strip_nulls(jsonb_build_object(
  'steps', ${consultations.trace}->'steps', 'index', ${consultations.trace}->'index',
  'embeddingModel', ${consultations.trace}->'embeddingModel',
  'model', ${consultations.trace}->'writing'->'model'))`
