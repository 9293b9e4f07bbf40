import type { Reading } from './close-text.ts'
import type { Context } from './context.ts'
import { findPhrases, matchesOf, toFinding } from './find-phrases.ts'
import { type Finding, oneOf, type SolicitationWords } from './words.ts'

/** Money and presents that are asked for, or offered for a client. */
export function findGifts(
  reading: Reading,
  context: Context,
  { gifts }: SolicitationWords,
): Finding[] {
  const { original, close } = reading
  const some = new RegExp(
    `[收送给拿带寄捎发包塞充][我您点些几两一个盒条份箱斤瓶张的大\\d]{1,8}${oneOf(gifts.things)}`,
    'gu',
  )
  const things = matchesOf(close.text, some).filter(
    ({ start }) => !context.isNegated(start, 'other') && !context.isOfOthers(start),
  )
  return [
    ...findPhrases(reading, context, { kind: 'gift', phrases: gifts.phrases }),
    ...things.map((span) => toFinding('gift', { original, form: close }, span)),
  ]
}
