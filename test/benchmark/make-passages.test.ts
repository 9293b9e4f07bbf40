import { describe, expect, test } from 'vitest'
import {
  gatherMaterial,
  makePassage,
  makeQuestion,
  makeVector,
} from '../../scripts/benchmark/make-passages.ts'
import { openEmbedder } from '../../src/open-embedder.ts'
import { readPackagedKnowledge } from '../../src/packaged.ts'

const embedder = await openEmbedder(undefined)
const knowledge = await readPackagedKnowledge()
const material = await gatherMaterial(knowledge, embedder)
const again = await gatherMaterial(knowledge, embedder)
const NUMBERS = Array.from({ length: 200 }, (_, number) => number * 997)

const cosine = (one: Float64Array, other: Float64Array) =>
  one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0)

describe('the passages that the bench makes', () => {
  test('are the same for the same number in every run', () => {
    for (const number of NUMBERS.slice(0, 20)) {
      expect(makePassage(again, number).text).toBe(makePassage(material, number).text)
      expect(makeQuestion(again, number)).toBe(makeQuestion(material, number))
      expect(makeVector(again, number)).toEqual(makeVector(material, number))
    }
  })

  test('differ from each other in text and vector', () => {
    expect(new Set(NUMBERS.map((number) => makePassage(material, number).text)).size).toBe(200)
    const vectors = NUMBERS.map((number) => makeVector(material, number))
    for (const [at, vector] of vectors.entries()) {
      expect(cosine(vector, vector)).toBeCloseTo(1, 6)
      expect(cosine(vector, vectors[(at + 1) % 200] ?? vector)).toBeLessThan(0.999)
    }
  })

  test('have vectors nearer to their own real passage than to another', () => {
    const nearer = NUMBERS.filter((number) => {
      const vector = makeVector(material, number)
      const own = makePassage(material, number).base
      const other = material.bases.find((base) => base.entry.passageId !== own.entry.passageId)
      return other && cosine(vector, own.vector) > cosine(vector, other.vector)
    })
    expect(nearer.length).toBeGreaterThan(190)
  })

  test('are asked for by their place and by what they make or the name of the firm', () => {
    const asked = NUMBERS.flatMap((number) => makeQuestion(material, number) ?? [])
    expect(asked.length).toBeGreaterThan(100)
    for (const number of NUMBERS) {
      const { place, goods, firm } = makePassage(material, number)
      const question = makeQuestion(material, number)
      if (question === undefined) continue
      expect(question.startsWith(place)).toBe(true)
      expect(question).toContain(number % 2 === 0 ? goods : firm)
    }
  })
})
