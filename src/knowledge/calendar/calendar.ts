import { AppError } from '../../shared/errors.ts'
import { CalendarFile, daysOf, openFrom } from './calendar-file.ts'
import { type Day, isWeekend, parseDay, yearOf } from '../../shared/shanghai-day.ts'

/** Which days people work: the official arrangement (放假调休) of the years with data. */
export type Calendar = {
  years: ReadonlySet<number>
  daysOff: ReadonlySet<Day>
  /** Make-up working days on weekends. */
  workDays: ReadonlySet<Day>
}

/**
 * @param yaml the parsed content of `knowledge/calendar.yml`
 * @throws AppError `invalid` that names the field of every problem
 */
export function readCalendar(yaml: unknown): Calendar {
  const result = CalendarFile.safeParse(yaml)
  if (result.success) return calendarOf(result.data)
  const lines = result.error.issues.map(({ path, message }) => {
    return `calendar.yml ${path.map(String).join('.') || 'file'}: ${message}`
  })
  throw new AppError('invalid', lines.join('\n'))
}

export function calendarOf(file: CalendarFile): Calendar {
  const breaks = file.flatMap((year) => year.breaks)
  return {
    years: new Set(file.map(({ year }) => year)),
    daysOff: new Set(breaks.flatMap(daysOf)),
    workDays: new Set(breaks.flatMap(({ work_on }) => work_on.map(parseDay))),
  }
}

/** A day on which people do not work, as far as the calendar knows: without data a Saturday or Sunday. */
export function isRestDay(calendar: Calendar, day: Day): boolean {
  return calendar.daysOff.has(day) || (isWeekend(day) && !calendar.workDays.has(day))
}

/** The years without which it is not settled who works on one of the days from `first` to `last`, ascending. */
export function missingYears(calendar: Calendar, first: Day, last: Day): number[] {
  const end = yearOf(last) + (last >= openFrom(yearOf(last)) ? 1 : 0)
  const needed = Array.from({ length: end - yearOf(first) + 1 }, (_, at) => yearOf(first) + at)
  return needed.filter((year) => !calendar.years.has(year))
}
