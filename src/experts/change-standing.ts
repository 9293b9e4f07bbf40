import { eq } from 'drizzle-orm'
import type { ActingAccount } from '../accounts/account.ts'
import { experts } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../shared/errors.ts'
import { findExpert } from './expert-scope.ts'
import type { ExpertStatus } from '../shared/expert-status.ts'
import { countOpenTickets } from './open-tickets.ts'
import { type ExpertEventName, recordExpertEvent } from './record-expert-event.ts'

export const standingActions = ['suspend', 'reinstate', 'withdraw', 'remove'] as const
export type StandingAction = (typeof standingActions)[number]

type Transition = { from: readonly ExpertStatus[]; to: ExpertStatus; event: ExpertEventName }

/** Entry apart, every way an expert's standing changes (service-spec, 退出). Removal is for good. */
const transitions: Record<StandingAction, Transition> = {
  suspend: { from: ['active'], to: 'suspended', event: 'suspended' },
  reinstate: { from: ['suspended', 'withdrawn'], to: 'active', event: 'reinstated' },
  withdraw: { from: ['active', 'suspended'], to: 'withdrawn', event: 'withdrawn' },
  remove: { from: ['active', 'suspended', 'withdrawn'], to: 'removed', event: 'removed' },
}

export type Standing = {
  status: ExpertStatus
  /** Offered or accepted tickets that the expert still has in hand. */
  openTickets: number
}

/** @throws AppError `not_found`; `conflict` when the standing does not allow it, or has just changed */
export async function changeStanding(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  { by, id }: { by: ActingAccount; id: string },
  { action, reason }: { action: StandingAction; reason: string | null },
): Promise<Standing> {
  const { from, to, event } = transitions[action]
  return db.transaction(async (tx) => {
    const { status } = await findExpert(tx, by, id)
    if (!from.includes(status)) throw new AppError('conflict', 'expert_standing_conflict')
    await tx.update(experts).set({ status: to }).where(eq(experts.id, id))
    const openTickets = await countOpenTickets(tx, id)
    await recordExpertEvent(tx, by, { expertId: id, event, reason, at: now() })
    return { status: to, openTickets }
  })
}
