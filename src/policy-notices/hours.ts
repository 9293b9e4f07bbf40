import { dayAt, instantOf } from '../shared/shanghai-day.ts'

export type Hours = { fromHour: number; toHour: number }

/** The moment itself where the hour in Beijing allows to disturb somebody, else the next one that does. */
export function withinHours(at: Date, { fromHour, toHour }: Hours): Date {
  const day = dayAt(at)
  if (at < instantOf(day, fromHour)) return instantOf(day, fromHour)
  return at < instantOf(day, toHour) ? at : instantOf(day + 1, fromHour)
}
