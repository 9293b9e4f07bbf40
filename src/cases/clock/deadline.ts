import { z } from 'zod'
import { type Calendar, isRestDay, missingYears } from '../../knowledge/calendar/calendar.ts'
import { type Day, dayAt, formatDay, instantOf } from '../../shared/shanghai-day.ts'

/** How a period is counted; which one is a setting. */
export const countings = ['civil', 'working_days'] as const
export type Counting = (typeof countings)[number]

export type Deadline = {
  /** 24:00 Asia/Shanghai of the last day, that is 0:00 of the next: the period is over from here on. */
  at: Date
  /** `2026-01-31`, in Asia/Shanghai. */
  lastDay: string
  countedBy: Counting | 'natural_days_without_calendar'
  /** Years that the count needed and the calendar lacks, ascending: the ticket is flagged when there are any. */
  calendarMissing: number[]
}

const LONGEST = 366

/**
 * When a period of `days` that begins with a notice ends (2日: service-spec `expert.requirements(3)`).
 * The day of the notice is not counted, and a last day of rest moves to the next working day (民法典 第201、203条).
 * Days whose arrangement is not known count as natural days, and only Saturday and Sunday move the end.
 * @throws RangeError for a notice that is no date, or `days` that are not a whole number from 1 to 366
 */
export function deadlineOf(
  notice: Date,
  days: number,
  counting: Counting,
  calendar: Calendar,
): Deadline {
  if (Number.isNaN(notice.getTime())) throw new RangeError('the notice has no date')
  if (!Number.isInteger(days) || days < 1 || days > LONGEST) {
    throw new RangeError(`a period has 1 to ${LONGEST} days, not ${days}`)
  }
  const begin = dayAt(notice)
  const counted = counting === 'civil' ? begin + days : countWorkingDays(begin, days, calendar)
  const last = endOfRest(counted, calendar)
  // Civil counting asks the calendar about the end only.
  const calendarMissing = missingYears(calendar, counting === 'civil' ? counted : begin + 1, last)
  const natural = counting === 'working_days' && calendarMissing.length > 0
  return {
    at: instantOf(last, 24),
    lastDay: formatDay(last),
    countedBy: natural ? 'natural_days_without_calendar' : counting,
    calendarMissing,
  }
}

/** Counts day by day, so that the change to natural days never lets a later notice end earlier. */
function countWorkingDays(begin: Day, days: number, calendar: Calendar): Day {
  let day = begin
  for (let left = days; left > 0;) {
    day += 1
    if (missingYears(calendar, day, day).length > 0 || !isRestDay(calendar, day)) left -= 1
  }
  return day
}

function endOfRest(day: Day, calendar: Calendar): Day {
  let end = day
  while (isRestDay(calendar, end)) end += 1
  return end
}

/** When an expert is reminded. */
export const ReminderSettings = z
  .strictObject({
    /** Parts of the time from the notice to the end; 0.5 is half time. */
    shares: z.array(z.number().min(0.05).max(0.95)).max(5),
    /** Hours before the end. */
    hoursBefore: z.array(z.number().min(1).max(240)).max(5),
    /** Reminders keep to these hours of the day, Asia/Shanghai. */
    fromHour: z.int().min(0).max(23),
    toHour: z.int().min(1).max(24),
  })
  .refine(({ fromHour, toHour }) => fromHour < toHour, {
    error: 'must be later than fromHour',
    path: ['toHour'],
  })
export type ReminderSettings = z.infer<typeof ReminderSettings>

/**
 * The instants of the reminders, ascending, each once: after the notice, before the end, within the hours of the settings.
 * One that would fall into the night comes in the next morning, or the evening before where that would be too late.
 */
export function remindersOf(
  notice: Date,
  deadline: Pick<Deadline, 'at'>,
  settings: ReminderSettings,
): Date[] {
  const begin = notice.getTime()
  const end = deadline.at.getTime()
  const wanted = [
    ...settings.shares.map((share) => begin + Math.floor((end - begin) * share)),
    ...settings.hoursBefore.map((hours) => Math.floor(end - hours * 3_600_000)),
  ]
  const moved = wanted
    .filter((instant) => instant > begin)
    .map((instant) => moveIntoHours(instant, end, settings))
  return [...new Set(moved)].toSorted((a, b) => a - b).map((instant) => new Date(instant))
}

/** The last day is a whole day after the notice, so it always has the hours that are needed. */
function moveIntoHours(
  instant: number,
  end: number,
  { fromHour, toHour }: ReminderSettings,
): number {
  const day = dayAt(new Date(instant))
  const opening = instantOf(day, fromHour).getTime()
  const closing = instantOf(day, toHour).getTime()
  if (instant < opening) return opening
  if (instant <= closing) return instant
  const nextOpening = instantOf(day + 1, fromHour).getTime()
  return nextOpening < end ? nextOpening : closing
}
