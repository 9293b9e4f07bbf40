import { AppError } from './errors.ts'

export type TurnLimits = {
  atOnce: number
  /** How many may wait for their turn. */
  waiting: number
  /** Key of the words for who is turned away. */
  busy: string
}

/**
 * Runs few pieces of work at once; the others wait for their turn.
 * @throws AppError `unavailable` when too many wait
 */
export function takeTurns({ atOnce, waiting: most, busy }: TurnLimits) {
  const waiting: (() => void)[] = []
  let running = 0
  const enter = async () => {
    if (running < atOnce) {
      running += 1
      return
    }
    if (waiting.length >= most) throw new AppError('unavailable', busy)
    await new Promise<void>((resolve) => waiting.push(resolve))
  }
  // Who waits takes the place over, so `running` stays as it is.
  const leave = () => {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    await enter()
    try {
      return await work()
    } finally {
      leave()
    }
  }
}
