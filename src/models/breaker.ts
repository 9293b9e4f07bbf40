export type BreakerSettings = {
  /** So many faults in a row open it. */
  faults: number
  /** After so many milliseconds one call may try again. */
  openMs: number
}

export const breakerDefaults: BreakerSettings = { faults: 5, openMs: 30_000 }

/** The right to one call. The first report about it counts, later ones do not. */
export type Pass = {
  /** The one call by which an open breaker finds out whether the model is back. */
  trial: boolean
  succeeded: () => void
  failed: () => void
  /** Neither: the caller broke it off. */
  withdrawn: () => void
}

export type Breaker = {
  /** Undefined while nobody may call. */
  admit: () => Pass | undefined
  isOpen: () => boolean
}

/** Spares a model that is out, and everybody the wait for it. Holds plain data only; never waits. */
export function createBreaker(
  now: () => Date,
  { faults, openMs }: BreakerSettings = breakerDefaults,
): Breaker {
  let inARow = 0
  let closed = true
  /** When it opened, or when its last trial began. */
  let since = 0
  /** Grows when it opens and with each trial: what began before says nothing about now. */
  let turn = 0

  const hold = () => {
    closed = false
    since = now().getTime()
    turn += 1
  }
  const close = () => {
    closed = true
    inARow = 0
  }
  const isDue = () => {
    const time = now().getTime()
    // A clock that was set back must not keep it open for longer.
    since = Math.min(since, time)
    return time - since >= openMs
  }
  const passOf = (trial: boolean): Pass => {
    const from = turn
    let reported = false
    const once = (report: () => void) => () => {
      if (reported || from !== turn) return
      reported = true
      report()
    }
    const countFault = () => {
      inARow += 1
      if (trial || inARow >= faults) hold()
    }
    // The time since it opened has passed already, so the next call is a trial at once.
    const letNextTry = () => {
      if (trial) since -= openMs
    }
    return { trial, succeeded: once(close), failed: once(countFault), withdrawn: once(letNextTry) }
  }
  return {
    admit: () => {
      if (closed) return passOf(false)
      // Also the time since the last trial: one that was stopped without a report must not be the last.
      if (!isDue()) return undefined
      hold()
      return passOf(true)
    },
    isOpen: () => !closed,
  }
}
