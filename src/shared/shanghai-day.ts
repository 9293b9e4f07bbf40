/** A day in Asia/Shanghai: how many days lie between it and 1 January 1970. */
export type Day = number

const DAY = 86_400_000
/** Asia/Shanghai has kept +08:00 all year round since 1992. */
const OFFSET = 8 * 3_600_000

export function dayAt(instant: Date): Day {
  return Math.floor((instant.getTime() + OFFSET) / DAY)
}

/** The instant at which it is `hour` o'clock on the day; 24 is 0 o'clock of the next. */
export function instantOf(day: Day, hour = 0): Date {
  return new Date(day * DAY - OFFSET + hour * 3_600_000)
}

/** @param iso a day that exists, such as `2026-01-31` */
export function parseDay(iso: string): Day {
  return Date.parse(`${iso}T00:00:00Z`) / DAY
}

/** Whether there is such a day, `2026-01-31`. */
export function isDay(iso: string): boolean {
  const day = parseDay(iso)
  return !Number.isNaN(day) && formatDay(day) === iso
}

/** The day as `2026-01-31`. */
export function formatDay(day: Day): string {
  return new Date(day * DAY).toISOString().slice(0, 10)
}

export function yearOf(day: Day): number {
  return new Date(day * DAY).getUTCFullYear()
}

export function isWeekend(day: Day): boolean {
  const weekday = new Date(day * DAY).getUTCDay()
  return weekday === 0 || weekday === 6
}

/** The calendar day in Beijing at an instant, as `2026-01-31`. */
export const shanghaiDay = (instant: Date): string => formatDay(dayAt(instant))

/** A time in Beijing, `2026-03-04 17:30`; 0:00 is 24:00 of the day before, as terms end (民法典 203). */
export function tellDeadline(instant: Date): string {
  const clock = new Date(instant.getTime() + OFFSET).toISOString().slice(11, 16)
  return clock === '00:00'
    ? `${formatDay(dayAt(instant) - 1)} 24:00`
    : `${shanghaiDay(instant)} ${clock}`
}
