import { matchesOf } from './find-phrases.ts'

const PAIRS: readonly [open: string, close: string][] = [
  ['“', '”'],
  ['「', '」'],
  ['『', '』'],
  ['‘', '’'],
]
const LONGEST = 300

/** Whether a place of the original stands in quotation marks: words drafted for somebody, or reported. */
export function quotedIn(original: string): (at: number) => boolean {
  const spans = PAIRS.flatMap(([open, close]) =>
    matchesOf(original, new RegExp(`${open}[^${open}${close}\\n]{1,${LONGEST}}${close}`, 'gu')),
  )
  return (at) => spans.some(({ start, end }) => start < at && at < end)
}
