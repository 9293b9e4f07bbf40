import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { type Account, actorOf } from '../../accounts/account.ts'
import { appendAudit } from '../../audit/append-audit.ts'
import type { Database } from '../../db/database.ts'
import {
  accounts,
  caseEvents,
  experts,
  messages,
  organisations,
  statements,
  tickets,
} from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import type { Contact } from '../contacts.ts'
import { readContact } from '../contacts.ts'
import { findCase } from './find-case.ts'

/**
 * Everything that staff need of a case but its contact data, which is opened by itself. To look at a
 * confidential one leaves a trace.
 */
export async function readCase(deps: Deps, account: Account, caseId: string) {
  const subject = await findCase(deps.db, account, caseId)
  if (subject.confidential) {
    await deps.db.transaction((tx) =>
      appendAudit(tx, {
        actor: actorOf(account),
        action: 'view_confidential_case',
        objectId: caseId,
        result: 'ok',
        details: {},
      }),
    )
  }
  return {
    case: subject,
    organisation: await nameOf(deps.db, subject.organisationId),
    turns: await readTurns(deps.db, subject.conversationId),
    statements: await readStatements(deps.db, caseId),
    tickets: await readTickets(deps.db, caseId),
    timeline: await readTimeline(deps.db, caseId),
  }
}

async function nameOf(db: Database, organisationId: string): Promise<string> {
  const [row] = await db
    .select({ name: organisations.name })
    .from(organisations)
    .where(eq(organisations.id, organisationId))
  return row?.name ?? ''
}

function readTurns(db: Database, conversationId: string) {
  return db
    .select({
      id: messages.id,
      question: messages.question,
      answer: messages.answer,
      askedAt: messages.askedAt,
    })
    .from(messages)
    .where(eq(messages.conversationId, conversationId))
    .orderBy(asc(messages.turn))
    .limit(200)
}

function readStatements(db: Database, caseId: string) {
  return db
    .select()
    .from(statements)
    .where(eq(statements.caseId, caseId))
    .orderBy(asc(statements.createdAt), asc(statements.id))
}

function readTickets(db: Database, caseId: string) {
  return db
    .select({ ticket: tickets, expert: experts.name })
    .from(tickets)
    .innerJoin(experts, eq(experts.id, tickets.expertId))
    .where(eq(tickets.caseId, caseId))
    .orderBy(desc(tickets.createdAt))
}

function readTimeline(db: Database, caseId: string) {
  return db
    .select({ entry: caseEvents, by: accounts.name })
    .from(caseEvents)
    .leftJoin(
      accounts,
      and(eq(caseEvents.actorKind, 'staff'), sql`${accounts.id}::text = ${caseEvents.actorId}`),
    )
    .where(eq(caseEvents.caseId, caseId))
    .orderBy(asc(caseEvents.n))
}

/** Opens the contact data of a case, which is recorded. */
export async function viewContact(deps: Deps, account: Account, caseId: string): Promise<Contact> {
  return deps.db.transaction(async (tx) => {
    await findCase(tx, account, caseId)
    const contact = await readContact(tx, deps.cipher, caseId)
    await appendAudit(tx, {
      actor: actorOf(account),
      action: 'view_contact',
      objectId: caseId,
      result: 'ok',
      details: {},
    })
    return contact
  })
}
