import { and, eq } from 'drizzle-orm'
import { appendAudit } from '../../audit/append-audit.ts'
import type { Database } from '../../db/database.ts'
import { cases, tickets } from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import { queueJob } from '../../jobs/queue-job.ts'
import { queueNotice } from '../../notices/queue-notice.ts'
import { AppError } from '../../shared/errors.ts'
import {
  type CaseActor,
  changeCase,
  changeTicket,
  lockCaseOf,
  noteOnCase,
  type Ticket,
  unknownTicket,
} from '../change-case.ts'
import { type Clocks, readClocks } from './clocks.ts'
import { proposeExperts } from './propose-experts.ts'

export const declineReasons = ['conflict', 'busy', 'field', 'leave', 'other'] as const
export type DeclineReason = (typeof declineReasons)[number]

type Response = { ticketId: string; expertId: string; version: number; actor: CaseActor }

/**
 * The expert takes the case on, and declares that there is no conflict; the clock of the reply begins.
 * @throws AppError `not_found` not their ticket · `conflict` too late, or it has moved on
 */
export async function acceptTicket(deps: Deps, response: Response): Promise<Ticket> {
  const clocks = await readClocks(deps)
  return deps.db.transaction(async (tx) => {
    const now = deps.now()
    await checkInTime(tx, response, now)
    const deadline = clocks.reply(now)
    const ticket = await changeTicket(tx, {
      ticketId: response.ticketId,
      version: response.version,
      transition: 'accept',
      actor: response.actor,
      set: { respondedAt: now, noConflict: true, replyBy: deadline.at },
    })
    const { id: ticketId, caseId } = ticket
    await tx.update(cases).set({ dueAt: deadline.at, updatedAt: now }).where(eq(cases.id, caseId))
    await noteOnCase(tx, {
      caseId,
      event: 'ticket_accepted',
      actor: response.actor,
      now,
      data: { ticketId },
    })
    await startReplyClock(tx, { ticket, clocks, now })
    await auditTicket(tx, response, 'accept_ticket')
    return ticket
  })
}

async function startReplyClock(
  tx: Database,
  { ticket, clocks, now }: { ticket: Ticket; clocks: Clocks; now: Date },
) {
  const { id: ticketId, replyBy } = ticket
  if (!replyBy) return
  const payload = { ticketId }
  for (const [at, dueAt] of clocks.reminders(now, { at: replyBy }).entries()) {
    const key = `reply_reminder:${ticketId}:${at}`
    await queueJob(tx, { kind: 'reply_reminder', key, payload, dueAt })
  }
  await queueJob(tx, {
    kind: 'reply_overdue',
    key: `reply_overdue:${ticketId}`,
    payload,
    dueAt: replyBy,
  })
}

type Decline = Response & { reason: DeclineReason; note: string | undefined }

/** The expert says no, with a reason; the case goes back to staff, who are told. */
export async function declineTicket(deps: Deps, decline: Decline): Promise<Ticket> {
  return deps.db.transaction(async (tx) => {
    const now = deps.now()
    await checkInTime(tx, decline, now)
    const ticket = await changeTicket(tx, {
      ticketId: decline.ticketId,
      version: decline.version,
      transition: 'decline',
      actor: decline.actor,
      set: { respondedAt: now, declineReason: decline.reason, closedAt: now },
    })
    const { actor, reason, note } = decline
    const data = { ticketId: ticket.id, reason }
    await noteOnCase(tx, {
      caseId: ticket.caseId,
      event: 'ticket_declined',
      actor,
      now,
      note,
      data,
    })
    await giveBack(tx, deps, { ticket, actor, now, why: 'declined' })
    await appendAudit(tx, {
      actor: decline.actor.audit,
      action: 'decline_ticket',
      objectId: ticket.id,
      result: 'ok',
      details: { reason: decline.reason },
    })
    return ticket
  })
}

/** The two days were over: a later answer would come after the offer to the next one. */
async function checkInTime(tx: Database, { ticketId, expertId }: Response, now: Date) {
  await lockCaseOf(tx, ticketId)
  const [ticket] = await tx
    .select({ state: tickets.state, respondBy: tickets.respondBy })
    .from(tickets)
    .where(and(eq(tickets.id, ticketId), eq(tickets.expertId, expertId)))
    .for('update')
  if (!ticket) throw unknownTicket()
  if (ticket.state === 'offered' && ticket.respondBy <= now)
    throw new AppError('conflict', 'ticket_lapsed')
}

/** Why a case comes back from its expert: the notice that staff get of it. */
const backNotices = {
  lapsed: 'ticket_lapsed',
  declined: 'ticket_declined',
  expert_left: 'expert_left',
} as const

type GivenBack = {
  ticket: Ticket
  actor: CaseActor
  now: Date
  why: keyof typeof backNotices
}

/**
 * The case returns to review, without a time to promise, and its organisation is told; also where no expert
 * is left to propose.
 */
export async function giveBack(
  tx: Database,
  deps: Deps,
  { ticket, actor, now, why }: GivenBack,
): Promise<void> {
  const { id: ticketId, caseId } = ticket
  const subject = await changeCase(tx, {
    caseId,
    transition: 'unassign',
    actor,
    now,
    set: { dueAt: null },
    data: { ticketId, event: why },
  })
  const told = {
    recipient: { kind: 'organisation', id: subject.organisationId },
    data: { code: subject.code },
    caseId,
    ticketId,
    now,
  } as const
  await queueNotice(tx, {
    key: `ticket_back:${ticketId}`,
    kind: backNotices[why],
    ...told,
  })
  const { proposals } = await proposeExperts(tx, deps, subject)
  if (proposals.length > 0) return
  await queueNotice(tx, { key: `no_expert_left:${ticketId}`, kind: 'no_expert_left', ...told })
}

export async function auditTicket(
  tx: Database,
  { actor, ticketId }: Pick<Response, 'actor' | 'ticketId'>,
  action:
    | 'accept_ticket'
    | 'lapse_ticket'
    | 'recall_ticket'
    | 'reply_ticket'
    | 'return_ticket'
    | 'close_ticket',
): Promise<void> {
  await appendAudit(tx, {
    actor: actor.audit,
    action,
    objectId: ticketId,
    result: 'ok',
    details: {},
  })
}
