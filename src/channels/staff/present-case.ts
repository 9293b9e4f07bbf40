import { readFeedback } from '../../cases/replies/service-feedback.ts'
import type { readCase } from '../../cases/staff/read-case.ts'
import type { Ticket } from '../../cases/change-case.ts'

type Read = Awaited<ReturnType<typeof readCase>>

const iso = (moment: Date | null) => moment?.toISOString() ?? null

/** A case as staff see it; contact data is opened by a request of its own. */
export function presentCase({
  case: row,
  organisation,
  turns,
  statements,
  tickets,
  timeline,
}: Read) {
  return {
    id: row.id,
    code: row.code,
    kind: row.kind,
    state: row.state,
    version: row.version,
    field: row.field,
    topics: row.topics,
    district: row.district,
    industry: row.industry,
    language: row.language,
    urgency: row.urgency,
    confidential: row.confidential,
    reasons: row.reasons,
    summary: row.summary,
    parties: row.parties,
    request: row.request,
    brief: row.brief,
    writtenBrief: row.writtenBrief,
    result: row.result,
    organisation: { id: row.organisationId, name: organisation },
    staffId: row.staffId,
    contactConsent: row.contactConsentAt !== null,
    mergedInto: row.mergedInto,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    dueAt: iso(row.dueAt),
    closedAt: iso(row.closedAt),
    turns: turns.map(({ id, question, answer, askedAt }) => {
      return { id, question, answer, at: askedAt.toISOString() }
    }),
    statements: statements.map((each) => presentStatement(each)),
    tickets: tickets.map(({ ticket, expert }) => ({ ...presentTicket(ticket), expert })),
    timeline: timeline.map(({ entry, by }) => ({
      n: entry.n,
      at: entry.at.toISOString(),
      actor: entry.actorKind,
      by,
      event: entry.event,
      from: entry.from,
      to: entry.to,
      note: entry.note,
    })),
  }
}

export function presentStatement(each: Read['statements'][number]) {
  return {
    id: each.id,
    author: each.author,
    authorName: each.authorName,
    state: each.state,
    text: each.text,
    originalText: each.originalText,
    citations: each.citations,
    findings: each.findings,
    createdAt: each.createdAt.toISOString(),
    deliveredAt: iso(each.deliveredAt),
  }
}

export function presentTicket(ticket: Ticket) {
  return {
    id: ticket.id,
    expertId: ticket.expertId,
    state: ticket.state,
    version: ticket.version,
    noticedAt: ticket.noticedAt.toISOString(),
    respondBy: ticket.respondBy.toISOString(),
    countedBy: ticket.countedBy,
    calendarMissing: ticket.calendarMissing,
    respondedAt: iso(ticket.respondedAt),
    replyBy: iso(ticket.replyBy),
    repliedAt: iso(ticket.repliedAt),
    matching: ticket.matching,
    declineReason: ticket.declineReason,
    breachReason: ticket.breachReason,
    feedback: readFeedback(ticket.feedback),
    closedAt: iso(ticket.closedAt),
  }
}
