import type { Citation } from '../../shared/message.ts'
import type { Clause } from '../shared/clause.ts'

export const isSame = (one: Clause, other: Clause) =>
  one.document === other.document && one.locator === other.locator

/** As a sheet shows it; where it stands in its document is not needed there. */
export function citationOf(clause: Clause, n: number): Citation {
  return { ...clause, n, start: 0, end: clause.quote.length }
}

/** Takes the marks of clause `n` out of a text and counts the later ones down. */
export function withoutMark(text: string, n: number): string {
  return text.replace(/ ?\[(\d{1,2})\]/g, (mark, digits: string) => {
    const number = Number(digits)
    if (number === n) return ''
    return number > n ? mark.replace(digits, String(number - 1)) : mark
  })
}

/** `words` put in at `at`, as a mark after the words before it or as a paragraph of its own. */
export function insertAt(text: string, at: number, words: string): string {
  return text.slice(0, at) + words + text.slice(at)
}
