import { z } from 'zod'
import type { Example } from './intent-examples.ts'
import {
  type Features,
  packWeights,
  PackedWeights,
  scoreLabels,
  softmax,
  type Training,
  trainLinear,
  unpackWeights,
} from './linear-model.ts'
import { measureRarities, PLACES, textFeatures } from './text-features.ts'

/** Two linear classifiers, one of character n-grams and one of the embedding, that vote together. */
export const Classifier = z.object({
  labels: z.array(z.string()),
  words: PackedWeights,
  rarities: PackedWeights,
  /** Null for an index of words only. */
  meaning: PackedWeights.nullable(),
})
export type Classifier = z.infer<typeof Classifier>

/** Share of the n-grams in the vote; the embedding has the rest. */
const WORDS_SHARE = 0.65

/** `vectorOf` gives the embedding of an example; undefined for an index of words only. */
export async function trainClassifier(
  examples: Example[],
  vectorOf: ((example: Example) => number[]) | undefined,
): Promise<Classifier> {
  const labels = [...new Set(examples.map(({ label }) => label))].sort()
  const train = async (
    featuresOf: (example: Example) => Features,
    training: Omit<Training, 'labels'>,
  ) => {
    const rows = examples.map((example) => ({
      label: labels.indexOf(example.label),
      ...featuresOf(example),
    }))
    return packWeights(await trainLinear(rows, { labels: labels.length, ...training }))
  }
  const rarities = measureRarities(examples.map(({ text }) => text))
  const first = examples[0]
  const dimensions = first && vectorOf ? vectorOf(first).length : 0
  return {
    labels,
    words: await train(({ text }) => textFeatures(text, rarities), {
      size: PLACES,
      epochs: 10,
      freedom: 10,
    }),
    rarities: packWeights(rarities),
    meaning: vectorOf
      ? await train((example) => denseFeatures(vectorOf(example)), {
          size: dimensions,
          epochs: 5,
          freedom: 30,
        })
      : null,
  }
}

export type Classified = { label: string; probability: number }

/** All labels with their probabilities, likeliest first; without an embedding by words alone. */
export type Classify = (text: string, embedding: readonly number[] | undefined) => Classified[]

export function openClassifier({ labels, words, rarities, meaning }: Classifier): Classify {
  const wordWeights = unpackWeights(words)
  const meaningWeights = meaning && unpackWeights(meaning)
  const rarityOf = Float32Array.from(unpackWeights(rarities), (each) => each * rarities.scale)
  const vote = (features: Features, weights: Int8Array, scale: number) =>
    softmax(scoreLabels(features, weights, labels.length).map((score) => score * scale))
  return (text, embedding) => {
    const byWords = vote(textFeatures(text, rarityOf), wordWeights, words.scale)
    const byMeaning =
      embedding && meaning && meaningWeights
        ? vote(denseFeatures(embedding), meaningWeights, meaning.scale)
        : byWords
    const joint = byWords.map(
      (share, at) => share ** WORDS_SHARE * (byMeaning[at] ?? 0) ** (1 - WORDS_SHARE),
    )
    const sum = joint.reduce((total, each) => total + each, 0) || 1
    return labels
      .map((label, at) => ({ label, probability: (joint[at] ?? 0) / sum }))
      .sort((left, right) => right.probability - left.probability)
  }
}

function denseFeatures(embedding: readonly number[]): Features {
  return { places: Uint32Array.from(embedding.keys()), values: Float32Array.from(embedding) }
}
