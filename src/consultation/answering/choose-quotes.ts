import type { FoundPassage, NestedPassage } from '../../knowledge/search-passages.ts'

/** A unit and those of its passages that are worth quoting, in the order of the text. */
export type Chosen = { unit: FoundPassage; quotes: (NestedPassage | FoundPassage)[] }

const WORDS_SHARE = 0.25
/** A unit this short is quoted whole. */
const SHORT_UNIT = 120

export type QuoteLimits = {
  /** Characters. */
  room: number
  /** Passages that are worse than the best by more than this are left out. */
  tie: number
}

/**
 * What to quote of a unit: all of it when it is short, else the passages nearest to the question
 * that fit into the room. At least one, however long.
 */
export function chooseQuotes(
  unit: FoundPassage,
  nested: NestedPassage[],
  { room, tie }: QuoteLimits,
): Chosen {
  if (nested.length === 0 || unit.text.length <= SHORT_UNIT) return { unit, quotes: [unit] }
  const bestWords = Math.max(...nested.map(({ words }) => words), 1e-6)
  const ranked = nested
    .map((passage) => ({
      passage,
      score: passage.dense + WORDS_SHARE * (passage.words / bestWords),
    }))
    .sort((left, right) => right.score - left.score)
  const least = (ranked[0]?.score ?? 0) - tie
  const taken: NestedPassage[] = []
  let used = 0
  for (const { passage, score } of ranked) {
    if (score < least || taken.some((other) => overlap(other, passage))) continue
    if (taken.length > 0 && used + passage.text.length > room) continue
    taken.push(passage)
    used += passage.text.length
  }
  return { unit, quotes: taken.sort((left, right) => left.start - right.start) }
}

/** Two parts of a question may lead to one unit: it is quoted once, with what either part wants. */
export function mergeUnits(chosen: Chosen[]): Chosen[] {
  const merged = new Map<number, Chosen>()
  for (const { unit, quotes } of chosen) {
    const before = merged.get(unit.id)?.quotes ?? []
    const fresh = quotes.filter((quote) => !before.some((other) => overlap(other, quote)))
    const all = [...before, ...fresh].sort((left, right) => left.start - right.start)
    merged.set(unit.id, { unit, quotes: all })
  }
  return [...merged.values()]
}

type Span = { start: number; end: number }

function overlap(one: Span, other: Span): boolean {
  return one.start < other.end && other.start < one.end
}
