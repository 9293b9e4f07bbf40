import fc from 'fast-check'
import { expect, test } from 'vitest'
import { areNumbersIn, isSaid } from '../../../src/consultation/briefs/is-said.ts'

const SAID = [
  '我们公司 2025 年 3 月申请了一件发明专利，没有委托代理机构。',
  '上个月在展会上看到对方的样机，做过公证，证据保存在公证处。',
]

test.for([
  ['2025 年 3 月申请了一件发明专利', true],
  ['没有委托代理机构', true],
  ['在展会上看到对方的样机，做过公证', true],
  ['委托代理机构', false],
  ['没有做过公证', false],
  ['2024 年 3 月申请了一件发明专利', false],
  ['2025 年 13 月申请了一件发明专利', false],
  ['对方承认仿冒，愿意赔偿', false],
  ['5', false],
  ['', false],
] as const)('“%s” was said: %s', ([fact, expected]) => {
  expect(isSaid(fact, SAID)).toBe(expected)
})

const words = fc.constantFrom(
  '申请',
  '专利',
  '公证',
  '展会',
  '样机',
  '2025',
  '合同',
  '对方',
  '保存',
)
const clause = fc.array(words, { minLength: 2, maxLength: 6 }).map((parts) => parts.join(''))

test('what somebody says word for word is said, and its denial is not', () => {
  fc.assert(
    fc.property(fc.array(clause, { minLength: 1, maxLength: 5 }), (clauses) => {
      const text = `${clauses.join('，')}。`
      for (const each of clauses) {
        expect(isSaid(each, [text])).toBe(true)
        expect(isSaid(`没有${each}`, [text])).toBe(false)
        expect(isSaid(each, [`没有${each}。`])).toBe(false)
      }
    }),
  )
})

test('a number is in a text as a whole, or not at all', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.nat(1_000_000), (one, other) => {
      expect(areNumbersIn(`共 ${one} 件`, `申请号 ${one}，${other}`)).toBe(true)
      expect(areNumbersIn(`共 ${one} 件`, `申请号 ${one}${other}`)).toBe(false)
    }),
  )
})

test('a long hostile text is judged in time', () => {
  const before = performance.now()
  isSaid('没有，'.repeat(200), ['做过，'.repeat(3_000)])
  expect(performance.now() - before).toBeLessThan(5_000)
})
