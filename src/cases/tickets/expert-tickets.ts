import { and, asc, desc, eq, inArray } from 'drizzle-orm'
import { appendAudit, type AuditActor } from '../../audit/append-audit.ts'
import type { Database } from '../../db/database.ts'
import { cases, statements, tickets } from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import type { TicketState } from '../../shared/case-states.ts'
import { type Case, type Ticket, unknownTicket } from '../change-case.ts'
import { type Contact, readContact } from '../contacts.ts'

const MOST_TICKETS = 100

export type ExpertTicket = { ticket: Ticket; case: Case }

/** An expert's own tickets, those that want something of them first. */
export async function listTickets(
  db: Database,
  expertId: string,
  states?: TicketState[],
): Promise<ExpertTicket[]> {
  return db
    .select({ ticket: tickets, case: cases })
    .from(tickets)
    .innerJoin(cases, eq(cases.id, tickets.caseId))
    .where(and(eq(tickets.expertId, expertId), states && inArray(tickets.state, states)))
    .orderBy(asc(tickets.closedAt), asc(tickets.respondBy), desc(tickets.createdAt))
    .limit(MOST_TICKETS)
}

/** @throws AppError `not_found`, the same for another expert's ticket as for none */
export async function readTicket(
  db: Database,
  expertId: string,
  ticketId: string,
): Promise<ExpertTicket & { statements: (typeof statements.$inferSelect)[] }> {
  const [row] = await db
    .select({ ticket: tickets, case: cases })
    .from(tickets)
    .innerJoin(cases, eq(cases.id, tickets.caseId))
    .where(and(eq(tickets.id, ticketId), eq(tickets.expertId, expertId)))
  if (!row) throw unknownTicket()
  const own = await db
    .select()
    .from(statements)
    .where(eq(statements.ticketId, ticketId))
    .orderBy(asc(statements.createdAt))
  return { ...row, statements: own }
}

/**
 * The asker's contact data for the expert: only after acceptance and while the separate consent stands
 * (DESIGN §2.6); undefined otherwise. What is shown is recorded.
 */
export async function viewContactAsExpert(
  deps: Deps,
  { ticketId, expertId, audit }: { ticketId: string; expertId: string; audit: AuditActor },
): Promise<Contact | undefined> {
  return deps.db.transaction(async (tx) => {
    const { ticket, case: subject } = await readTicket(tx, expertId, ticketId)
    const hasIt = ticket.state === 'accepted' || ticket.state === 'replied'
    if (!hasIt || subject.contactConsentAt === null) return undefined
    const contact = await readContact(tx, deps.cipher, subject.id)
    const entry = {
      action: 'view_contact',
      objectId: subject.id,
      result: 'ok',
      details: {},
    } as const
    await appendAudit(tx, { actor: audit, ...entry })
    return contact
  })
}
