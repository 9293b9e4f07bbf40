import { dayAt, yearOf } from '../../shared/shanghai-day.ts'

const BACK = 5

const thisYearInBeijing = () => yearOf(dayAt(new Date()))

/** Next year, this one in Beijing, and some before. */
export function yearsToChoose(): string[] {
  const next = thisYearInBeijing() + 1
  return Array.from({ length: BACK + 2 }, (_, at) => String(next - at))
}

export const thisYear = (): string => String(thisYearInBeijing())
