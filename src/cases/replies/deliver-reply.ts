import { eq } from 'drizzle-orm'
import { cases, experts, tickets } from '../../db/schema/index.ts'
import type { Database } from '../../db/database.ts'
import type { Deps } from '../../deps.ts'
import { isListed, judgeReply } from '../../experts/judge-reply.ts'
import { loadKnowledge, type RuntimeKnowledge } from '../../knowledge/runtime-knowledge.ts'
import { queueNotice } from '../../notices/queue-notice.ts'
import { AppError } from '../../shared/errors.ts'
import type { Citation } from '../../shared/message.ts'
import { auditCase, type Case, type CaseActor, changeCase, changeTicket } from '../change-case.ts'
import { recallTickets } from '../tickets/recall-tickets.ts'
import { type Address, citeClauses } from './cite-clauses.ts'
import { changeStatement, findPending, insertStatement, type Statement } from './statements.ts'

type Author = { actor: CaseActor; accountId: string; name: string }

type StaffReply = Author & {
  caseId: string
  version: number
  text: string
  evidence: Address[]
}

export type Delivered = { case: Case; statement: Statement; delivered: boolean }

/**
 * Staff answer a case themselves. Where the field wants a second person's eyes, the reply waits for somebody
 * else to release it; otherwise it reaches the asker at once. What the machine had drafted is kept beside it.
 */
export async function replyAsStaff(deps: Deps, reply: StaffReply): Promise<Delivered> {
  const knowledge = await loadKnowledge(deps)
  await refuseSolicitation(deps, knowledge, reply)
  return deps.db.transaction(async (tx) => {
    const now = deps.now()
    const { caseId, version, actor } = reply
    const replied = await changeCase(tx, { caseId, version, transition: 'reply', actor, now })
    const { language } = replied
    const statement = await insertStatement(tx, {
      subject: replied,
      ticketId: null,
      author: 'staff',
      authorId: reply.accountId,
      authorName: reply.name,
      state: 'submitted',
      text: reply.text,
      originalText: suggestedAnswer(replied),
      citations: await citeClauses(tx, knowledge, { addresses: reply.evidence, language, now }),
      now,
    })
    await auditCase(tx, actor, 'reply', caseId)
    if (knowledge.settings.service.secondPersonFields.includes(replied.field)) {
      return { case: replied, statement, delivered: false }
    }
    const release = { ...reply, version: replied.version, evidence: undefined }
    return deliverPending(tx, deps, { knowledge, release, secondPerson: false })
  })
}

function suggestedAnswer({ brief }: Case): string | null {
  const suggested =
    typeof brief === 'object' && brief !== null && 'suggestedAnswer' in brief
      ? brief.suggestedAnswer
      : null
  return typeof suggested === 'string' && suggested !== '' ? suggested : null
}

type Release = Author & {
  caseId: string
  version: number
  /** As staff have edited it; undefined: as it was written. */
  text?: string | undefined
  evidence?: Address[] | undefined
}

/**
 * Releases what an expert or a colleague has written, edited or as it is: it reaches the asker's conversation
 * as their words, the difference is kept, the ticket closes.
 * @throws AppError `conflict` nothing waits, the case has moved on, or it still solicits
 */
export async function deliverReply(deps: Deps, release: Release): Promise<Delivered> {
  const knowledge = await loadKnowledge(deps)
  const text = release.text ?? (await findPending(deps.db, release.caseId))?.text
  if (text === undefined) throw new AppError('conflict', 'case_changed')
  await refuseSolicitation(deps, knowledge, { caseId: release.caseId, text })
  return deps.db.transaction((tx) => {
    return deliverPending(tx, deps, {
      knowledge,
      release: { ...release, text },
      secondPerson: true,
    })
  })
}

type Delivery = {
  knowledge: RuntimeKnowledge
  /** With a text that has been judged. */
  release: Release & { text: string }
  secondPerson: boolean
}

async function deliverPending(
  tx: Database,
  deps: Deps,
  { knowledge, release, secondPerson }: Delivery,
): Promise<Delivered> {
  const now = deps.now()
  const { caseId, version, actor } = release
  const pending = await findPending(tx, caseId)
  if (!pending) throw new AppError('conflict', 'case_changed')
  refuseOwnRelease(knowledge, { pending, release, secondPerson })
  const { text } = release
  const delivered = await changeCase(tx, {
    caseId,
    version,
    transition: 'deliver',
    actor,
    now,
    set: { dueAt: null },
  })
  const citations = await citationsFor(tx, knowledge, { pending, release, subject: delivered, now })
  const statement = await changeStatement(tx, {
    id: pending.id,
    version: pending.version,
    set: {
      state: 'delivered',
      deliveredAt: now,
      text,
      citations,
      originalText: text === pending.text ? pending.originalText : pending.text,
    },
  })
  await closeTicket(tx, pending, { actor, now })
  await auditCase(tx, actor, 'deliver', caseId)
  return { case: delivered, statement, delivered: true }
}

