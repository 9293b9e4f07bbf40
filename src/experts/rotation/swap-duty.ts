import { AppError } from '../../shared/errors.ts'
import type { Field } from '../../shared/message.ts'
import {
  isAway,
  type RotationExpert,
  type RotationPlan,
  uncoveredBy,
  type WeekDuty,
} from './plan-rotation.ts'

/** `week` is a Monday, `YYYY-MM-DD`. */
export type Duty = { week: string; expertId: string }

/** What a swap is checked against: the roster of today, and the fields that the plan is to cover. */
export type SwapRules = { experts: RotationExpert[]; fields: Field[] }

/**
 * The plan in which two experts have taken each other's week. Throws `not_found` when one of the duties
 * is not in the plan, `conflict` when one of them may not take the other's week.
 */
export function swapDuty(
  plan: RotationPlan,
  given: Duty,
  taken: Duty,
  { experts, fields }: SwapRules,
): RotationPlan {
  const weekGiven = findDuty(plan, given)
  const weekTaken = findDuty(plan, taken)
  if (given.expertId === taken.expertId || given.week === taken.week) {
    throw new AppError('conflict', 'swap_changes_nothing')
  }
  checkTaker(weekTaken, find(experts, given.expertId))
  checkTaker(weekGiven, find(experts, taken.expertId))
  const renewed = (week: WeekDuty, leaving: string, joining: string): WeekDuty => {
    const onDuty = week.onDuty.map((id) => (id === leaving ? joining : id)).sort()
    const known = experts.filter(({ id }) => onDuty.includes(id))
    return { ...week, onDuty, uncovered: uncoveredBy(known, fields) }
  }
  return {
    weeks: plan.weeks.map((week) => {
      if (week === weekGiven) return renewed(week, given.expertId, taken.expertId)
      if (week === weekTaken) return renewed(week, taken.expertId, given.expertId)
      return week
    }),
  }
}

function findDuty({ weeks }: RotationPlan, { week, expertId }: Duty): WeekDuty {
  const found = weeks.find((one) => one.week === week && one.onDuty.includes(expertId))
  if (!found) throw new AppError('not_found', 'duty_unknown')
  return found
}

function find(experts: RotationExpert[], id: string): RotationExpert {
  const found = experts.find((expert) => expert.id === id)
  if (!found) throw new AppError('not_found', 'expert_unknown')
  return found
}

function checkTaker(week: WeekDuty, expert: RotationExpert): void {
  if (week.onDuty.includes(expert.id)) throw new AppError('conflict', 'swap_already_on_duty')
  if (expert.status !== 'active' || !expert.consented) {
    throw new AppError('conflict', 'swap_not_active')
  }
  if (isAway(expert, week.week)) throw new AppError('conflict', 'swap_on_leave')
}
