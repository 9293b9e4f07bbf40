import { clauseAt, type Reading, sentenceAt } from './close-text.ts'
import { quotedIn } from './quoted.ts'
import { oneOf, type SolicitationWords } from './words.ts'

const SELF = /我(?!国)|本人|您|你/u
const FIRST_PERSON = /我(?!国)|本人/u

/** How far before a phrase a negation may stand and still be about it. */
const REACH = { contact: 2, other: 5 }

export type Context = ReturnType<typeof contextOf>

/** What stands around a place of the close text, and says that it is no soliciting. */
export function contextOf({ original, close }: Reading, words: SolicitationWords) {
  const negation = (reach: number) =>
    new RegExp(String.raw`${oneOf(words.negations)}[^。!?;,:\n]{0,${reach}}$`, 'u')
  const negations = { contact: negation(REACH.contact), other: negation(REACH.other) }
  const warning = new RegExp(oneOf(words.warnings), 'u')
  const others = new RegExp(oneOf(words.others), 'u')
  const { text } = close
  const isQuoted = quotedIn(original)
  return {
    /** In quotation marks: drafted for somebody, or what others say. */
    isQuoted: (at: number) => isQuoted(close.starts[at] ?? 0),
    /** 不收取…, 请勿…: told not to. */
    isNegated: (at: number, kind: keyof typeof REACH) =>
      negations[kind].test(text.slice(Math.max(0, at - 14), at)),
    /** A warning of those who do such things. */
    isWarning: (at: number) =>
      warning.test(sentenceAt(text, at).text) && !FIRST_PERSON.test(clauseAt(text, at).text),
    /** What somebody else did, as in evidence. */
    isOfOthers: (at: number) => {
      const clause = clauseAt(text, at).text
      return others.test(clause) && !SELF.test(clause)
    },
  }
}