type Releasing = { pending: Statement; release: Release; secondPerson: boolean }

function refuseOwnRelease(
  { settings }: RuntimeKnowledge,
  { pending, release, secondPerson }: Releasing,
): void {
  const own = pending.author === 'staff' && pending.authorId === release.accountId
  if (own && secondPerson && settings.service.secondPersonFields.length > 0) {
    throw new AppError('forbidden', 'second_person_needed')
  }
}

async function refuseSolicitation(
  deps: Deps,
  knowledge: RuntimeKnowledge,
  { caseId, text }: { caseId: string; text: string },
): Promise<void> {
  const [subject] = await deps.db
    .select({ confidential: cases.confidential })
    .from(cases)
    .where(eq(cases.id, caseId))
  const judged = { text, confidential: subject?.confidential ?? true }
  const findings = await judgeReply(deps, knowledge, judged)
  if (findings.some(isListed)) throw new AppError('conflict', 'reply_solicits')
}

type Citing = { pending: Statement; release: Release; subject: Case; now: Date }

async function citationsFor(
  tx: Database,
  knowledge: RuntimeKnowledge,
  { pending, release, subject, now }: Citing,
): Promise<Citation[]> {
  const { language } = subject
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by citeClauses
  if (release.evidence === undefined) return pending.citations as Citation[]
  return citeClauses(tx, knowledge, { addresses: release.evidence, language, now })
}

async function closeTicket(
  tx: Database,
  { ticketId }: Statement,
  { actor, now }: { actor: CaseActor; now: Date },
) {
  if (ticketId === null) return
  await changeTicket(tx, { ticketId, transition: 'close', actor, set: { closedAt: now } })
}

type Return = Omit<Author, 'name' | 'accountId'> & { caseId: string; version: number; note: string }

/** Back to the expert with a reason: the ticket is theirs again. Of one who has left, back to review. */
export async function returnReply(deps: Deps, given: Return): Promise<Case> {
  const { caseId, version, actor, note } = given
  return deps.db.transaction(async (tx) => {
    const now = deps.now()
    const pending = await findPending(tx, caseId)
    if (!pending) throw new AppError('conflict', 'case_changed')
    const ticketId = await findActiveAuthor(tx, pending)
    const transition = ticketId === undefined ? 'revise' : 'return_reply'
    const subject = await changeCase(tx, { caseId, version, transition, actor, now, note })
    const set = { state: 'returned' } as const
    await changeStatement(tx, { id: pending.id, version: pending.version, set })
    if (ticketId === undefined) await recallTickets(tx, { caseId, actor, now })
    else await reopenTicket(tx, { ticketId, actor, subject, now })
    await auditCase(tx, actor, transition, caseId)
    return subject
  })
}

/** The ticket that a reply was written under, while its expert is of the roster. */
async function findActiveAuthor(
  tx: Database,
  { ticketId }: Statement,
): Promise<string | undefined> {
  if (ticketId === null) return undefined
  const [row] = await tx
    .select({ status: experts.status })
    .from(tickets)
    .innerJoin(experts, eq(experts.id, tickets.expertId))
    .where(eq(tickets.id, ticketId))
  return row?.status === 'active' ? ticketId : undefined
}

type Reopened = { ticketId: string; actor: CaseActor; subject: Case; now: Date }

async function reopenTicket(tx: Database, { ticketId, actor, subject, now }: Reopened) {
  const set = { repliedAt: null }
  const ticket = await changeTicket(tx, { ticketId, transition: 'return', actor, set })
  await tx.update(cases).set({ dueAt: ticket.replyBy }).where(eq(cases.id, subject.id))
  await queueNotice(tx, {
    key: `reply_returned:${ticketId}:${ticket.version}`,
    kind: 'reply_returned',
    recipient: { kind: 'expert', id: ticket.expertId },
    data: { code: subject.code },
    caseId: subject.id,
    ticketId,
    now,
  })
}
