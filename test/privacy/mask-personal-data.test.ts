import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findPersonalData } from '../../src/privacy/find-personal-data.ts'
import { createMask, maskPersonalData } from '../../src/privacy/mask-personal-data.ts'
import { surroundings, writtenIdentifier } from './identifiers.ts'

const anyText = fc
  .array(
    fc.oneof(
      writtenIdentifier.map(({ context, text }) => context + text),
      surroundings.map(({ before, after }) => before + after),
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.constantFrom(
        '〔手机号1〕',
        '〔',
        '〕',
        '〔邮箱',
        '〔手机号1·2〕',
        '13800138000',
        '138 0013 8000',
        '·',
        '1',
      ),
      fc.constantFrom('微信', '护照', '电话', 'a@b.cn', '身份证', '-', '@', 'abcdef'),
    ),
    { maxLength: 10 },
  )
  .map((parts) => parts.join(''))

test('each kind has a placeholder that says what it was', () => {
  expect(maskPersonalData('手机13800138000或010-84084142，邮箱a@qq.com')).toBe(
    '手机〔手机号1〕或〔固定电话1〕，邮箱〔邮箱1〕',
  )
  expect(maskPersonalData('11010519491231002X E12345678 4111111111111111')).toBe(
    '〔身份证号1〕 〔护照号1〕 〔银行卡号1〕',
  )
  expect(maskPersonalData('91350100M000100Y43，微信号：zhangsan')).toBe(
    '〔信用代码1〕，微信号：〔社交账号1〕',
  )
})

test('equal values share a placeholder, others do not', () => {
  expect(maskPersonalData('13800138000、13900139000、13800138000')).toBe(
    '〔手机号1〕、〔手机号2〕、〔手机号1〕',
  )
})

test('a value written in another way keeps its number and can be told apart', () => {
  const { mask, restore } = createMask()
  const text = '13800138000，即 +86 138-0013-8000，不是13900139000'
  expect(mask(text)).toBe('〔手机号1〕，即 〔手机号1·2〕，不是〔手机号2〕')
  expect(restore(mask(text))).toBe(text)
})

test('several texts share one numbering, and an answer gets back what was written', () => {
  const { mask, restore } = createMask()
  expect(mask('我的电话是13800138000')).toBe('我的电话是〔手机号1〕')
  expect(mask('换成13900139000，别打13800138000')).toBe('换成〔手机号2〕，别打〔手机号1〕')
  expect(restore('请确认〔手机号2〕，〔手机号9〕未提供')).toBe(
    '请确认13900139000，〔手机号9〕未提供',
  )
})

test('a placeholder that a text brings along is never given to a value', () => {
  const { mask, restore } = createMask()
  const text = '〔手机号1〕和13800138000'
  expect(mask(text)).toBe('〔手机号1〕和〔手机号2〕')
  expect(restore(mask(text))).toBe(text)
})

test('masks know nothing of each other', () => {
  const first = createMask()
  first.mask('13800138000')
  expect(createMask().restore('〔手机号1〕')).toBe('〔手机号1〕')
})

test('what is masked can be restored to the letter', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { mask, restore } = createMask()
      expect(restore(mask(text))).toBe(text)
    }),
    { numRuns: 1000 },
  )
})

test('nothing personal is left, and masking again changes nothing', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const masked = maskPersonalData(text)
      expect(findPersonalData(masked)).toEqual([])
      expect(maskPersonalData(masked)).toBe(masked)
      expect(maskPersonalData(text)).toBe(masked)
    }),
    { numRuns: 1000 },
  )
})
