import { countings, deadlineOf, remindersOf } from '../../../src/cases/clock/deadline.ts'
import { calendar } from './packaged-calendar.ts'

const HOUR = 3_600_000
const reminders = { shares: [0.5], hoursBefore: [6], fromHour: 8, toHour: 20 }

/** Deadlines and reminders of notices at every hour of the days around year ends, holidays and changes of summer time. */
export function listDeadlines(): string[] {
  const starts = [
    '2018-12-27',
    '2024-02-27',
    '2026-02-12',
    '2026-03-07',
    '2026-10-31',
    '2026-12-24',
  ]
  return starts.flatMap((start) =>
    Array.from({ length: 8 * 24 }, (_, hour) => {
      const notice = new Date(Date.parse(`${start}T00:00:00Z`) + hour * HOUR)
      const deadlines = countings.map((counting) => deadlineOf(notice, 2, counting, calendar))
      const reminded = deadlines.map((deadline) => remindersOf(notice, deadline, reminders))
      return JSON.stringify([notice, deadlines, reminded])
    }),
  )
}
