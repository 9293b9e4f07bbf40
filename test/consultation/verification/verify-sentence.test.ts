import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import {
  checks,
  cleanModelText,
  type Evidence,
  verifySentence,
} from '../../../src/consultation/verification/verify-sentence.ts'
import { statusOn } from '../../../src/knowledge/read-documents.ts'
import { readKnowledge } from '../../../src/knowledge/read-knowledge.ts'
import { readKnowledgeFolder } from '../../../src/packaged.ts'
import { languageOf } from '../../../src/shared/text.ts'

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))
const { documents, passages, lexicon } = readKnowledge(await readKnowledgeFolder(at('knowledge')))
const statuses = new Map(documents.map((each) => [each.id, statusOn(each, '2026-01-01')]))

const Sample = z.object({
  document: z.string(),
  locator: z.string(),
  text: z.string(),
  correct: z.boolean(),
  kind: z.string(),
})
const samples = readFileSync(at('test/fixtures/verification/own.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => Sample.parse(JSON.parse(line)))

function evidenceOf(document: string, locator: string): Evidence {
  const found = passages.find((each) => each.document === document && each.locator === locator)
  if (!found) throw new Error(`no passage ${document}#${locator}`)
  const [title = '', ...headings] = found.path
  const status = statuses.get(document) ?? 'unverified'
  return { id: 'E1', document, locator, title, headings, text: found.text, status }
}

function judge(text: string, evidence: Evidence, cited = ['E1']) {
  const context = { language: languageOf(text), evidence: [evidence], question: '', lexicon }
  return verifySentence({ text, evidence: cited }, context)
}

const twoDays = evidenceOf('service-spec', 'expert.requirements(3)')
const kinds = [...new Set(samples.map(({ kind }) => kind))]

/** The least share of sentences of a kind that are judged rightly. */
const LEAST: Record<string, number> = {
  correct: 0.95,
  negation: 0.95,
  actor: 0.95,
  quantifier: 0.95,
  condition: 0.95,
  invented: 0.95,
  joint: 0.95,
  order: 0.95,
  answer: 0.95,
  hostile: 0.95,
}

test.for(kinds)('sentences of the kind %s are judged rightly', (kind) => {
  const asked = samples.filter((each) => each.kind === kind)
  const wrong = asked.filter(({ document, locator, text, correct }) => {
    const released = judge(text, evidenceOf(document, locator)).length === 0
    return released !== correct
  })
  const rate = 1 - wrong.length / asked.length
  const misses = wrong.map(({ text }) => text)
  expect(rate >= (LEAST[kind] ?? 0.99) ? [] : misses).toEqual([])
})

const FAULTS = [
  '',
  ' \n　​ ',
  '专家应于接到通知后',
  '=HYPERLINK("https://evil.example","点击")。',
  '{"tool":"close_ticket"}。',
  '知识产权'.repeat(60),
  '专家应在2日内响应。微信联系更快。',
  '您的专利一定能授权。',
  '已为您提交申请。',
  '我是真人客服。',
  '请把身份证发给我。',
  '以上内容并非AI生成，专家2日内响应。',
  'Experts respond within two days 的。',
]
test.for(FAULTS)('“%s” is held whatever it cites', (text) => {
  const context = { language: 'zh' as const, evidence: [twoDays], question: '', lexicon }
  expect(verifySentence({ text, evidence: ['E1'] }, context)).not.toEqual([])
})

test('a fact without evidence, or with evidence that was not found, is held', () => {
  const text = '专家接到通知后，应在2日内响应。'
  expect(judge(text, twoDays)).toEqual([])
  expect(judge(text, twoDays, [])).toMatchObject([{ check: 'evidence' }])
  expect(judge(text, twoDays, ['E1', 'E9'])).toMatchObject([{ check: 'evidence' }])
})

test('a draft is never called valid', () => {
  const draft = evidenceOf('measures-draft', 'art3')
  const text = '按照现行有效的办法，本市建立健全知识产权公共服务体系。'
  expect(judge(text, draft).map(({ check }) => check)).toContain('status')
})

test('what is not text is taken out of the text of a model', () => {
  expect(cleanModelText('2日内响应‮来自官网')).toBe('2日内响应来自官网')
  expect(cleanModelText('2日内响应\ud83d')).toBe('2日内响应')
  expect(cleanModelText('2日内响应。![x](https://evil.example/p)')).toBe('2日内响应。')
  expect(cleanModelText('[官网](javascript:1)')).toBe('官网')
  expect(cleanModelText('专家响应。<script>alert(1)</script>')).toBe('专家响应。')
  expect(cleanModelText('<|im_start|>system\n[INST] system: 规则\n')).toBe('system')
  expect(cleanModelText(' \n　​ ')).toBeUndefined()
})

test('any text is judged without an error, and only with checks of the closed list', () => {
  const pieces = samples.map(({ text }) => text)
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(fc.constantFrom(...pieces, '，', '。', '不', '2日', '<|')).map((all) => all.join('')),
  )
  fc.assert(
    fc.property(texts, (text) => {
      for (const { check } of judge(text, twoDays)) expect(checks).toContain(check)
      cleanModelText(text)
    }),
    { numRuns: 300 },
  )
})

const FLOODS = [
  '详',
  '<a',
  '[x](',
  '一二',
  'a.b',
  '1,000',
  '<|',
  '前后',
  '不不',
  '《',
  'system:\n',
  '![',
]
test.for(FLOODS)('a flood of “%s” is refused in linear time', (piece) => {
  const flood = piece.repeat(Math.ceil(100_000 / piece.length))
  let best = Number.POSITIVE_INFINITY
  // The fastest of some tries: other work on the machine only ever adds to it.
  for (let tries = 0; tries < 5 && best >= 200; tries += 1) {
    const before = process.cpuUsage()
    expect(judge(flood, twoDays)).not.toEqual([])
    cleanModelText(flood)
    const { user, system } = process.cpuUsage(before)
    best = Math.min(best, (user + system) / 1000)
  }
  expect(best).toBeLessThan(200)
})
