/** Milliseconds between two looks at a case: steady while the page is seen, ever longer while it is not. */
export const seenDelay = 20_000
const longestDelay = 300_000

export function nextDelay(before: number, hidden: boolean): number {
  return hidden ? Math.min(before * 2, longestDelay) : seenDelay
}
