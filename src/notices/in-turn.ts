export type Turn = <Result>(work: () => Promise<Result>) => Promise<Result>

/** Each piece of work begins when the one before has ended, well or not. */
export function inTurn(): Turn {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const result = last.then(work, work)
    last = result.catch(() => {})
    return result
  }
}
