import { fold, terms } from '../../shared/text.ts'

/** A fact may be put shorter, not otherwise. */
const LEAST_SAID = 0.8
const NEGATION = /[不没未无非]|\b(?:not?|never|without)\b|n't/u
const CLAUSE = /[,，。;；!！?？、:：\n]+/u

type Clause = { text: string; words: Set<string> }

/**
 * Whether a fact is what the asker has said: its words and all of its numbers stand in theirs, and no clause
 * has gained or lost a negation.
 */
export function isSaid(fact: string, said: readonly string[]): boolean {
  const clauses = clausesOf(said.join('\n'))
  const words = terms(fact)
  if (words.length === 0 || !areNumbersIn(fact, said.join('\n'))) return false
  const whole = new Set(clauses.flatMap((clause) => [...clause.words]))
  const known = words.filter((word) => whole.has(word))
  if (known.length < words.length * LEAST_SAID) return false
  return clausesOf(fact)
    .filter((clause) => clause.words.size > 0)
    .every((clause) => NEGATION.test(clause.text) === NEGATION.test(nearest(clause, clauses)))
}

function clausesOf(text: string): Clause[] {
  return fold(text)
    .split(CLAUSE)
    .map((clause) => ({ text: clause, words: new Set(terms(clause)) }))
}

/** The clause that shares most words with one. */
function nearest({ words }: Clause, clauses: readonly Clause[]): string {
  const asked = [...words]
  let best = { text: '', shared: 0 }
  for (const each of clauses) {
    const shared = asked.filter((word) => each.words.has(word)).length
    if (shared > best.shared) best = { text: each.text, shared }
  }
  return best.text
}

const NUMBER = /\d+(?:\.\d+)?/gu

/** Digits of a text that stand in another one, each as a whole. */
export function areNumbersIn(text: string, source: string): boolean {
  const known = new Set(fold(source).match(NUMBER) ?? [])
  return (fold(text).match(NUMBER) ?? []).every((number) => known.has(number))
}
