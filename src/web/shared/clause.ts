import { statuses } from '../../shared/message.ts'
import type { Citation } from '../../shared/message.ts'
import { isString, objectOf, oneOf } from './guards.ts'

/** A clause that a reply rests on, as far as an editor shows it. */
export type Clause = Pick<
  Citation,
  'document' | 'locator' | 'title' | 'heading' | 'quote' | 'status' | 'statusText' | 'url'
>

const shown = {
  title: isString,
  heading: isString,
  quote: isString,
  status: oneOf(statuses),
  statusText: isString,
  url: isString,
}

export const isClause = objectOf<Clause>({ ...shown, document: isString, locator: isString })

/** As a brief names its evidence: by the page that opens the clause. */
export const isShownClause = objectOf<Omit<Clause, 'document' | 'locator'>>(shown)

const clauseUrl = /^\/documents\/([a-z][a-z0-9-]{0,79})#(.{1,120})$/

/** Where the clause of a page stands. */
export function placeOf(url: string): { document: string; locator: string } | undefined {
  const [, document, encoded] = clauseUrl.exec(url) ?? []
  if (document === undefined || encoded === undefined) return undefined
  try {
    return { document, locator: decodeURIComponent(encoded) }
  } catch {
    return undefined
  }
}

/** What the public search has found, as a clause to cite. */
export function clauseOf({
  document,
  locator,
  title,
  heading,
  text,
  status,
  statusText,
  url,
}: Omit<Clause, 'quote'> & { text: string }): Clause {
  return { document, locator, title, heading, quote: text, status, statusText, url }
}
