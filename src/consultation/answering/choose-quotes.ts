import type { FoundPassage, NestedPassage } from '../../knowledge/search-passages.ts'
import { terms } from '../../shared/text.ts'

/** A unit and those of its passages that are worth quoting, in the order of the text. */
export type Chosen = { unit: FoundPassage; quotes: (NestedPassage | FoundPassage)[] }

/**
 * What to quote of a unit within `room` characters: all of it when it fits, else the passages
 * nearest to the question. At least one, however long.
 */
export function chooseQuotes(unit: FoundPassage, nested: NestedPassage[], room: number): Chosen {
  if (nested.length === 0 || unit.text.length <= room) return { unit, quotes: [unit] }
  const bestWords = Math.max(...nested.map(({ words }) => words), 1e-6)
  const ranked = nested
    .map((passage) => ({ passage, score: passage.dense + (0.5 * passage.words) / bestWords }))
    .sort((left, right) => right.score - left.score)
  const taken = new Set<NestedPassage>()
  let used = 0
  for (const { passage } of ranked) {
    if (taken.size > 0 && used + passage.text.length > room) continue
    taken.add(passage)
    used += passage.text.length
  }
  return { unit, quotes: withoutHolders(nested.filter((passage) => taken.has(passage))) }
}

/** A passage that lies within another one taken is not quoted twice. */
function withoutHolders(passages: NestedPassage[]): NestedPassage[] {
  return passages.filter(
    (inner) =>
      !passages.some(
        (outer) => outer !== inner && outer.start <= inner.start && inner.end <= outer.end,
      ),
  )
}

/** Share of the question's terms that a text holds: how far it speaks of the same things. */
export function sharedTerms(question: string, text: string): number {
  const wanted = new Set(terms(question))
  const held = new Set(terms(text))
  return [...wanted].filter((term) => held.has(term)).length / Math.max(1, wanted.size)
}
