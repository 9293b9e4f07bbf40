import type { Finding } from './claim.ts'
import type { Reading } from './reading.ts'

const DENIED = /[不非未无](\p{Script=Han}{2})/gu
/** A denial reaches to the end of its clause or member. */
const NEGATIVE = /[不非未无没勿免][^,;:。、\n]*$/u
const REACH = 24

/** A word that the source only denies (不合格, 非营利) is not said without its denial. */
export function checkPolarity({ plain: text, wording, sources }: Reading): Finding[] {
  const denied = sources.flatMap((source) => [...source.text.matchAll(DENIED)])
  const words = new Set(denied.map(([, word = '']) => word))
  return [...words]
    .filter((word) => hasBare(text, word) && !hasBare(wording, word))
    .map((word) => ({ check: 'negation', detail: `${word} is denied in the evidence` }))
}

function hasBare(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!NEGATIVE.test(text.slice(Math.max(0, at - REACH), at))) return true
  }
  return false
}
