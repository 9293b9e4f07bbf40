import { and, eq, inArray } from 'drizzle-orm'
import { type ActingAccount, actorOf } from '../../accounts/account.ts'
import type { Database } from '../../db/database.ts'
import { tickets } from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import { moveStanding, type StandingAction } from '../../experts/change-standing.ts'
import { countOpenTickets } from '../../experts/open-tickets.ts'
import { recordExpertEvent } from '../../experts/record-expert-event.ts'
import type { ExpertStatus } from '../../shared/expert-status.ts'
import { type CaseActor, lockCases } from '../change-case.ts'
import { recallTickets } from './recall-tickets.ts'
import { auditTicket, giveBack } from './respond-ticket.ts'

export type Standing = {
  status: ExpertStatus
  /** Offered or accepted tickets that the expert still has in hand. */
  openTickets: number
  /** How many were taken back with this. */
  recalledTickets: number
}

/**
 * Changes an expert's standing. Who is suspended, removed or withdraws keeps nothing in hand: in the same
 * transaction their offered and accepted tickets are recalled, the cases return to review for the next
 * proposal, and their staff are told. A reply that waits for its release stays with staff.
 * @throws AppError `not_found`; `conflict` when the standing does not allow it, or has just changed
 */
export async function changeStanding(
  deps: Deps,
  { by, id }: { by: ActingAccount; id: string },
  { action, reason }: { action: StandingAction; reason: string | null },
): Promise<Standing> {
  return deps.db.transaction(async (tx) => {
    const at = deps.now()
    const { to, event } = await moveStanding(tx, { by, id }, action)
    const actor: CaseActor = { kind: 'system', id: null, audit: actorOf(by) }
    const recalled = to === 'active' ? [] : await recallAllOf(tx, deps, { expertId: id, actor })
    const openTickets = await countOpenTickets(tx, id)
    await recordExpertEvent(tx, by, { expertId: id, event, reason, at })
    for (const ticketId of recalled) await auditTicket(tx, { actor, ticketId }, 'recall_ticket')
    return { status: to, openTickets, recalledTickets: recalled.length }
  })
}

type Leaving = { expertId: string; actor: CaseActor }

/** The expert's row is held already: no offer can come in between. @returns ids of the tickets */
async function recallAllOf(tx: Database, deps: Deps, { expertId, actor }: Leaving) {
  const now = deps.now()
  const inHand = and(
    eq(tickets.expertId, expertId),
    inArray(tickets.state, ['offered', 'accepted']),
  )
  const before = await tx.select({ caseId: tickets.caseId }).from(tickets).where(inHand)
  const caseIds = before.map(({ caseId }) => caseId)
  if (caseIds.length > 0) await lockCases(tx, caseIds)
  // What was answered while this waited for the cases is out of hand by now.
  const open = await tx.select().from(tickets).where(inHand).orderBy(tickets.caseId).for('update')
  for (const ticket of open) {
    await recallTickets(tx, { caseId: ticket.caseId, actor, now })
    await giveBack(tx, deps, { ticket, actor, now, why: 'expert_left' })
  }
  return open.map(({ id }) => id)
}
