import { z } from 'zod'

/** Sparse or dense features of one example. */
export type Features = { places: Uint32Array; values: Float32Array }

export type Row = Features & { label: number }

/** Signed bytes (base64) times `scale`; the weights of one feature for all labels lie side by side. */
export const PackedWeights = z.object({ weights: z.string(), scale: z.number() })
export type PackedWeights = z.infer<typeof PackedWeights>

export type Training = {
  /** How many labels, and how many features. */
  labels: number
  size: number
  epochs: number
  /** Inverse strength of the L2 penalty, as in common toolkits. */
  freedom: number
}

const FIRST_RATE = 6
/** A wrong label this unlikely is not worth a step. */
const NEGLIGIBLE = 1e-3
/** Deterministic: the same examples give the same weights. */
const SEED = 20_261_122

/** So few that a request hardly waits: a service goes on answering while it trains. */
const ROWS_AT_ONCE = 200

const pause = () => new Promise((resolve) => setTimeout(resolve))

/** Multinomial logistic regression by stochastic gradient descent; rare labels count as much as frequent ones. */
export async function trainLinear(rows: Row[], { labels, size, epochs, freedom }: Training) {
  const weights = new Float32Array(size * labels)
  const importance = importanceOf(rows, labels)
  const random = createRandom(SEED)
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    const rate = FIRST_RATE / (1 + epoch)
    for (const [done, at] of shuffled(rows.length, random).entries()) {
      if (done % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await pause()
      const row = rows[at]
      if (row) learn(row, weights, { labels, rate: rate * (importance[row.label] ?? 1) })
    }
    const kept = Math.exp(-rate / freedom)
    weights.forEach((weight, at) => (weights[at] = weight * kept))
  }
  return weights
}

function learn(
  row: Row,
  weights: Float32Array,
  { labels, rate }: { labels: number; rate: number },
) {
  const steps = softmax(scoreLabels(row, weights, labels)).map((probability, label) => {
    const error = (label === row.label ? 1 : 0) - probability
    return Math.abs(error) < NEGLIGIBLE ? 0 : error * rate
  })
  const active = [...steps.keys()].filter((label) => steps[label] !== 0)
  for (let at = 0; at < row.places.length; at += 1) {
    const base = (row.places[at] ?? 0) * labels
    const value = row.values[at] ?? 0
    for (const label of active) {
      weights[base + label] = (weights[base + label] ?? 0) + (steps[label] ?? 0) * value
    }
  }
}

/** Scores of all labels; with packed weights still to be multiplied by their scale. */
export function scoreLabels(
  { places, values }: Features,
  weights: Float32Array | Int8Array,
  labels: number,
): number[] {
  const scores = Array.from({ length: labels }, () => 0)
  for (let at = 0; at < places.length; at += 1) {
    const base = (places[at] ?? 0) * labels
    const value = values[at] ?? 0
    for (let label = 0; label < labels; label += 1) {
      scores[label] = (scores[label] ?? 0) + (weights[base + label] ?? 0) * value
    }
  }
  return scores
}

export function softmax(scores: number[]): number[] {
  const highest = Math.max(...scores)
  const powers = scores.map((each) => Math.exp(each - highest))
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map((power) => power / sum)
}

export function packWeights(weights: Float32Array): PackedWeights {
  const most = weights.reduce((highest, weight) => Math.max(highest, Math.abs(weight)), 1e-9)
  const bytes = Uint8Array.from(weights, (weight) => Math.round((weight / most) * 127) & 0xff)
  return { weights: toBase64(bytes), scale: most / 127 }
}

export function unpackWeights({ weights }: PackedWeights): Int8Array {
  return new Int8Array(
    Uint8Array.from(atob(weights), (character) => character.charCodeAt(0)).buffer,
  )
}

function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8_192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  }
  return btoa(text)
}

function importanceOf(rows: Row[], count: number): number[] {
  const counts = Array.from({ length: count }, () => 0)
  for (const { label } of rows) counts[label] = (counts[label] ?? 0) + 1
  const mean = rows.length / Math.max(1, count)
  return counts.map((each) => mean / Math.max(1, each))
}

/** Mulberry32. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function shuffled(length: number, random: () => number): number[] {
  const order = Array.from({ length }, (_, at) => at)
  for (let at = length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1))
    const kept = order[at] ?? 0
    order[at] = order[other] ?? 0
    order[other] = kept
  }
  return order
}
