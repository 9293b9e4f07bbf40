import fc from 'fast-check'
import { expect, test } from 'vitest'
import { completeFollowUp } from '../../src/consultation/understanding/complete-follow-up.ts'
import { toNumber } from '../../src/consultation/understanding/find-references.ts'
import { splitParts } from '../../src/consultation/understanding/split-parts.ts'

const DIGITS = '零一二三四五六七八九'

/** 0–99 as one writes it. */
function inChinese(number: number): string {
  const tens = Math.floor(number / 10)
  const ones = number % 10
  if (tens === 0) return DIGITS[ones] ?? ''
  return `${tens === 1 ? '' : DIGITS[tens]}十${ones === 0 ? '' : DIGITS[ones]}`
}

test('every numeral below a hundred is read, in Chinese and in digits', () => {
  for (let number = 0; number < 100; number += 1) {
    expect([number, toNumber(inChinese(number))]).toEqual([number, number])
    expect(toNumber(String(number))).toBe(number)
  }
})

test('a message with several questions is taken apart, and nothing of it is lost', () => {
  expect(splitParts('专利怎么申请？商标怎么注册？')).toEqual(['专利怎么申请？', '商标怎么注册？'])
  expect(splitParts('工作站怎么设立？另外，专家怎么报名？')).toHaveLength(2)
  expect(splitParts('工作站怎么设立？谢谢！')).toEqual(['工作站怎么设立？谢谢！'])
})

test('a message has at least one part and at most four, each taken from it', () => {
  const text = fc
    .array(
      fc.constantFrom(
        '专利怎么申请',
        '？',
        '；',
        '另外',
        '谢谢',
        '\n',
        '一、',
        'how to apply',
        ' ',
      ),
    )
    .map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(text, (question) => {
      const parts = splitParts(question)
      expect(parts.length).toBeGreaterThanOrEqual(1)
      expect(parts.length).toBeLessThanOrEqual(4)
      for (const part of parts) expect(question).toContain(part)
    }),
  )
})

test('a follow-up takes what it leaves out from the last question', () => {
  const history = [
    { role: 'asker', text: '海淀区的特色产业有哪些？' },
    { role: 'assistant', text: '海淀区的特色产业是人工智能、集成电路、生命健康。' },
  ] as const
  expect(completeFollowUp('那朝阳区呢？', [...history])).toContain('特色产业')
  expect(completeFollowUp('第二个具体指什么？', [...history])).toContain('集成电路')
  expect(completeFollowUp('那朝阳区呢？', [])).toBe('那朝阳区呢？')
})

test('a whole question stands for itself, whatever was said before', () => {
  const history = [{ role: 'asker' as const, text: '海淀区的特色产业有哪些？' }]
  const question = '知识产权公共服务志愿专家的选聘条件和聘期分别是怎么规定的'
  expect(completeFollowUp(question, history)).toBe(question)
})

test('a follow-up always ends with the words of its asker', () => {
  const turn = fc.record({
    role: fc.constantFrom('asker' as const, 'assistant' as const),
    text: fc.string({ maxLength: 80 }),
  })
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 60 }),
      fc.array(turn, { maxLength: 6 }),
      (question, history) => {
        expect(completeFollowUp(question, history).endsWith(question)).toBe(true)
      },
    ),
  )
})
