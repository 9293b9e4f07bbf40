import { formatDay, parseDay, shanghaiDay } from '../../../shared/shanghai-day.ts'

export const spans = ['day', 'week', 'month'] as const
export type Span = (typeof spans)[number]

export type Period = { from: string; to: string }

const firstOfMonth = (day: string) => `${day.slice(0, 7)}-01`
const dayBefore = (day: string) => formatDay(parseDay(day) - 1)

function monthsBack(day: string, months: number): string {
  const [year = 0, month = 1] = day.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1 - months, 1)).toISOString().slice(0, 10)
}

export const presetNames = ['month', 'lastMonth', 'year', 'twelve'] as const
export type PresetName = (typeof presetNames)[number]

/** Periods that end today, or with the month before. @param today a day in Beijing */
export function presetPeriod(name: PresetName, today = shanghaiDay(new Date())): Period {
  switch (name) {
    case 'month':
      return { from: firstOfMonth(today), to: today }
    case 'lastMonth': {
      const to = dayBefore(firstOfMonth(today))
      return { from: firstOfMonth(to), to }
    }
    case 'year':
      return { from: `${today.slice(0, 4)}-01-01`, to: today }
    case 'twelve':
      return { from: monthsBack(today, 11), to: today }
  }
}

export const isDay = (text: string | null): text is string =>
  text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(parseDay(text))
