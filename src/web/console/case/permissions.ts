import { caseTransitions } from '../../../shared/case-states.ts'
import type { CaseState, CaseTransition } from '../../../shared/case-states.ts'

/** Whether staff can take this step from this state, by the table of states. */
export function can(transition: CaseTransition, state: CaseState): boolean {
  const { from, by } = caseTransitions[transition]
  const [states, actors]: [readonly string[], readonly string[]] = [from, by]
  return states.includes(state) && actors.includes('staff')
}

/** Only while no expert has it (`cases/staff/case-actions.ts`). */
export const canForward = (state: CaseState): boolean =>
  ['open', 'in_review', 'reopened'].includes(state)

/** Whether words can be sent from here, if need be after the case has been taken in hand. */
export const canApprove = (state: CaseState): boolean =>
  can('deliver', state) || can('reply', state) || can('take', state)

export const canAssign = (state: CaseState): boolean => can('assign', state) || can('take', state)
