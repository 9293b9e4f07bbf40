import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judge } from '../../../src/insight/reviews/judge.ts'
import { monthBefore, spanOf } from '../../../src/insight/reviews/months.ts'
import { share } from '../../../src/insight/reviews/draw-reviews.ts'
import { readPackagedKnowledge } from '../../../src/packaged.ts'

const { review: rubric } = await readPackagedKnowledge()

const allWith = (value: number) =>
  Object.fromEntries(rubric.criteria.map(({ id }) => [id, value] as const))

const anyPoints = fc.record(
  Object.fromEntries(
    rubric.criteria.map(({ id }) => [id, fc.integer({ min: 0, max: 3 })] as const),
  ),
)

test('full points are 100 and good, none are 0 and poor, and a critical fault is poor whatever the points', () => {
  expect(judge(rubric, { points: allWith(3), faults: [] })).toEqual({ score: 100, result: 'good' })
  expect(judge(rubric, { points: allWith(0), faults: [] })).toEqual({ score: 0, result: 'poor' })
  const faulty = judge(rubric, { points: allWith(3), faults: ['solicits'] })
  expect(faulty).toEqual({ score: 100, result: 'poor' })
})

test('a point more never makes a result worse', () => {
  const order = ['poor', 'fair', 'good']
  fc.assert(
    fc.property(anyPoints, fc.constantFrom(...rubric.criteria), (points, { id }) => {
      const before = judge(rubric, { points, faults: [] })
      const more = { ...points, [id]: Math.min(3, (points[id] ?? 0) + 1) }
      const after = judge(rubric, { points: more, faults: [] })
      expect(after.score).toBeGreaterThanOrEqual(before.score)
      expect(order.indexOf(after.result)).toBeGreaterThanOrEqual(order.indexOf(before.result))
    }),
  )
})

test('a criterion left out, a point beside the scale, or an unknown fault is refused', () => {
  const { lawful: _, ...rest } = allWith(3)
  const wrong = [
    { points: rest, faults: [] },
    { points: { ...allWith(3), lawful: 4 }, faults: [] },
    { points: { ...allWith(3), other: 1 }, faults: [] },
    { points: allWith(3), faults: ['rude'] },
    { points: allWith(3), faults: ['leaks', 'leaks'] },
  ]
  for (const each of wrong) expect(() => judge(rubric, each)).toThrow('review_points_wrong')
})

test('a month of Beijing ends where the next begins, whatever the month', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2001-01-01'), max: new Date('2098-01-01'), noInvalidDate: true }),
      (now) => {
        const { from, to } = spanOf(monthBefore(now))
        expect(to.getTime()).toBeLessThanOrEqual(now.getTime())
        expect(spanOf(monthBefore(new Date(to.getTime()))).from).toEqual(from)
        expect(monthBefore(new Date(to.getTime() - 1)) < monthBefore(to)).toBe(true)
      },
    ),
  )
  expect(monthBefore(new Date('2026-02-28T16:00:00Z'))).toBe('2026-02')
  expect(monthBefore(new Date('2026-02-28T15:59:59Z'))).toBe('2026-01')
})

test('a draw has as many as it may, half of people, and no more than there are', () => {
  const some = (kind: 'answer' | 'reply', many: number) =>
    Array.from({ length: many }, (_, at) => ({
      kind,
      consultation: at,
      statementId: null,
      authors: [],
      lot: '',
    }))
  const amount = fc.integer({ min: 0, max: 30 })
  fc.assert(
    fc.property(amount, amount, amount, (answers, people, size) => {
      const drawn = share(some('answer', answers), some('reply', people), size)
      expect(drawn.length).toBe(Math.min(size, answers + people))
      const ofPeople = drawn.filter(({ kind }) => kind === 'reply').length
      expect(ofPeople).toBeGreaterThanOrEqual(Math.min(people, Math.ceil(size / 2)))
    }),
  )
})
