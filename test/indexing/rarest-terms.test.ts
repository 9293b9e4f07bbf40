import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  countPlaces,
  countTerms,
  listCommonTerms,
  rarestTerms,
  weighQuestion,
} from '../../src/knowledge/weigh-words.ts'

const MOST = 800

test('entries are looked up by the rarest terms of a question, by two at least, and by few enough rows', () => {
  const terms = fc.uniqueArray(
    fc.tuple(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 20, max: 5000 })),
    {
      selector: ([place]) => place,
      maxLength: 80,
    },
  )
  fc.assert(
    fc.property(terms, (counts) => {
      const common = new Map(counts)
      const words = new Map(counts.map(([place]) => [place, 1]))
      const found = rarestTerms(words, common)
      expect(found.length).toBeGreaterThanOrEqual(Math.min(2, words.size))
      const rows = (places: number[]) =>
        places.reduce((sum, place) => sum + (common.get(place) ?? 0), 0)
      expect(found.length <= 2 || rows(found) <= MOST).toBe(true)
      const rest = [...words.keys()].filter((place) => !found.includes(place))
      const rarestLeft = Math.min(...rest.map((place) => common.get(place) ?? 0))
      for (const place of found) expect(common.get(place)).toBeLessThanOrEqual(rarestLeft)
    }),
  )
})

test('a term that stands everywhere is left out, the telling ones stay', () => {
  const texts = Array.from({ length: 900 }, (_, at) => `知识产权公共服务${at}`).concat('海关备案')
  const common = new Map(listCommonTerms(countTerms(texts.map(countPlaces))))
  const words = weighQuestion('知识产权海关备案', [], 0.5)
  const telling = [...weighQuestion('海关备案', [], 0.5).keys()]
  const found = rarestTerms(words, common)
  for (const place of telling) expect(found).toContain(place)
  expect(found.length).toBeLessThan(words.size)
})
