import { features, weighFeatures } from './text-features.ts'
import { type Classifier, scoreLabels, softmax } from './train-classifier.ts'

export type Classified = { label: string; probability: number }

/** All labels with their probabilities, likeliest first. */
export type Classify = (text: string) => Classified[]

export function openClassifier(classifier: Classifier): Classify {
  const weights = new Int8Array(fromBase64(classifier.weights).buffer)
  const rarities = Float32Array.from(
    fromBase64(classifier.rarities),
    (byte) => byte * classifier.rarityScale,
  )
  const count = classifier.labels.length
  return (text) => {
    const scores = scoreLabels(weighFeatures(features(text), rarities), weights, count)
    const probabilities = softmax(scores.map((score) => score * classifier.scale))
    return classifier.labels
      .map((label, at) => ({ label, probability: probabilities[at] ?? 0 }))
      .sort((left, right) => right.probability - left.probability)
  }
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}
