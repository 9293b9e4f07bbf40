import { z } from 'zod'
import { type Features, features, PLACES, weighFeatures } from './text-features.ts'

/** A linear classifier over hashed character n-grams, packed into bytes (base64). */
export const Classifier = z.object({
  labels: z.array(z.string()),
  /** Signed bytes times `scale`; the labels of one n-gram side by side. */
  weights: z.string(),
  scale: z.number(),
  /** How rare each n-gram is: bytes times `rarityScale`. */
  rarities: z.string(),
  rarityScale: z.number(),
})
export type Classifier = z.infer<typeof Classifier>

export type Example = { text: string; label: string }

const EPOCHS = 16
const FIRST_RATE = 6
/** Inverse strength of the L2 penalty, as in common toolkits. */
const FREEDOM = 10
/** A wrong label this unlikely is not worth a step. */
const NEGLIGIBLE = 1e-3
const LEAST_EXAMPLES = 2
/** Deterministic: the same knowledge gives the same classifier. */
const SEED = 20_261_122

type Row = { label: number; places: Uint32Array; values: Float32Array }

/** Everything place-major: the weights of one n-gram for all labels lie side by side. */
type Model = { weights: Float32Array; count: number }

/** Multinomial logistic regression by stochastic gradient descent; rare labels count as much as frequent ones. */
export function trainClassifier(examples: Example[]): Classifier {
  const labels = [...new Set(examples.map(({ label }) => label))].sort()
  const rarities = raritiesOf(examples.map(({ text }) => features(text)))
  const rows = examples.map(({ text, label }): Row => {
    return { label: labels.indexOf(label), ...weighFeatures(features(text), rarities) }
  })
  const importance = importanceOf(rows, labels.length)
  const model: Model = {
    weights: new Float32Array(PLACES * labels.length),
    count: labels.length,
  }
  const random = createRandom(SEED)
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    const rate = FIRST_RATE / (1 + epoch)
    for (const at of shuffled(rows.length, random)) {
      const row = rows[at]
      if (row) learn(row, model, rate * (importance[row.label] ?? 1))
    }
    const kept = Math.exp(-rate / FREEDOM)
    model.weights.forEach((weight, at) => (model.weights[at] = weight * kept))
  }
  return pack(labels, model, rarities)
}

function learn(row: Row, { weights, count }: Model, rate: number) {
  const steps = softmax(scoreLabels(row, weights, count)).map((probability, label) => {
    const error = (label === row.label ? 1 : 0) - probability
    return Math.abs(error) < NEGLIGIBLE ? 0 : error * rate
  })
  const active = [...steps.keys()].filter((label) => steps[label] !== 0)
  for (let at = 0; at < row.places.length; at += 1) {
    const base = (row.places[at] ?? 0) * count
    const value = row.values[at] ?? 0
    for (const label of active) {
      weights[base + label] = (weights[base + label] ?? 0) + (steps[label] ?? 0) * value
    }
  }
}

/** Scores of all labels for a text's features; also used with packed weights. */
export function scoreLabels(
  { places, values }: Features,
  weights: Float32Array | Int8Array,
  count: number,
): number[] {
  const scores = Array.from({ length: count }, () => 0)
  for (let at = 0; at < places.length; at += 1) {
    const base = (places[at] ?? 0) * count
    const value = values[at] ?? 0
    for (let label = 0; label < count; label += 1) {
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

function importanceOf(rows: Row[], count: number): number[] {
  const counts = Array.from({ length: count }, () => 0)
  for (const { label } of rows) counts[label] = (counts[label] ?? 0) + 1
  const mean = rows.length / Math.max(1, count)
  return counts.map((each) => mean / Math.max(1, each))
}

/** Of an n-gram that stands in few examples nothing can be learned: 0. */
function raritiesOf(all: Features[]): Float32Array {
  const holders = new Float32Array(PLACES)
  for (const { places } of all)
    for (const place of places) holders[place] = (holders[place] ?? 0) + 1
  return holders.map((held) =>
    held < LEAST_EXAMPLES ? 0 : 1 + Math.log((1 + all.length) / (1 + held)),
  )
}

function pack(labels: string[], { weights }: Model, rarities: Float32Array): Classifier {
  const most = weights.reduce((highest, weight) => Math.max(highest, Math.abs(weight)), 1e-9)
  const rarest = rarities.reduce((highest, rarity) => Math.max(highest, rarity), 1e-9)
  const bytes = Uint8Array.from(weights, (weight) => Math.round((weight / most) * 127) & 0xff)
  const rarityBytes = Uint8Array.from(rarities, (rarity) => Math.round((rarity / rarest) * 255))
  return {
    labels,
    scale: most / 127,
    weights: toBase64(bytes),
    rarityScale: rarest / 255,
    rarities: toBase64(rarityBytes),
  }
}

function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8_192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  }
  return btoa(text)
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
