import type { Field } from '../../shared/message.ts'
import type { ExpertProfile } from '../matching/profiles.ts'
import { balanceDuties } from './balance-duties.ts'
import { coverFields } from './cover-fields.ts'
import { type Fairness, fairnessOf } from './fairness.ts'
import { addDays, mondayOf } from './weeks.ts'

export type RotationExpert = Pick<ExpertProfile, 'id' | 'status' | 'consented' | 'fields' | 'leave'>

export type RotationRequest = {
  /** Any `YYYY-MM-DD` day of the first week. */
  from: string
  weeks: number
  /** Experts on duty in each week. */
  perWeek: number
  /** Fields that somebody on duty should know, as far as fairness allows. */
  fields: Field[]
}

export type WeekDuty = {
  /** Its Monday, `YYYY-MM-DD`. */
  week: string
  /** Ids, in order. */
  onDuty: string[]
  /** Of these, who asks somebody else to take the week. */
  asking?: string[]
  /** Fields asked for that nobody on duty knows. */
  uncovered: Field[]
  /** Places that nobody could take. */
  vacant: number
}

export type RotationPlan = { weeks: WeekDuty[] }

/**
 * 轮值 by the week (service-spec, 服务要求 2). In this order: nobody on leave on any day of the week;
 * every place filled; duties as even as leave allows (no other plan has a lower maximum or a higher
 * minimum with the same places filled); as many fields covered as a search by exchanges finds.
 * Deterministic, whatever the order of `experts`.
 */
export function planRotation(request: RotationRequest, experts: RotationExpert[]): RotationPlan {
  const eligible = listEligible(experts)
  const first = mondayOf(request.from)
  const weeks = Array.from({ length: request.weeks }, (_, at) => addDays(first, at * 7))
  const available = weeks.map(
    (week) => new Set(eligible.flatMap((expert, at) => (isAway(expert, week) ? [] : [at]))),
  )
  const duties = balanceDuties(available, eligible.length, request.perWeek)
  const knows = eligible.map((expert) => new Set<Field>(expert.fields))
  coverFields(duties, available, { knows, fields: request.fields })
  return {
    weeks: weeks.map((week, at) => {
      const onDuty = [...(duties[at] ?? [])].flatMap((index) => eligible[index] ?? [])
      return {
        week,
        onDuty: onDuty.map(({ id }) => id).sort(),
        uncovered: uncoveredBy(onDuty, request.fields),
        vacant: Math.max(0, request.perWeek - onDuty.length),
      }
    }),
  }
}

/** Over the experts who may be on duty at all, also those who never are. */
export function fairnessOfRotation(plan: RotationPlan, experts: RotationExpert[]): Fairness {
  const duties = plan.weeks.flatMap(({ onDuty }) => onDuty)
  return fairnessOf(
    listEligible(experts).map(({ id }) => duties.filter((one) => one === id).length),
  )
}

export function isAway({ leave }: Pick<RotationExpert, 'leave'>, week: string): boolean {
  const sunday = addDays(week, 6)
  return leave.some(({ from, to }) => from <= sunday && week <= to)
}

export function uncoveredBy(onDuty: Pick<RotationExpert, 'fields'>[], fields: Field[]): Field[] {
  return fields.filter((field) => !onDuty.some((expert) => expert.fields.includes(field)))
}

function listEligible(experts: RotationExpert[]): RotationExpert[] {
  return experts
    .filter(({ status, consented }) => status === 'active' && consented)
    .sort((left, right) => (left.id < right.id ? -1 : 1))
}
