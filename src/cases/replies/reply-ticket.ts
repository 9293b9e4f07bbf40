import { and, eq } from 'drizzle-orm'
import { appendAudit } from '../../audit/append-audit.ts'
import type { Database } from '../../db/database.ts'
import { cases, experts, tickets } from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import type { Finding } from '../../experts/check-solicitation.ts'
import { judgeReply } from '../../experts/judge-reply.ts'
import { loadKnowledge, type RuntimeKnowledge } from '../../knowledge/runtime-knowledge.ts'
import { queueNotice } from '../../notices/queue-notice.ts'
import {
  type Case,
  type CaseActor,
  changeCase,
  changeTicket,
  lockCaseOf,
  type Ticket,
  unknownTicket,
} from '../change-case.ts'
import { auditTicket } from '../tickets/respond-ticket.ts'
import { type Address, citeClauses } from './cite-clauses.ts'
import { insertStatement, type Statement } from './statements.ts'

type Reply = {
  ticketId: string
  expertId: string
  version: number
  actor: CaseActor
  accountId: string
  text: string
  evidence: Address[]
}

/**
 * The expert's reply goes to review. What looks like soliciting, fees, contacts or firm names is held, with
 * the places (service-spec, 行为准则; DESIGN §2.5).
 */
export async function replyTicket(
  deps: Deps,
  reply: Reply,
): Promise<{ ticket: Ticket; statement: Statement }> {
  const knowledge = await loadKnowledge(deps)
  const { name, confidential } = await findOwn(deps.db, reply)
  const findings = await judgeReply(deps, knowledge, { text: reply.text, confidential })
  return deps.db.transaction(async (tx) => {
    const now = deps.now()
    await lockCaseOf(tx, reply.ticketId)
    const ticket = await changeTicket(tx, {
      ticketId: reply.ticketId,
      version: reply.version,
      transition: 'reply',
      actor: reply.actor,
      set: { repliedAt: now },
    })
    const subject = await changeCase(tx, {
      caseId: ticket.caseId,
      transition: 'expert_reply',
      actor: reply.actor,
      now,
      data: { ticketId: ticket.id },
    })
    const statement = await submit(tx, { knowledge, reply, subject, name, findings, now })
    await tellReviewers(tx, { subject, ticket, statement, now })
    if (statement.state === 'held') await auditHeld(tx, reply, statement)
    await auditTicket(tx, reply, 'reply_ticket')
    return { ticket, statement }
  })
}

async function findOwn(db: Database, { ticketId, expertId }: Pick<Reply, 'ticketId' | 'expertId'>) {
  const [row] = await db
    .select({ name: experts.name, confidential: cases.confidential })
    .from(tickets)
    .innerJoin(experts, eq(experts.id, tickets.expertId))
    .innerJoin(cases, eq(cases.id, tickets.caseId))
    .where(and(eq(tickets.id, ticketId), eq(tickets.expertId, expertId)))
  if (!row) throw unknownTicket()
  return row
}

type Submitted = {
  knowledge: RuntimeKnowledge
  reply: Reply
  subject: Case
  name: string
  findings: Finding[]
  now: Date
}

async function submit(tx: Database, { knowledge, reply, subject, name, findings, now }: Submitted) {
  const { language } = subject
  return insertStatement(tx, {
    subject,
    ticketId: reply.ticketId,
    author: 'expert',
    authorId: reply.accountId,
    authorName: name,
    state: findings.length > 0 ? 'held' : 'submitted',
    text: reply.text,
    citations: await citeClauses(tx, knowledge, { addresses: reply.evidence, language, now }),
    findings,
    now,
  })
}

type Told = { subject: Case; ticket: Ticket; statement: Statement; now: Date }

async function tellReviewers(tx: Database, { subject, ticket, statement, now }: Told) {
  await queueNotice(tx, {
    key: `reply:${statement.id}`,
    kind: statement.state === 'held' ? 'reply_held' : 'reply_submitted',
    recipient: { kind: 'organisation', id: subject.organisationId },
    data: { code: subject.code },
    caseId: subject.id,
    ticketId: ticket.id,
    now,
  })
}

async function auditHeld(tx: Database, { actor, ticketId }: Reply, { findings }: Statement) {
  const count = Array.isArray(findings) ? findings.length : 0
  await appendAudit(tx, {
    actor: actor.audit,
    action: 'hold_ticket_reply',
    objectId: ticketId,
    result: 'ok',
    details: { findings: count },
  })
}

type Checked = Pick<Reply, 'ticketId' | 'expertId' | 'text'>

/**
 * What a reply of this text would be held for, before it goes out; nothing is kept.
 * @throws AppError `not_found`, the same for another expert's ticket as for none
 */
export async function checkTicketReply(deps: Deps, { text, ...own }: Checked): Promise<Finding[]> {
  const { confidential } = await findOwn(deps.db, own)
  return judgeReply(deps, await loadKnowledge(deps), { text, confidential })
}
