import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { expect } from 'vitest'
import {
  toSparsevec,
  weighEntries,
  weighQuestion,
  type WordWeights,
} from '../../src/knowledge/weigh-words.ts'
import { terms } from '../../src/shared/text.ts'
import { test } from '../support/test-deps.ts'

const K1 = 1.2
const B = 0.6

const text = fc
  .array(fc.constantFrom(...'专利商标版权申请登记保护维权服务工作站'), {
    minLength: 1,
    maxLength: 30,
  })
  .map((characters) => characters.join(''))
const texts = fc.array(text, { minLength: 1, maxLength: 8 })

const innerProduct = (left: WordWeights, right: WordWeights) =>
  [...left].reduce((sum, [place, weight]) => sum + weight * (right.get(place) ?? 0), 0)

/** BM25 as it stands in the textbooks, term by term. */
function bm25(all: string[], at: number, question: string): number {
  const counted = all.map(terms)
  const mean = counted.reduce((sum, own) => sum + own.length, 0) / counted.length
  const own = counted[at] ?? []
  return [...new Set(terms(question))].reduce((sum, term) => {
    const frequency = own.filter((each) => each === term).length
    const holders = counted.filter((each) => each.includes(term)).length
    const rarity = Math.log(1 + (all.length - holders + 0.5) / (holders + 0.5))
    const damping = K1 * (1 - B + (B * own.length) / Math.max(1, mean))
    return sum + (rarity * frequency * (K1 + 1)) / (frequency + damping)
  }, 0)
}

test('the inner product of an entry and a question is its BM25 score', () => {
  fc.assert(
    fc.property(texts, text, (all, question) => {
      const asked = weighQuestion(question, [], 0.5)
      for (const [at, weights] of weighEntries(all).entries()) {
        expect(innerProduct(weights, asked)).toBeCloseTo(bm25(all, at, question), 6)
      }
    }),
  )
})

test('an expansion counts less than the own words, and never lessens them', () => {
  const own = weighQuestion('专利申请', [], 0.5)
  const expanded = weighQuestion('专利申请', ['专利申请', '商标注册'], 0.5)
  for (const [place, weight] of own) expect(expanded.get(place)).toBe(weight)
  const added = [...expanded].filter(([place]) => !own.has(place))
  expect(added.map(([, weight]) => weight)).toEqual([0.5, 0.5, 0.5])
})

test('the database reads the weights and computes the same inner product', async ({ deps }) => {
  await fc.assert(
    fc.asyncProperty(texts, text, async (all, question) => {
      const [entry = new Map()] = weighEntries(all)
      const asked = weighQuestion(question, [], 0.5)
      const { rows } = await deps.db.execute<{ product: number }>(
        sql`select -(${toSparsevec(entry)}::sparsevec <#> ${toSparsevec(asked)}::sparsevec) as product`,
      )
      expect(rows[0]?.product).toBeCloseTo(innerProduct(entry, asked), 2)
    }),
    { numRuns: 25 },
  )
})

test('the database reads weights of no words', async ({ deps }) => {
  const { rows } = await deps.db.execute<{ text: string }>(
    sql`select ${toSparsevec(weighQuestion('？', [], 0.5))}::sparsevec::text as text`,
  )
  expect(rows[0]?.text).toMatch(/^\{\}\//)
})
