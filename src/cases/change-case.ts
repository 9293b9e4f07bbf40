import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { appendAudit, type AuditActor, type AuditEntry } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { caseEvents, cases, tickets } from '../db/schema/index.ts'
import {
  type Actor,
  type CaseState,
  type CaseTransition,
  caseTransitions,
  type TicketTransition,
  ticketTransitions,
} from '../shared/case-states.ts'
import { AppError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'

export type Case = typeof cases.$inferSelect
export type Ticket = typeof tickets.$inferSelect

/** Who changes a case: as the table of states, the timeline and the audit name them. */
export type CaseActor = { kind: Actor; id: string | null; audit: AuditActor }

export const system: CaseActor = { kind: 'system', id: null, audit: { kind: 'system' } }

type CaseChange = {
  caseId: string
  transition: CaseTransition
  actor: CaseActor
  now: Date
  /** The version that the actor has seen; undefined where only the state decides. */
  version?: number | undefined
  set?: Partial<typeof cases.$inferInsert>
  /** Internal: never shown to the asker. */
  note?: string | undefined
  data?: Record<string, unknown>
}

/**
 * Moves a case along the table of states, if it still stands where the actor saw it: of two who act at
 * once, one wins and the other is told. Writes the timeline in the same transaction.
 * @throws AppError `forbidden` not theirs to do · `not_found` · `conflict` it has moved on
 */
export async function changeCase(tx: Database, change: CaseChange): Promise<Case> {
  const { caseId, transition, actor, now, version } = change
  const { from, to, by } = caseTransitions[transition]
  if (!includes(by, actor.kind)) throw new AppError('forbidden', 'transition_not_yours')
  const [before] = await tx
    .select({ state: cases.state })
    .from(cases)
    .where(eq(cases.id, caseId))
    .for('update')
  const [changed] = await tx
    .update(cases)
    .set({ ...change.set, state: to, version: sql`${cases.version} + 1`, updatedAt: now })
    .where(
      and(
        eq(cases.id, caseId),
        inArray(cases.state, [...from]),
        version === undefined ? undefined : eq(cases.version, version),
      ),
    )
    .returning()
  if (!before) throw unknownCase()
  if (!changed) throw new AppError('conflict', 'case_changed')
  const { note, data } = change
  await insertEntry(tx, {
    caseId,
    event: transition,
    actor,
    now,
    from: before.state,
    to,
    note,
    ...(data && { data }),
  })
  return changed
}

type TicketChange = {
  ticketId: string
  transition: TicketTransition
  actor: CaseActor
  version?: number | undefined
  set?: Partial<typeof tickets.$inferInsert>
}

/** The same for a ticket; its case's timeline is written by who calls. */
export async function changeTicket(tx: Database, change: TicketChange): Promise<Ticket> {
  const { ticketId, transition, actor, version } = change
  const { from, to, by } = ticketTransitions[transition]
  if (!includes(by, actor.kind)) throw new AppError('forbidden', 'transition_not_yours')
  const [changed] = await tx
    .update(tickets)
    .set({ ...change.set, state: to, version: sql`${tickets.version} + 1` })
    .where(
      and(
        eq(tickets.id, ticketId),
        inArray(tickets.state, [...from]),
        version === undefined ? undefined : eq(tickets.version, version),
      ),
    )
    .returning()
  if (changed) return changed
  const [exists] = await tx.select({ id: tickets.id }).from(tickets).where(eq(tickets.id, ticketId))
  throw exists ? new AppError('conflict', 'ticket_changed') : unknownTicket()
}

type Note = {
  caseId: string
  event: string
  actor: CaseActor
  now: Date
  from?: CaseState
  to?: CaseState
  note?: string | undefined
  data?: Record<string, unknown>
}

/** One entry of the timeline. */
export async function noteOnCase(tx: Database, noted: Note): Promise<void> {
  await lockCases(tx, [noted.caseId])
  await insertEntry(tx, noted)
}

/** Who writes it holds the case's row, so the order is that of the changes. */
async function insertEntry(tx: Database, noted: Note): Promise<void> {
  const { caseId, event, actor, now, from, to, note, data } = noted
  const number = sql<number>`(select coalesce(max(n), 0) + 1 from case_events where case_id = ${caseId})`
  await tx.insert(caseEvents).values({
    id: newId(),
    caseId,
    n: number,
    at: now,
    actorKind: actor.kind,
    actorId: actor.id,
    event,
    from: from ?? null,
    to: to ?? null,
    note: note ?? null,
    data: data ?? null,
  })
}

/** Holds cases until the transaction ends, always in one order, so that no two wait for each other. */
export async function lockCases(tx: Database, ids: string[]): Promise<void> {
  await tx
    .select({ id: cases.id })
    .from(cases)
    .where(inArray(cases.id, ids))
    .orderBy(asc(cases.id))
    .for('update')
}

/** Holds the case of a ticket before the ticket itself: who begins with the case waits for none of them. */
export async function lockCaseOf(tx: Database, ticketId: string): Promise<void> {
  const [ticket] = await tx
    .select({ caseId: tickets.caseId })
    .from(tickets)
    .where(eq(tickets.id, ticketId))
  if (ticket) await lockCases(tx, [ticket.caseId])
}

export const unknownCase = () => new AppError('not_found', 'case_unknown')
export const unknownTicket = () => new AppError('not_found', 'ticket_unknown')

const auditOf = {
  take: 'review_case',
  ask_back: 'ask_back_case',
  answer_back: 'review_case',
  assign: 'review_case',
  unassign: 'review_case',
  reply: 'reply_case',
  expert_reply: 'reply_case',
  return_reply: 'return_case',
  revise: 'review_case',
  deliver: 'deliver_case',
  close: 'close_case',
  reopen: 'reopen_case',
  merge: 'review_case',
  withdraw: 'withdraw_case',
} as const satisfies Record<CaseTransition, AuditEntry['action']>

/** Last in its transaction (`audit/append-audit.ts`). */
export async function auditCase(
  tx: Database,
  actor: CaseActor,
  transition: CaseTransition,
  caseId: string,
): Promise<void> {
  const action = auditOf[transition]
  await appendAudit(tx, { actor: actor.audit, action, objectId: caseId, result: 'ok', details: {} })
}

function includes<Item>(list: readonly Item[], item: Item): boolean {
  return list.includes(item)
}
