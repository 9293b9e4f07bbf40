import type { LogNormal } from './random.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR

/** Midnight in Asia/Shanghai. */
const midnight = (day: string) => Date.parse(`${day}T00:00:00+08:00`)

/** What a run assumes; times of day are those of Asia/Shanghai. */
export type Scenario = {
  consultations: number
  escalated: number
  experts: number
  /** Share of its days that an expert is on leave. */
  onLeave: number
  accepts: number
  /** Hours from the notice to the response. */
  response: LogNormal
  /** Hours from the acceptance to the reply. */
  reply: LogNormal
  /** Tickets that an expert takes at a time. */
  capacity: number
  dutiesPerWeek: number
  /** 日 from the notice to the end of the response's term. */
  term: number
  /** Arrivals at any hour alike, or on Monday to Friday from 9 to 18 only. */
  arrivals: 'any_hour' | 'office_hours'
  /** Epoch milliseconds; figures are of the cases that arrive from here … */
  from: number
  /** … up to here. */
  to: number
}

/** Before `from`, so that the figures begin in a service that is already running. */
export const WARM_UP = 30 * DAY

/**
 * Three years with a known calendar. Response, acceptance, leave, escalation and experts are the fixed
 * inputs of the comparison; reply, capacity and duties are assumptions of ours.
 */
export const baseScenario: Scenario = {
  consultations: 3_000,
  escalated: 0.15,
  experts: 30,
  onLeave: 0.1,
  accepts: 0.7,
  response: { median: 20, sigma: 0.8 },
  reply: { median: 48, sigma: 0.8 },
  capacity: 3,
  dutiesPerWeek: 3,
  term: 2,
  arrivals: 'any_hour',
  from: midnight('2023-01-01'),
  to: midnight('2026-01-01'),
}

/** Cases for an hour: the time of day and the week alone. */
export function isOpenHour({ arrivals }: Scenario, at: number): boolean {
  if (arrivals === 'any_hour') return true
  const local = new Date(at + 8 * HOUR)
  const weekday = local.getUTCDay()
  const hour = local.getUTCHours()
  return weekday >= 1 && weekday <= 5 && hour >= 9 && hour < 18
}

/** Mean hours between two cases, over the hours in which cases come. */
export function hoursBetweenCases(scenario: Scenario): number {
  let open = 0
  for (let at = scenario.from; at < scenario.to; at += HOUR)
    open += isOpenHour(scenario, at) ? 1 : 0
  return open / (scenario.consultations * scenario.escalated)
}
