import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { readAsOf, tellRange } from '../../src/consultation/understanding/read-as-of.ts'

const TODAY = '2026-03-02'

test.each([
  ['2023 年 6 月适用什么？', '2023-06-01', '2023-06-30', '2023年6月', 'June 2023'],
  ['as of June 2023, what applied?', '2023-06-01', '2023-06-30', '2023年6月', 'June 2023'],
  [
    '2024年2月29日有效的是哪一版？',
    '2024-02-29',
    '2024-02-29',
    '2024年2月29日',
    '29 February 2024',
  ],
  ['2024年2月适用什么规定', '2024-02-01', '2024-02-29', '2024年2月', 'February 2024'],
  [
    '二〇二三年十二月三十一日适用什么规定',
    '2023-12-31',
    '2023-12-31',
    '2023年12月31日',
    '31 December 2023',
  ],
  ['2022年有哪些文件有效', '2022-01-01', '2022-12-31', '2022年', '2022'],
  ['去年6月适用的工作站设立条件', '2025-06-01', '2025-06-30', '2025年6月', 'June 2025'],
  [
    '2023年上半年适用什么',
    '2023-01-01',
    '2023-06-30',
    '2023-01-01至2023-06-30',
    '2023-01-01 to 2023-06-30',
  ],
  ['2023-06-15 当时适用的规定', '2023-06-15', '2023-06-15', '2023年6月15日', '15 June 2023'],
  ['按2023年的规定，工作站要几个人', '2023-01-01', '2023-12-31', '2023年', '2023'],
  ['那2023年6月呢？', '2023-06-01', '2023-06-30', '2023年6月', 'June 2023'],
  [
    'Which rules were in force on June 15, 2023?',
    '2023-06-15',
    '2023-06-15',
    '2023年6月15日',
    '15 June 2023',
  ],
])('%s is about %s to %s', (question, ...expected) => {
  const [from, to, zh, en] = expected
  const read = readAsOf(question, TODAY)
  expect(read?.range).toEqual({ from, to })
  expect(read && tellRange(read.range, 'zh')).toBe(zh)
  expect(read && tellRange(read.range, 'en')).toBe(en)
})

test.each([
  '2024年底要建多少网点？',
  '行动方案（2022—2024年）现在还有效吗？',
  '《行动方案（2022—2024年）》有效吗？',
  '行动方案2024年以后还有效吗',
  '办法是不是自2023年6月起施行？',
  '我2025年4月收到驳回通知怎么办',
  '2021年国务院发布的纲要现在有效吗',
  '我们2019年一起开的工作室，当时什么都没写，能告吗',
  'We applied for a trade mark in June 2023, what now?',
  '2023年2月30日适用什么',
  '2023年13月适用什么',
  '工作站的设立条件是什么',
])('%s is about today', (question) => {
  expect(readAsOf(question, TODAY)).toBeUndefined()
})

test.each([
  ['2023年6月适用什么？', true],
  ['2023年6月有哪些文件有效？', true],
  ['What rules applied in June 2023?', true],
  ['2023年6月工作站的设立条件适用哪个规定', false],
  ['2022年底的时候，北京市公共服务这块适用的是哪些文件？', true],
  ['2023年6月，专利这块相关的适用哪些文件？', false],
])('%s asks for everything that held: %s', (question, overview) => {
  expect(readAsOf(question, TODAY)?.overview).toBe(overview)
})

test('the time is taken out of the question, its matter stays', () => {
  const rest = (question: string) => readAsOf(question, TODAY)?.rest
  expect(rest('2023年6月15日时工作站的设立条件是什么')).toBe('工作站的设立条件是什么')
  expect(rest('按2023年的规定，工作站要几个专职人员')).toBe('工作站要几个专职人员')
})

test('no development question that is not about another time is taken for one', async () => {
  const file = new URL('../fixtures/eval/dev.jsonl', import.meta.url)
  const Line = z.looseObject({ q: z.string() })
  const questions = (await readFile(file, 'utf8')).trim().split('\n')
  expect(questions.length).toBeGreaterThan(200)
  const asOf = questions
    .map((line) => Line.parse(JSON.parse(line)).q)
    .filter((q) => readAsOf(q, TODAY))
  expect(asOf).toEqual([])
})

test('any text can be read, and a day that is found exists', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '2023年',
      '6月',
      '31日',
      '适用',
      '当时',
      '去年',
      'June 2023',
      'as of',
      '在',
      ' ',
      '的',
    ),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const read = readAsOf(pieces.join(''), TODAY)
      if (!read) return
      for (const day of [read.range.from, read.range.to]) {
        expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(day)
      }
      expect(read.range.from <= read.range.to).toBe(true)
    }),
  )
})
