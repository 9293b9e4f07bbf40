const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Below this it is time to act. */
const SOON_MS = 12 * HOUR_MS

export type TermTone = 'success' | 'warning' | 'danger'

export type Term = {
  over: boolean
  unit: 'minutes' | 'hours' | 'days'
  count: number
  tone: TermTone
}

/**
 * How long until a term ends, or since it has ended, in the unit that people would say: minutes below two hours,
 * hours below three days, days from there. Time left is rounded down and time over up: never too kind.
 */
export function termOf(dueAt: string, now: number): Term {
  const left = Date.parse(dueAt) - now
  const over = left < 0
  const amount = Math.abs(left)
  const round = over ? Math.ceil : Math.floor
  const unitOf = (ms: number) => {
    if (ms < 2 * HOUR_MS) return { unit: 'minutes', count: round(ms / MINUTE_MS) } as const
    if (ms < 3 * DAY_MS) return { unit: 'hours', count: round(ms / HOUR_MS) } as const
    return { unit: 'days', count: round(ms / DAY_MS) } as const
  }
  return { over, ...unitOf(amount), tone: toneOf(left) }
}

function toneOf(left: number): TermTone {
  if (left < 0) return 'danger'
  return left < SOON_MS ? 'warning' : 'success'
}
