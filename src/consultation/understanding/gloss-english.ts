import type { Lexicon } from '../../knowledge/schemas.ts'
import { normalise } from '../verification/tokenise.ts'
import { tokeniseEnglish } from '../verification/tokenise-english.ts'

/** Below this the glossary knows hardly a word of it. */
const LEAST_HAN = 2

/**
 * An English question in the words of the documents, word by word, in which it is nearer to what answers it than
 * in its own; undefined where the glossary knows hardly a word. Sense is not its business: it is embedded, never shown.
 */
export function glossEnglish(question: string, lexicon: Lexicon): string | undefined {
  const tokens = tokeniseEnglish(normalise(question), '', lexicon)
  const gloss = tokens.map(({ text }) => text).join('')
  const known = gloss.match(/\p{Script=Han}/gu) ?? []
  return known.length < LEAST_HAN ? undefined : gloss
}
