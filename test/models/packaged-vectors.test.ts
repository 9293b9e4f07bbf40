import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Embedder } from '../../src/models/embedder.ts'
import {
  packVectors,
  unpackVectors,
  vectorKey,
  withPackagedVectors,
} from '../../src/models/packaged-vectors.ts'

const DIMENSIONS = 12
const vector = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
  minLength: DIMENSIONS,
  maxLength: DIMENSIONS,
})
const key = fc.stringMatching(/^[0-9a-f]{32}$/)

test('packed vectors come back under their keys, within the precision of a byte', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(key, vector), { maxLength: 20 }), (pairs) => {
      const vectors = new Map(pairs)
      const unpacked = unpackVectors(packVectors(vectors, DIMENSIONS), DIMENSIONS)
      expect([...unpacked.keys()].sort()).toEqual([...vectors.keys()].sort())
      for (const [name, values] of vectors) {
        const step = Math.max(...values.map(Math.abs), 1e-9) / 127
        for (const [at, value] of (unpacked.get(name) ?? []).entries()) {
          expect(Math.abs(value - (values[at] ?? 0))).toBeLessThanOrEqual(step * 0.51 + 1e-9)
        }
      }
    }),
  )
})

test('the same vectors are packed to the same bytes in whatever order they come', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(key, vector), { selector: ([name]) => name }), (pairs) => {
      const forwards = packVectors(new Map(pairs), DIMENSIONS)
      expect(packVectors(new Map(pairs.toReversed()), DIMENSIONS)).toEqual(forwards)
    }),
  )
})

test('only texts that the package lacks are computed', async () => {
  const computed: string[] = []
  const embedOne = (text: string) => {
    computed.push(text)
    return Array.from({ length: DIMENSIONS }, () => text.length)
  }
  const embedder: Embedder = {
    name: 'model@1',
    dimensions: DIMENSIONS,
    outside: false,
    embeddings: {
      embedQuery: async (text) => embedOne(text),
      embedDocuments: async (texts) => texts.map(embedOne),
    },
  }
  const known = Array.from({ length: DIMENSIONS }, () => 0.5)
  const packaged = withPackagedVectors(
    embedder,
    new Map([
      [await vectorKey('model@1', '已有'), known],
      [await vectorKey('model@2', '别的模型'), known],
    ]),
  )
  expect(await packaged.embeddings.embedDocuments(['已有', '新的', '别的模型'])).toEqual([
    known,
    Array.from({ length: DIMENSIONS }, () => 2),
    Array.from({ length: DIMENSIONS }, () => 4),
  ])
  expect(computed).toEqual(['新的', '别的模型'])
})
