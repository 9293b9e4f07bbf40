import { fold } from '../../shared/text.ts'
import type { Features } from './linear-model.ts'

/** N-grams are hashed into this many places. */
export const PLACES = 1 << 15
const LONGEST = 3
const MOST_CHARACTERS = 400
/** Of an n-gram that stands in fewer examples nothing can be learned. */
const LEAST_EXAMPLES = 2

/** How rare each n-gram is among the examples, by its place; 0 for those too rare to learn from. */
export type Rarities = Float32Array

/** What of a text is counted; the same gram as often as it stands there. */
export type GramsOf = (text: string) => string[]

/** Grams of a text by their places, weighed by rarity, of length 1. */
export function textFeatures(
  text: string,
  rarities: Rarities,
  gramsOf: GramsOf = characterGrams,
): Features {
  const counts = countGrams(gramsOf(text), rarities.length)
  const places = Uint32Array.from(counts.keys())
  const values = Float32Array.from(
    counts,
    ([place, count]) => (1 + Math.log(count)) * (rarities[place] ?? 0),
  )
  const norm = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)) || 1
  return { places, values: values.map((value) => value / norm) }
}

/** Character n-grams (1–3) of a folded text with its ends marked. */
const characterGrams: GramsOf = (text) => gramsOfUnits([...marked(text)].slice(0, MOST_CHARACTERS))

/** The same; Han by characters, all else by words. */
export const wordGrams: GramsOf = (text) =>
  gramsOfUnits(
    (marked(text).match(/\p{Script=Han}|[^\p{Script=Han}\s]+|\s/gu) ?? []).slice(
      0,
      MOST_CHARACTERS,
    ),
  )

/** @param size how many places there are, a power of two: in few of them more n-grams share a place */
export function measureRarities(
  texts: string[],
  { size = PLACES, gramsOf = characterGrams }: { size?: number; gramsOf?: GramsOf } = {},
): Rarities {
  const holders = new Float32Array(size)
  for (const text of texts) {
    for (const place of countGrams(gramsOf(text), size).keys())
      holders[place] = (holders[place] ?? 0) + 1
  }
  return holders.map((held) =>
    held < LEAST_EXAMPLES ? 0 : 1 + Math.log((1 + texts.length) / (1 + held)),
  )
}

const BREAKS = /[\s,，。.!！?？;；:：、~…“”"'‘’]+/gu

const marked = (text: string) => `^${fold(text).replaceAll(BREAKS, ' ').trim()}$`

function gramsOfUnits(units: string[]): string[] {
  const grams: string[] = []
  for (let length = 1; length <= LONGEST; length += 1) {
    for (let at = 0; at + length <= units.length; at += 1) {
      grams.push(units.slice(at, at + length).join(''))
    }
  }
  return grams
}

function countGrams(grams: string[], size: number): Map<number, number> {
  const counts = new Map<number, number>()
  for (const gram of grams) {
    const place = placeOf(gram, size)
    counts.set(place, (counts.get(place) ?? 0) + 1)
  }
  return counts
}

function placeOf(gram: string, size: number): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < gram.length; at += 1) {
    hash = Math.imul(hash ^ gram.charCodeAt(at), 0x01000193)
  }
  return (hash ^ (hash >>> 15)) & (size - 1)
}
