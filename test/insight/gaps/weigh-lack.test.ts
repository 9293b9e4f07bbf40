import { expect, test } from 'vitest'
import { weighLack } from '../../../src/insight/gaps/weigh-lack.ts'

const sound = {
  outcome: 'answer',
  coverage: 'complete',
  nearest: 0.8,
  disliked: false,
  handed: false,
} as const

test('an answer with near evidence that nobody disliked lacks nothing', () => {
  expect(weighLack(sound)).toBe(0)
})

test('what was known in part, disliked, escalated or handed over lacks all', () => {
  for (const change of [
    { coverage: 'partial' as const },
    { coverage: 'none' as const },
    { disliked: true },
    { handed: true },
    { outcome: 'escalate' as const },
  ]) {
    expect(weighLack({ ...sound, ...change })).toBe(1)
  }
})

test('the farther the evidence, the more an answer lacks; without a measure nothing is supposed', () => {
  const lacks = [0.7, 0.67, 0.63, 0.5].map((nearest) => weighLack({ ...sound, nearest }))
  expect(lacks).toEqual(lacks.toSorted((one, other) => one - other))
  expect(lacks.at(0)).toBe(0)
  expect(lacks.at(-1)).toBe(1)
  expect(weighLack({ ...sound, nearest: null })).toBe(0)
})
