import { eq } from 'drizzle-orm'
import type { ActingAccount } from '../accounts/account.ts'
import type { Database } from '../db/database.ts'
import { experts } from '../db/schema/index.ts'
import { AppError } from '../shared/errors.ts'
import { findExpert } from './expert-scope.ts'
import type { ExpertStatus } from '../shared/expert-status.ts'
import type { ExpertEventName } from './record-expert-event.ts'

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

/**
 * Moves the standing; what the expert has in hand is taken back by who calls, in the same transaction
 * (`cases/tickets/change-standing.ts`), and the event recorded after that.
 * @throws AppError `not_found`; `conflict` when the standing does not allow it, or has just changed
 */
export async function moveStanding(
  tx: Database,
  { by, id }: { by: ActingAccount; id: string },
  action: StandingAction,
): Promise<Pick<Transition, 'to' | 'event'>> {
  const { from, to, event } = transitions[action]
  const { status } = await findExpert(tx, by, id)
  if (!from.includes(status)) throw new AppError('conflict', 'expert_standing_conflict')
  await tx.update(experts).set({ status: to }).where(eq(experts.id, id))
  return { to, event }
}
