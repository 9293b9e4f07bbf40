import type { Citation } from '../../shared/message.ts'
import { isString, objectOf, oneOf } from '../shared/guards.ts'
import { statuses } from '../../shared/message.ts'

/** A clause that a reply rests on, as far as the editor shows it. */
export type Clause = Pick<
  Citation,
  'document' | 'locator' | 'title' | 'heading' | 'quote' | 'status' | 'statusText' | 'url'
>

export const isClause = objectOf<Clause>({
  document: isString,
  locator: isString,
  title: isString,
  heading: isString,
  quote: isString,
  status: oneOf(statuses),
  statusText: isString,
  url: isString,
})

const clauseUrl = /^\/documents\/([a-z][a-z0-9-]*)#(.+)$/

/** The brief names its evidence by the address of the clause. */
export function placeOf(url: string): { document: string; locator: string } | undefined {
  const [, document, encoded] = clauseUrl.exec(url) ?? []
  if (document === undefined || encoded === undefined) return undefined
  try {
    return { document, locator: decodeURIComponent(encoded) }
  } catch {
    return undefined
  }
}

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
