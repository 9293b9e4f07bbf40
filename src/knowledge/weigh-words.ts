import { terms } from '../shared/text.ts'

/** Terms are hashed into this many places; at a million a clash is rare and harmless. */
const PLACES = 1 << 20
const SATURATION = 1.2
const LENGTH_INFLUENCE = 0.6

/** Place of a term (from 1) → weight. */
export type WordWeights = Map<number, number>

/** FNV-1a. */
function placeOf(term: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < term.length; at += 1) {
    hash = Math.imul(hash ^ term.charCodeAt(at), 0x01000193)
  }
  return ((hash >>> 0) % PLACES) + 1
}

/** Place of a term (from 1) → how often it stands in one text. */
export type PlaceCounts = ReadonlyMap<number, number>

export function countPlaces(text: string): PlaceCounts {
  const counts = new Map<number, number>()
  for (const term of terms(text)) {
    const place = placeOf(term)
    counts.set(place, (counts.get(place) ?? 0) + 1)
  }
  return counts
}

/** What is known of all entries together: how many hold each term, how many there are, how long they are. */
export type TermCounts = { holders: Map<number, number>; entries: number; meanLength: number }

/** Reads each once and keeps none: a million of them need not lie in memory. */
export function countTerms(counted: Iterable<PlaceCounts>): TermCounts {
  const holders = new Map<number, number>()
  let entries = 0
  let length = 0
  for (const counts of counted) {
    entries += 1
    for (const [place, count] of counts) {
      length += count
      holders.set(place, (holders.get(place) ?? 0) + 1)
    }
  }
  return { holders, entries, meanLength: length / Math.max(1, entries) }
}

/**
 * BM25 as sparse vectors: the inner product of an entry's weights with a question's counts is the
 * BM25 score, so that PostgreSQL ranks words the way it ranks embeddings.
 */
export function weighEntry(
  counts: PlaceCounts,
  { holders, entries, meanLength }: TermCounts,
): WordWeights {
  const length = [...counts.values()].reduce((sum, n) => sum + n, 0)
  const relative = length / Math.max(1, meanLength)
  const damping = SATURATION * (1 - LENGTH_INFLUENCE + LENGTH_INFLUENCE * relative)
  const weights: WordWeights = new Map()
  for (const [place, count] of counts) {
    const held = holders.get(place) ?? 1
    const rarity = Math.log(1 + (entries - held + 0.5) / (held + 0.5))
    weights.set(place, (rarity * count * (SATURATION + 1)) / (count + damping))
  }
  return weights
}

export function weighEntries(texts: readonly string[]): WordWeights[] {
  const counted = texts.map(countPlaces)
  const known = countTerms(counted)
  return counted.map((counts) => weighEntry(counts, known))
}

/** Weights of a question: its own terms count 1, those of its `expansions` (official words) less. */
export function weighQuestion(
  question: string,
  expansions: readonly string[],
  expansionWeight: number,
): WordWeights {
  const weights: WordWeights = new Map()
  for (const place of countPlaces(question).keys()) weights.set(place, 1)
  for (const expansion of expansions) {
    for (const place of countPlaces(expansion).keys()) {
      weights.set(place, Math.max(weights.get(place) ?? 0, expansionWeight))
    }
  }
  return weights
}

/** Terms by how many entries hold them, but for the rare ones, which are most. */
export type CommonTerms = ReadonlyMap<number, number>

const COMMON_FROM = 20

export function listCommonTerms({ holders }: TermCounts): [place: number, held: number][] {
  return [...holders].filter(([, count]) => count >= COMMON_FROM)
}

/** So many entries at most are scored by their words, but for those that the two rarest terms lead to. */
const MOST_SCORED = 800
const LEAST_TERMS = 2

/**
 * The terms of a question that entries are looked up by, the rarest first: what only shares terms that stand
 * everywhere is not near, and looking it up would cost more than scoring everything.
 */
export function rarestTerms(words: WordWeights, common: CommonTerms): number[] {
  const heldBy = (place: number) => common.get(place) ?? COMMON_FROM
  const ordered = [...words.keys()].sort((one, other) => heldBy(one) - heldBy(other))
  let sum = 0
  const beyond = ordered.findIndex((place, at) => {
    sum += heldBy(place)
    return at >= LEAST_TERMS && sum > MOST_SCORED
  })
  return beyond === -1 ? ordered : ordered.slice(0, beyond)
}

/** pgvector's text form of a sparse vector. */
export function toSparsevec(weights: WordWeights): string {
  const parts = [...weights]
    .sort(([left], [right]) => left - right)
    .map(([place, weight]) => `${place}:${weight.toPrecision(5)}`)
  return `{${parts.join(',')}}/${PLACES}`
}
