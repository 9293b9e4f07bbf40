import { and, asc, eq, gte, inArray, lte, notInArray, sql } from 'drizzle-orm'
import { appendAudit, type AuditActor } from '../../audit/append-audit.ts'
import type { Database } from '../../db/database.ts'
import { caseEvents, cases, experts, statements, tickets } from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import type { TicketState } from '../../shared/case-states.ts'
import { type Case, type Ticket, unknownTicket } from '../change-case.ts'
import { type Contact, readContact } from '../contacts.ts'

const MOST_TICKETS = 100

export type ExpertTicket = { ticket: Ticket; case: Case }

/** Who has left the roster for good sees nothing of it any more. */
const isOnRoster = notInArray(experts.status, ['withdrawn', 'removed'])

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
    .innerJoin(experts, eq(experts.id, tickets.expertId))
    .where(
      and(eq(tickets.expertId, expertId), isOnRoster, states && inArray(tickets.state, states)),
    )
    .orderBy(sql`${tickets.closedAt} desc nulls first`, asc(tickets.respondBy), asc(tickets.id))
    .limit(MOST_TICKETS)
}

type ReadTicket = ExpertTicket & {
  statements: (typeof statements.$inferSelect)[]
  /** Why staff gave replies back, in the order in which they did. */
  returns: { at: Date; note: string | null }[]
}

/** @throws AppError `not_found`, the same for another expert's ticket as for none */
export async function readTicket(
  db: Database,
  expertId: string,
  ticketId: string,
): Promise<ReadTicket> {
  const [row] = await db
    .select({ ticket: tickets, case: cases })
    .from(tickets)
    .innerJoin(cases, eq(cases.id, tickets.caseId))
    .innerJoin(experts, eq(experts.id, tickets.expertId))
    .where(and(eq(tickets.id, ticketId), eq(tickets.expertId, expertId), isOnRoster))
  if (!row) throw unknownTicket()
  const own = await db
    .select()
    .from(statements)
    .where(eq(statements.ticketId, ticketId))
    .orderBy(asc(statements.createdAt))
  return { ...row, statements: own, returns: await readReturns(db, row.ticket) }
}

/** A case has one expert at a time: what was returned while this ticket was open, was its. */
function readReturns(db: Database, { caseId, noticedAt, closedAt }: Ticket) {
  const ofCase = and(eq(caseEvents.caseId, caseId), eq(caseEvents.event, 'return_reply'))
  const whileOpen = and(
    gte(caseEvents.at, noticedAt),
    closedAt === null ? undefined : lte(caseEvents.at, closedAt),
  )
  return db
    .select({ at: caseEvents.at, note: caseEvents.note })
    .from(caseEvents)
    .where(and(ofCase, whileOpen))
    .orderBy(asc(caseEvents.n))
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
