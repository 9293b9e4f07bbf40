const MINUTE = 60_000
const HOUR = 60 * MINUTE
const STEPS = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR]
const LONGEST = 12 * HOUR

/** When to try again what has failed so many times: after 1, 5, 30 minutes, 2 hours, then every 12. */
export function nextTry(now: Date, attempts: number): Date {
  return new Date(now.getTime() + (STEPS[attempts - 1] ?? LONGEST))
}
