import { lightCharacters, lightWords } from './chinese-words.ts'
import { type Dictionary, dictionaryOf } from './dictionary.ts'
import type { Finding } from './claim.ts'
import type { Reading } from './reading.ts'
import type { Clause } from './read-clauses.ts'
import { type Token, normalise } from './tokenise.ts'

/** A clause that opens so speaks of the question, and may use its words. */
const FRAMING = /^(?:关于|对于|针对|就您|如果您|若您|您想|您要|您问|您提到|您的问题)/u

const LIGHT = new Set(lightWords)

/** Every word of the sentence is explained by the evidence, a synonym or a closed list. */
export function checkContent(reading: Reading): Finding[] {
  const dictionary = dictionaryOf(reading.context.lexicon)
  const held = pairsOf(reading.wording)
  const asked = pairsOf(normalise(reading.context.question))
  return reading.clauses.flatMap((clause) => {
    const pairs = FRAMING.test(clause.text) ? new Set([...held, ...asked]) : held
    return unexplained(clause, { pairs, dictionary, wording: reading.wording }).map((detail) => ({
      check: 'content' as const,
      detail,
    }))
  })
}

type Ground = { pairs: Set<string>; dictionary: Dictionary; wording: string }

function unexplained({ tokens }: Clause, ground: Ground): string[] {
  const text = tokens.map((token) => token.text).join('')
  const covered = coverPairs(text, ground.pairs)
  let at = 0
  for (const token of tokens) {
    if (isExplained(token, ground)) covered.fill(true, at, at + token.text.length)
    at += token.text.length
  }
  const runs: string[] = []
  for (let start = 0; start < text.length; start += 1) {
    if (covered[start]) continue
    let end = start
    while (end < text.length && !covered[end]) end += 1
    const run = text.slice(start, end)
    if (!isSmall(run, ground)) runs.push(run)
    start = end
  }
  return runs
}

/** Left over and saying nothing: characters that never do, or a single one that stands in the evidence. */
function isSmall(run: string, { wording }: Ground): boolean {
  const isLight = [...run].every((character) => lightCharacters.has(character))
  return isLight || (run.length === 1 && wording.includes(run))
}

function coverPairs(text: string, pairs: Set<string>): boolean[] {
  const covered = Array.from({ length: text.length }, () => false)
  for (let at = 0; at + 2 <= text.length; at += 1) {
    if (pairs.has(text.slice(at, at + 2))) covered.fill(true, at, at + 2)
  }
  return covered
}

function isExplained({ kind, values, text }: Token, { dictionary, wording }: Ground): boolean {
  if (LIGHT.has(text)) return true
  if (kind === 'han') return false
  if (kind !== 'whole' && kind !== 'word' && kind !== 'latin') return true
  if (wording.includes(text)) return true
  return values.some((id) =>
    dictionary.members.get(id)?.some((word) => word.length > 1 && wording.includes(word)),
  )
}

function pairsOf(text: string): Set<string> {
  const pairs = new Set<string>()
  for (let at = 0; at + 2 <= text.length; at += 1) pairs.add(text.slice(at, at + 2))
  return pairs
}
