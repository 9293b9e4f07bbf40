import { and, eq, gt, inArray, lte, notExists, or, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import {
  askers,
  askerTokens,
  caseContacts,
  caseEvents,
  cases,
  complaints,
  consultations,
  conversations,
  curatedAnswers,
  enteredConsultations,
  enterpriseLinks,
  followUps,
  gapQuestions,
  messageEvents,
  messages,
  NOBODY_ID,
  ratings,
  registrations,
  reviews,
  statements,
  tickets,
} from '../db/schema/index.ts'
import { forgetFollowUps } from '../feedback/follow-ups.ts'
import { newId } from '../shared/ids.ts'

/**
 * To whom the rows belong that stay as anonymous counts: nobody. No token has this hash, and no two rows of
 * one person can be told apart from those of two.
 */
const NOBODY = {
  id: NOBODY_ID,
  tokenHash: 'nobody',
  createdAt: new Date(0),
  expiresAt: new Date(0),
}

export type Forgotten = { conversations: number; cases: number }

/**
 * Takes every word and every contact out of these conversations, their cases, tickets, ratings and follow-ups, and
 * gives what stays to nobody: numbers, closed words, scores and times, for the counts. Complaints go by
 * `forgetComplaints`, before. The caller holds the rows of the conversations.
 */
export async function forgetConversations(
  tx: Database,
  ids: string[],
  now: Date,
): Promise<Forgotten> {
  if (ids.length === 0) return { conversations: 0, cases: 0 }
  await tx.insert(askers).values(NOBODY).onConflictDoNothing()
  await forgetFeedback(tx, ids)
  await forgetEntries(tx, ids)
  await forgetLinks(tx, ids)
  await forgetReviews(tx, ids)
  const forgotten = await forgetCases(tx, ids)
  await forgetWords(tx, ids, now)
  return { conversations: await moveToNobody(tx, ids), cases: forgotten }
}

/** A complaint without its text cannot be handled any further. */
export async function forgetComplaints(tx: Database, ids: string[], now: Date): Promise<void> {
  if (ids.length === 0) return
  await tx.insert(askers).values(NOBODY).onConflictDoNothing()
  await tx
    .update(complaints)
    .set({
      askerId: NOBODY_ID,
      text: '',
      sealedContact: null,
      outcome: null,
      state: 'closed',
      version: sql`${complaints.version} + 1`,
      closedAt: sql`coalesce(${complaints.closedAt}, ${now.toISOString()}::timestamptz)`,
    })
    .where(inArray(complaints.id, ids))
}

/**
 * Deletes those of these askers of whom nothing is left and whose tokens have run out, each with the key of their
 * audit entries.
 */
export async function forgetAskers(tx: Database, ids: string[], now: Date): Promise<number> {
  if (ids.length === 0) return 0
  type Owned =
    | typeof conversations
    | typeof cases
    | typeof ratings
    | typeof complaints
    | typeof registrations
  const none = (table: Owned) =>
    notExists(
      tx
        .select({ one: sql`1` })
        .from(table)
        .where(eq(table.askerId, askers.id)),
    )
  const tokens = tx
    .select({ one: sql`1` })
    .from(askerTokens)
    .where(and(eq(askerTokens.askerId, askers.id), gt(askerTokens.expiresAt, now)))
  const deleted = await tx
    .delete(askers)
    .where(
      and(
        inArray(askers.id, ids),
        lte(askers.expiresAt, now),
        none(conversations),
        none(cases),
        none(ratings),
        none(complaints),
        none(registrations),
        notExists(tokens),
      ),
    )
    .returning({ id: askers.id })
  return deleted.length
}

const messagesOf = (tx: Database, ids: string[]) =>
  tx.select({ id: messages.id }).from(messages).where(inArray(messages.conversationId, ids))

const casesOf = (tx: Database, ids: string[]) =>
  tx.select({ id: cases.id }).from(cases).where(inArray(cases.conversationId, ids))

const numbersOf = (tx: Database, ids: string[]) =>
  tx
    .select({ number: consultations.number })
    .from(consultations)
    .where(inArray(consultations.messageId, messagesOf(tx, ids)))

async function forgetFeedback(tx: Database, ids: string[]): Promise<void> {
  for (const which of [
    inArray(followUps.messageId, messagesOf(tx, ids)),
    inArray(followUps.caseId, casesOf(tx, ids)),
  ]) {
    await forgetFollowUps(tx, which)
  }
  await tx
    .update(ratings)
    .set({ askerId: NOBODY_ID, text: null })
    .where(
      or(
        inArray(ratings.messageId, messagesOf(tx, ids)),
        inArray(ratings.caseId, casesOf(tx, ids)),
      ),
    )
}

/** From an enterprise of the ledger nothing leads to whose words these were. */
async function forgetLinks(tx: Database, ids: string[]): Promise<void> {
  const numbers = numbersOf(tx, ids)
  await tx
    .delete(enterpriseLinks)
    .where(
      or(
        inArray(enterpriseLinks.consultation, numbers),
        inArray(enterpriseLinks.caseId, casesOf(tx, ids)),
      ),
    )
}

/** What is gone cannot be judged any more; of what was judged the points stay, for the counts. */
async function forgetReviews(tx: Database, ids: string[]): Promise<void> {
  const said = tx
    .select({ id: statements.id })
    .from(statements)
    .where(inArray(statements.conversationId, ids))
  const which = or(
    inArray(reviews.consultation, numbersOf(tx, ids)),
    inArray(reviews.statementId, said),
  )
  await tx.delete(reviews).where(and(which, eq(reviews.state, 'open')))
  await tx.update(reviews).set({ comment: null, statementId: null }).where(which)
}

async function forgetEntries(tx: Database, ids: string[]): Promise<void> {
  await tx
    .update(enteredConsultations)
    .set({ sealedContact: null })
    .where(inArray(enteredConsultations.consultation, numbersOf(tx, ids)))
}

async function forgetCases(tx: Database, conversationIds: string[]): Promise<number> {
  const own = await casesOf(tx, conversationIds)
  const ids = own.map(({ id }) => id)
  if (ids.length === 0) return 0
  await tx.delete(caseContacts).where(inArray(caseContacts.caseId, ids))
  await tx.delete(statements).where(inArray(statements.caseId, ids))
  await tx.update(caseEvents).set({ note: null, data: null }).where(inArray(caseEvents.caseId, ids))
  await tx
    .update(caseEvents)
    .set({ actorId: null })
    .where(and(inArray(caseEvents.caseId, ids), eq(caseEvents.actorKind, 'asker')))
  await tx
    .update(tickets)
    .set({ feedback: null, matching: null, declineReason: null, breachReason: null })
    .where(inArray(tickets.caseId, ids))
  await forgetDrafts(tx, inArray(curatedAnswers.caseId, ids))
  await tx
    .update(cases)
    .set({
      askerId: NOBODY_ID,
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

/** A published answer was stripped of identity by two people; a draft may not have been. */
async function forgetDrafts(tx: Database, which: SQL): Promise<void> {
  await tx.delete(curatedAnswers).where(and(which, eq(curatedAnswers.state, 'draft')))
  await tx.update(curatedAnswers).set({ caseId: null, messageId: null }).where(which)
}

async function forgetWords(tx: Database, ids: string[], now: Date): Promise<void> {
  const answered = messagesOf(tx, ids)
  await tx.delete(gapQuestions).where(inArray(gapQuestions.messageId, answered))
  await forgetDrafts(tx, inArray(curatedAnswers.messageId, answered))
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
    .where(inArray(messages.conversationId, ids))
  await tx.delete(statements).where(inArray(statements.conversationId, ids))
}

/** Durations and models; nothing of what was found or written. */
const bareTrace: SQL = sql`jsonb_strip_nulls(jsonb_build_object(
  'steps', ${consultations.trace}->'steps', 'index', ${consultations.trace}->'index',
  'embeddingModel', ${consultations.trace}->'embeddingModel',
  'model', ${consultations.trace}->'writing'->'model'))`

/**
 * What stays of a conversation moves to a new one of nobody: a question that is on its way to the old one finds
 * it gone, and what hangs on it (words and links of WeChat, corrections) goes with it.
 */
async function moveToNobody(tx: Database, old: string[]): Promise<number> {
  const own = await tx.select().from(conversations).where(inArray(conversations.id, old))
  if (own.length === 0) return 0
  const moved = own.map((row) => ({ ...row, id: newId(), askerId: NOBODY_ID }))
  await tx.insert(conversations).values(moved)
  const from = own.map(({ id }) => id)
  const fresh = moved.map(({ id }) => id)
  for (const table of [messages, cases]) {
    await tx.execute(sql`
      update ${table} set conversation_id = moved.fresh
      from unnest(${sql.param(from)}::uuid[], ${sql.param(fresh)}::uuid[]) as moved (old, fresh)
      where conversation_id = moved.old`)
  }
  await tx.delete(conversations).where(inArray(conversations.id, from))
  return own.length
}
