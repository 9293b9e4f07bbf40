import { eq, sql } from 'drizzle-orm'
import { appendAudit } from '../../audit/append-audit.ts'
import type { Database } from '../../db/database.ts'
import { experts, tickets } from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import { queueJob } from '../../jobs/queue-job.ts'
import { queueNotice } from '../../notices/queue-notice.ts'
import { AppError } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import { type Case, type CaseActor, changeCase, type Ticket } from '../change-case.ts'
import type { Deadline } from '../clock/deadline.ts'
import { type Clocks, readClocks } from './clocks.ts'
import { proposeExperts } from './propose-experts.ts'
import { auditReach, reachExpert } from './reach-expert.ts'

type Offer = { caseId: string; version: number; expertId: string; actor: CaseActor }

/**
 * Offers a case to one expert whom no hard rule excludes, and starts their two days.
 * @throws AppError `conflict` when the case has moved on, or a rule excludes the expert by now
 */
export async function offerTicket(
  deps: Deps,
  offer: Offer,
): Promise<{ case: Case; ticket: Ticket }> {
  const clocks = await readClocks(deps)
  return deps.db.transaction(async (tx) => {
    const now = deps.now()
    const deadline = clocks.respond(now)
    // Held to the end: two offers to one expert count their load after each other.
    await tx
      .select({ id: experts.id })
      .from(experts)
      .where(eq(experts.id, offer.expertId))
      .for('update')
    const subject = await changeCase(tx, {
      caseId: offer.caseId,
      version: offer.version,
      transition: 'assign',
      actor: offer.actor,
      now,
      set: { dueAt: deadline.at },
      data: { expertId: offer.expertId },
    })
    const matching = await explainChoice(tx, deps, subject, offer.expertId)
    const ticket = await insertTicket(tx, { subject, offer, deadline, matching, now })
    await tx
      .update(experts)
      .set({ lastOfferedAt: now, offeredCount: sql`${experts.offeredCount} + 1` })
      .where(eq(experts.id, offer.expertId))
    const reached = await reachExpert(tx, deps, { ticket, subject, now })
    await startClock(tx, { ticket, clocks, now })
    await auditReach(tx, reached)
    await appendAudit(tx, {
      actor: offer.actor.audit,
      action: 'offer_ticket',
      objectId: ticket.id,
      result: 'ok',
      details: { caseId: subject.id, expertId: offer.expertId },
    })
    return { case: subject, ticket }
  })
}

/**
 * The reasons for this expert, who need not be one of the three proposed.
 * @throws AppError `conflict` where a hard rule excludes them
 */
async function explainChoice(tx: Database, deps: Deps, subject: Case, expertId: string) {
  const { proposals, excluded } = await proposeExperts(tx, deps, subject)
  if (excluded.some((each) => each.expertId === expertId)) {
    throw new AppError('conflict', 'expert_excluded')
  }
  const proposed = proposals.find((each) => each.expertId === expertId)
  return proposed ?? { expertId, score: null, reasons: [{ rule: 'chosen_by_staff' }] }
}

type Issue = { subject: Case; offer: Offer; deadline: Deadline; matching: unknown; now: Date }

async function insertTicket(tx: Database, { subject, offer, deadline, matching, now }: Issue) {
  const [ticket] = await tx
    .insert(tickets)
    .values({
      id: newId(),
      caseId: subject.id,
      expertId: offer.expertId,
      state: 'offered',
      version: 1,
      noticedAt: now,
      respondBy: deadline.at,
      countedBy: deadline.countedBy,
      calendarMissing: deadline.calendarMissing.length > 0,
      matching,
      createdAt: now,
    })
    .onConflictDoNothing()
    .returning()
  if (!ticket) throw new AppError('conflict', 'case_changed')
  return ticket
}

type Started = { ticket: Ticket; clocks: Clocks; now: Date }

/** Reminders and lapse are written with the ticket, as the notice is: whatever crashes, none is lost or doubled. */
async function startClock(tx: Database, { ticket, clocks, now }: Started) {
  const { id: ticketId, respondBy } = ticket
  const payload = { ticketId }
  for (const [at, dueAt] of clocks.reminders(now, { at: respondBy }).entries()) {
    const key = `ticket_reminder:${ticketId}:${at}`
    await queueJob(tx, { kind: 'ticket_reminder', key, payload, dueAt })
  }
  await queueJob(tx, {
    kind: 'ticket_lapse',
    key: `ticket_lapse:${ticketId}`,
    payload,
    dueAt: respondBy,
  })
  if (!ticket.calendarMissing) return
  await queueNotice(tx, {
    key: `calendar_missing:${respondBy.toISOString().slice(0, 4)}`,
    kind: 'calendar_missing',
    recipient: { kind: 'administrators' },
    data: { year: respondBy.toISOString().slice(0, 4) },
    now,
  })
}
