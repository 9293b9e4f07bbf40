import { formatDay, instantOf, parseDay, shanghaiDay } from '../../shared/shanghai-day.ts'

/** The month in Beijing before that of an instant, as `2026-02`. */
export function monthBefore(now: Date): string {
  const first = parseDay(`${shanghaiDay(now).slice(0, 7)}-01`)
  return formatDay(first - 1).slice(0, 7)
}

/** From its first instant to that of the next month. @param month `2026-02` */
export function spanOf(month: string): { from: Date; to: Date } {
  const first = parseDay(`${month}-01`)
  const next = parseDay(`${formatDay(first + 31).slice(0, 7)}-01`)
  return { from: instantOf(first), to: instantOf(next) }
}
