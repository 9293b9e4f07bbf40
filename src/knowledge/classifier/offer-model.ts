import { z } from 'zod'
import {
  type Features,
  type Row,
  packWeights,
  PackedWeights,
  scoreLabels,
  trainLinear,
  unpackWeights,
} from './linear-model.ts'
import {
  measureRarities,
  type Rarities,
  textFeatures,
  wordsAndCharactersOf,
} from './text-features.ts'

/** Two linear models that tell an offer from an answer: by n-grams alone, and by them with the embedding. */
export const OfferModel = z.object({
  words: PackedWeights,
  rarities: PackedWeights,
  /** Null for an index of words only. */
  joint: PackedWeights.nullable(),
})
export type OfferModel = z.infer<typeof OfferModel>

export type OfferExample = { form: string; held: boolean }

/** Places of n-grams: with fewer, offers and answers share too many (measured, docs/solicitation.md). */
const PLACES = 1 << 17
/** How much the embedding counts beside the n-grams, both of length 1. */
const MEANING_SHARE = 0.7
const LABELS = 2
const TRAINING = { labels: LABELS, epochs: 10, freedom: 10 }

/**
 * Deterministic: the same examples give the same weights.
 * @param vectorOf the embedding of the form of an example; undefined for an index of words only
 */
export async function trainOffers(
  examples: OfferExample[],
  vectorOf: ((form: string) => readonly number[]) | undefined,
): Promise<OfferModel> {
  const forms = examples.map(({ form }) => form)
  const rarities = measureRarities(forms, { size: PLACES, unitsOf: wordsAndCharactersOf })
  const rows = examples.map(({ form, held }) => {
    return { form, label: held ? 1 : 0, ...wordFeatures(form, rarities) }
  })
  const train = async (given: Row[], size: number) =>
    packWeights(towardsHeld(await trainLinear(given, { ...TRAINING, size })))
  const first = examples[0]
  const dimensions = first && vectorOf ? vectorOf(first.form).length : 0
  return {
    words: await train(rows, PLACES),
    rarities: packWeights(rarities),
    joint: vectorOf
      ? await train(
          rows.map(({ form, label, ...words }) => ({ label, ...join(words, vectorOf(form)) })),
          PLACES + dimensions,
        )
      : null,
  }
}

/** Of two labels the difference says all. */
const towardsHeld = (weights: Float32Array) =>
  Float32Array.from(
    { length: weights.length / LABELS },
    (_, at) => (weights[at * LABELS + 1] ?? 0) - (weights[at * LABELS] ?? 0),
  )

/** Log-odds that words of this form offer something, 0 where it is even; without an embedding by words alone. */
export type OfferOdds = (form: string, embedding: readonly number[] | undefined) => number

export function openOffers({ words, rarities, joint }: OfferModel): OfferOdds {
  const wordWeights = unpackWeights(words)
  const jointWeights = joint && unpackWeights(joint)
  const rarityOf = Float32Array.from(unpackWeights(rarities), (each) => each * rarities.scale)
  return (form, embedding) => {
    if (!embedding || !joint || !jointWeights) {
      return oddsOf(wordFeatures(form, rarityOf), wordWeights, words.scale)
    }
    const features = join(wordFeatures(form, rarityOf), embedding)
    return oddsOf(features, jointWeights, joint.scale)
  }
}

const oddsOf = (features: Features, weights: Int8Array, scale: number) =>
  (scoreLabels(features, weights, 1)[0] ?? 0) * scale

const wordFeatures = (form: string, rarities: Rarities) =>
  textFeatures(form, rarities, wordsAndCharactersOf)

/** The embedding behind the places of the n-grams. */
function join({ places, values }: Features, embedding: readonly number[]): Features {
  return {
    places: Uint32Array.from([...places, ...embedding.map((_, at) => PLACES + at)]),
    values: Float32Array.from([...values, ...embedding.map((each) => each * MEANING_SHARE)]),
  }
}
