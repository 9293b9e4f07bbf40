import type { Lexicon } from '../../knowledge/schemas.ts'
import { normalise } from '../verification/tokenise.ts'
import { tokeniseEnglish } from '../verification/tokenise-english.ts'

/** Below this the glossary knows hardly a word of it. */
const LEAST_HAN = 2

/**
 * What is embedded of a question to search by: an English one in the words of the documents, word by word, in which
 * it is nearer to what answers it; as it is in Chinese, and where the glossary knows hardly a word. Never shown.
 */
export function searchForm(question: string, language: 'zh' | 'en', lexicon: Lexicon): string {
  if (language === 'zh') return question
  const tokens = tokeniseEnglish(normalise(question), '', lexicon)
  const gloss = tokens.map(({ text }) => text).join('')
  const known = gloss.match(/\p{Script=Han}/gu) ?? []
  return known.length < LEAST_HAN ? question : gloss
}
