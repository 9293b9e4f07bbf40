import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fold, languageOf, stripHidden, terms } from '../../src/shared/text.ts'

const anyText = fc.string({ unit: 'binary', maxLength: 200 })

test('nothing hidden is left, and stripping again changes nothing', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const stripped = stripHidden(text)
      expect(stripHidden(stripped)).toBe(stripped)
      expect(stripped).not.toMatch(
        /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\ufeff]/u,
      )
    }),
  )
})

test('what can be seen stays as it is', () => {
  const visible = '知识产权 IP — “零”知识产权；№ 3\n\t第七条（一）café 👍 𠮷'
  expect(stripHidden(visible)).toBe(visible)
  expect(stripHidden('一\r\n二\r三')).toBe('一\n二\n三')
})

test('characters that hide instructions are taken out', () => {
  for (const hidden of [
    '\u{e0041}',
    '\u200b',
    '\u202e',
    '\u2066',
    '\ufe0f',
    '\u3164',
    '\u0000',
    '\u00ad',
    '\u034f',
  ]) {
    expect(stripHidden(`专${hidden}利`)).toBe('专利')
  }
})

test('Chinese is cut into overlapping pairs, other scripts into words', () => {
  expect(terms('知识产权')).toEqual(['知识', '识产', '产权'])
  expect(terms('ＰＣＴ 申请')).toEqual(['pct', '申请'])
  expect(terms('站')).toEqual(['站'])
  expect(terms('C++ and IPv6, 3.5%.')).toEqual(['c', 'and', 'ipv6', '3.5'])
  expect(terms('？！ …')).toEqual([])
})

test('terms depend on neither width nor case, and none is empty', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(terms(fold(text))).toEqual(terms(text))
      for (const term of terms(text)) expect(term.trim()).not.toBe('')
    }),
  )
})

test('terms of very long text take no more than a moment', () => {
  const started = performance.now()
  terms('a+.-'.repeat(50_000))
  terms('知'.repeat(200_000))
  stripHidden('\u200b'.repeat(200_000))
  expect(performance.now() - started).toBeLessThan(1_500)
})

test('the language of an answer is that of most of the question', () => {
  expect(languageOf('怎么申请专利')).toBe('zh')
  expect(languageOf('How do I apply for a patent?')).toBe('en')
  expect(languageOf('PCT 怎么申请')).toBe('zh')
  expect(languageOf('What does 专利 mean in these measures?')).toBe('en')
  expect(languageOf('')).toBe('zh')
  expect(languageOf('12345')).toBe('zh')
})

test('Latin words and numbers beside Han stay whole, and the Han beside them too', () => {
  expect(terms('PCT申请')).toEqual(['pct', '申请'])
  expect(terms('申请PCT专利')).toEqual(['申请', 'pct', '专利'])
  expect(terms('第3条5G技术')).toEqual(['第', '3', '条', '5g', '技术'])
  expect(terms('用C++写FTO报告')).toEqual(['用', 'c', '写', 'fto', '报告'])
})

test('no term mixes Han with other letters', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const term of terms(text)) {
        expect(term).toMatch(/^(?:\p{Script=Han}+|[^\p{Script=Han}]+)$/u)
      }
    }),
  )
})
