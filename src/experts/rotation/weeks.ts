import { formatDay, parseDay } from '../../shared/shanghai-day.ts'

/** 1 January 1970 was a Thursday. */
const EPOCH_SINCE_MONDAY = 3

/** The Monday of the week that a `YYYY-MM-DD` day lies in. */
export function mondayOf(day: string): string {
  return addDays(day, -((parseDay(day) + EPOCH_SINCE_MONDAY) % 7))
}

export function addDays(day: string, days: number): string {
  return formatDay(parseDay(day) + days)
}
