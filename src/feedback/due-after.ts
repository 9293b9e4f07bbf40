import { dayAt, instantOf } from '../shared/shanghai-day.ts'

export const DAY_MS = 24 * 60 * 60 * 1000

/**
 * The end of a period of the service's own setting: natural days, the day itself not counted, until 24:00
 * Asia/Shanghai of the last one.
 */
export function dueAfter(now: Date, days: number): Date {
  return instantOf(dayAt(now) + days, 24)
}

/** From when on a rating stays as it is. */
export function editableUntil(createdAt: Date, days: number): string {
  return new Date(createdAt.getTime() + days * DAY_MS).toISOString()
}
