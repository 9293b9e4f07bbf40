import { and, eq, inArray } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { cases, tickets } from '../../db/schema/index.ts'
import { queueNotice } from '../../notices/queue-notice.ts'
import { type CaseActor, changeTicket } from '../change-case.ts'

type Recall = { caseId: string; actor: CaseActor; now: Date }

/** Ends what experts have in hand of a case, and tells them. */
export async function recallTickets(tx: Database, { caseId, actor, now }: Recall): Promise<void> {
  const open = await tx
    .select({ id: tickets.id, expertId: tickets.expertId, code: cases.code })
    .from(tickets)
    .innerJoin(cases, eq(cases.id, tickets.caseId))
    .where(
      and(eq(tickets.caseId, caseId), inArray(tickets.state, ['offered', 'accepted', 'replied'])),
    )
  for (const { id: ticketId, expertId, code } of open) {
    await changeTicket(tx, { ticketId, transition: 'recall', actor, set: { closedAt: now } })
    await queueNotice(tx, {
      key: `ticket_recalled:${ticketId}`,
      kind: 'ticket_recalled',
      recipient: { kind: 'expert', id: expertId },
      data: { code },
      caseId,
      ticketId,
      now,
    })
  }
}
