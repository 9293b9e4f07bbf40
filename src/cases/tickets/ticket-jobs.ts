import { eq } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { cases, tickets } from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import { queueNotice } from '../../notices/queue-notice.ts'
import { changeTicket, lockCaseOf, noteOnCase, system } from '../change-case.ts'
import { hasAccount, tellToCall } from './reach-expert.ts'
import { auditTicket, giveBack } from './respond-ticket.ts'

type Payload = Record<string, string>

async function findTicket(tx: Database, { ticketId = '' }: Payload) {
  await lockCaseOf(tx, ticketId)
  const [row] = await tx
    .select({ ticket: tickets, code: cases.code, organisationId: cases.organisationId })
    .from(tickets)
    .innerJoin(cases, eq(cases.id, tickets.caseId))
    .where(eq(tickets.id, ticketId))
    .for('update')
  return row
}

/** The two days are over without an answer: the offer ends and the case goes back for the next proposal. */
async function lapse(deps: Deps, tx: Database, payload: Payload): Promise<void> {
  const found = await findTicket(tx, payload)
  if (!found || found.ticket.state !== 'offered') return
  const now = deps.now()
  const ticket = await changeTicket(tx, {
    ticketId: found.ticket.id,
    transition: 'lapse',
    actor: system,
    set: { closedAt: now, breachReason: 'no_response' },
  })
  await giveBack(tx, deps, { ticket, actor: system, now, why: 'lapsed' })
  await auditTicket(tx, { actor: system, ticketId: ticket.id }, 'lapse_ticket')
}

/** Reminds the expert while the thing that they are reminded of is still to be done. */
function remind(kind: 'ticket_reminder' | 'reply_reminder', state: 'offered' | 'accepted') {
  return async (deps: Deps, tx: Database, payload: Payload): Promise<void> => {
    const found = await findTicket(tx, payload)
    if (!found || found.ticket.state !== state) return
    const { ticket, code, organisationId } = found
    const until = (state === 'offered' ? ticket.respondBy : ticket.replyBy) ?? ticket.respondBy
    const now = deps.now()
    const key = `${kind}:${ticket.id}:${now.toISOString()}`
    if (!(await hasAccount(tx, ticket.expertId))) {
      const { caseId: id } = ticket
      await tellToCall(tx, { key, ticket, subject: { id, code, organisationId }, now })
      return
    }
    await queueNotice(tx, {
      key,
      kind,
      recipient: { kind: 'expert', id: ticket.expertId },
      data: { code, dueAt: until.toISOString() },
      caseId: ticket.caseId,
      ticketId: ticket.id,
      now,
    })
  }
}

/** The reply did not come in its time: the ticket stays with the expert, staff are told and decide. */
async function overdue(deps: Deps, tx: Database, payload: Payload): Promise<void> {
  const found = await findTicket(tx, payload)
  if (!found || found.ticket.state !== 'accepted') return
  const { ticket, code, organisationId } = found
  const now = deps.now()
  await tx.update(tickets).set({ breachReason: 'no_reply' }).where(eq(tickets.id, ticket.id))
  const { id: ticketId, caseId } = ticket
  await noteOnCase(tx, { caseId, event: 'reply_overdue', actor: system, now, data: { ticketId } })
  await queueNotice(tx, {
    key: `case_overdue:${ticketId}`,
    kind: 'case_overdue',
    recipient: { kind: 'organisation', id: organisationId },
    data: { code, dueAt: (ticket.replyBy ?? ticket.respondBy).toISOString() },
    caseId,
    ticketId,
    now,
  })
}

/** By the kind of the job (`jobs/handlers.ts`). */
export const ticketJobs = {
  ticket_lapse: lapse,
  ticket_reminder: remind('ticket_reminder', 'offered'),
  reply_reminder: remind('reply_reminder', 'accepted'),
  reply_overdue: overdue,
}
