import { fold } from '../shared/text.ts'

/** N-grams are hashed into this many places. */
export const PLACES = 1 << 15
const LONGEST = 3

export type Features = { places: Uint32Array; values: Float32Array }

/** Character n-grams (1–3) of a folded text with its ends marked, sublinear counts. */
export function features(text: string): Features {
  const marked = `^${fold(text)
    .replaceAll(/[\s,，。.!！?？;；:：、~…“”"'‘’]+/gu, ' ')
    .trim()}$`
  const characters = [...marked].slice(0, 400)
  const counts = new Map<number, number>()
  for (let length = 1; length <= LONGEST; length += 1) {
    for (let at = 0; at + length <= characters.length; at += 1) {
      const place = placeOf(characters.slice(at, at + length).join(''))
      counts.set(place, (counts.get(place) ?? 0) + 1)
    }
  }
  const places = Uint32Array.from(counts.keys())
  return { places, values: Float32Array.from(counts.values(), (count) => 1 + Math.log(count)) }
}

/** Weighs n-grams by their rarity and brings the whole to length 1. */
export function weighFeatures({ places, values }: Features, rarities: Float32Array): Features {
  const weighed = values.map((value, at) => value * (rarities[places[at] ?? 0] ?? 0))
  const norm = Math.sqrt(weighed.reduce((sum, value) => sum + value * value, 0)) || 1
  return { places, values: weighed.map((value) => value / norm) }
}

function placeOf(gram: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < gram.length; at += 1) {
    hash = Math.imul(hash ^ gram.charCodeAt(at), 0x01000193)
  }
  return (hash ^ (hash >>> 15)) & (PLACES - 1)
}
