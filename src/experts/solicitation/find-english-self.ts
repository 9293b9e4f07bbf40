import { type Reading, sentenceAt } from './close-text.ts'
import { matchesOf, toFinding } from './find-phrases.ts'
import { type Finding, oneOf, type SolicitationWords } from './words.ts'

/** Words that may stand between a first person and what it does. */
const FILLERS =
  '(?:\\W{0,3}(?:would|could|can|will|have|had|has|also|just|only|first|own|general|previous|short|the|a|as|to|be|been|in|of|by|do|personally|kindly|therefore)\\b){0,6}'
const ENGLISH = /[a-z]{3}[^a-z\p{Script=Han}]{1,3}[a-z]{2}/u
/** `let us see`, `tell me`. */
const ASKED = /\b(?:let|tell|ask|told|asked|give) $/u
const NEAR = 30
const FAR = 80

/** English first persons that do anything but reply (`find-self.ts`). */
export function findEnglishSelf(
  { original, plain }: Reading,
  { self }: SolicitationWords,
): Finding[] {
  const { text } = plain
  const person = oneOf(self.english_persons)
  const trade = new RegExp(`(?<![a-z])${oneOf(self.english_trade)}(?![a-z])`, 'u')
  const act = new RegExp(`^${FILLERS}\\W{0,3}${oneOf(self.english_acts)}\\b`, 'u')
  return matchesOf(text, new RegExp(`(?<![a-z'’.@_-])${person}(?![a-z'’.@_-]|\\.[a-z])`, 'gu'))
    .filter(({ start, end }) => ENGLISH.test(text.slice(Math.max(0, start - NEAR), end + NEAR)))
    .filter(({ start }) => !ASKED.test(text.slice(Math.max(0, start - NEAR), start)))
    .filter(({ start }) => trade.test(sentenceAt(text, start).text))
    .filter(({ end }) => !act.test(text.slice(end, end + FAR)))
    .map((span) => toFinding('solicit', { original, form: plain }, span))
}
