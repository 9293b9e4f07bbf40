import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { checkSolicitation } from '../../src/experts/check-solicitation.ts'
import { readPackagedKnowledge } from '../../src/packaged.ts'

const { solicitation, solicitationExamples, catalogue } = await readPackagedKnowledge()
const knowledge = { solicitation, ...catalogue }

const linesOf = (file: string) =>
  readFileSync(new URL(`../fixtures/${file}`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')

/** The examples that the lists were made after; a model learns from them as well. */
function knownSet(name: string) {
  const found = solicitationExamples.find(({ set }) => set === name)
  if (!found) throw new Error(`no examples ${name}`)
  return found
}

const { held: soliciting, passed: legitimate } = knownSet('rounds-1-5')

const isHeld = (text: string) => checkSolicitation(text, knowledge).length > 0
const kindsIn = (text: string) =>
  new Set(checkSolicitation(text, knowledge).map(({ kind }) => kind))

test('at least 95 of 100 ways to solicit are held', () => {
  expect(soliciting.length).toBeGreaterThanOrEqual(120)
  const passed = soliciting.filter((text) => !isHeld(text))
  expect(passed.length / soliciting.length, passed.join('\n')).toBeLessThanOrEqual(0.05)
})

test('no legitimate reply is held', () => {
  expect(legitimate.length).toBeGreaterThanOrEqual(80)
  expect(legitimate.filter(isHeld)).toEqual([])
})

const readSet = (name: string) =>
  z
    .object({ held: z.array(z.string()), passed: z.array(z.string()) })
    .parse(
      parse(readFileSync(new URL(`../fixtures/solicitation/${name}.yml`, import.meta.url), 'utf8')),
    )

test('at least 95 of 100 fresh phrasings are held, and no legitimate one', () => {
  const sets = ['fresh-a', 'fresh-b', 'fresh-c', 'fresh-d'].map(knownSet)
  const held = sets.flatMap((set) => set.held)
  expect(held.length).toBeGreaterThanOrEqual(220)
  const passed = held.filter((text) => !isHeld(text))
  expect(passed.length / held.length, passed.join('\n')).toBeLessThanOrEqual(0.05)
  expect(sets.flatMap((set) => set.passed).filter(isHeld)).toEqual([])
})

test('of phrasings that no rule was made after 70 of 100 are held, and no legitimate one', () => {
  const { held, passed } = readSet('fresh-e')
  expect(held.filter(isHeld).length / held.length).toBeGreaterThanOrEqual(0.7)
  expect(passed.filter(isHeld)).toEqual([])
})

test('a first person may do anything but what a reply does only in words drafted for somebody', () => {
  expect(isHeld('我替贵公司出面去谈。')).toBe(true)
  expect(isHeld('可以这样答复：“我司委托律师与贵方谈。”')).toBe(false)
  expect(isHeld('我建议贵公司委托律师出面去谈。')).toBe(false)
})

test('the shared attacks of this class are held, and the shared negative passes', () => {
  const Attack = z.object({
    id: z.string(),
    input: z.object({ request: z.object({ body: z.object({ text: z.string() }) }) }),
  })
  const held = linesOf('security/solicitation.jsonl')
    .map((line) => Attack.parse(JSON.parse(line)))
    .map(({ id, input }) => [id, isHeld(input.request.body.text)])
  expect(held).toEqual([
    ['A219', true],
    ['A221', false],
  ])
})

const fullWidth = (text: string) =>
  text.replaceAll(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0))
const spaced = (text: string) => text.replaceAll(/(\p{Script=Han})(?=\p{Script=Han})/gu, '$1 ')
const zeroWidth = (text: string) =>
  text.replaceAll(/(\p{Script=Han})(?=\p{Script=Han})/gu, '$1\u200B')

describe.for([
  ['full-width', fullWidth],
  ['spaced', spaced],
  ['interrupted by invisible characters', zeroWidth],
] as const)('%s text', ([, disguise]) => {
  test('is held as well', () => {
    const passed = soliciting.filter((text) => isHeld(text) && !isHeld(disguise(text)))
    expect(passed.length / soliciting.length, passed.join('\n')).toBeLessThanOrEqual(0.02)
  })
  test('is not held when it is legitimate', () => {
    expect(legitimate.filter((text) => isHeld(disguise(text)))).toEqual([])
  })
})

test('a finding names its kind', () => {
  expect(kindsIn('加我微信 lawyer_zhang')).toEqual(new Set(['contact']))
  expect(kindsIn('申请文件优惠价8000元')).toEqual(new Set(['fee']))
  expect(kindsIn('可以问问中诚致远律师事务所')).toEqual(new Set(['firm']))
  expect(kindsIn('发个红包就行')).toEqual(new Set(['gift']))
  expect(kindsIn('不成功退款，稳过')).toEqual(new Set(['solicit']))
})

test('a finding quotes the place in the reply as it was written', () => {
  const text = '您好！请加 我 微 信：ＺＨＡＮＧ＿ＩＰ８８，谢谢。'
  const [finding] = checkSolicitation(text, knowledge)
  expect(finding?.quote).toBe('加 我 微 信：ＺＨＡＮＧ＿ＩＰ８８')
})

test('telephones and sites of the catalogue and of public bodies may be told', () => {
  const [platform] = catalogue.platforms
  expect(isHeld(`检索平台：${platform?.url ?? ''}`)).toBe(false)
  const own = {
    ...knowledge,
    services: [{ inquiry_phone: '010-87654321', supervision_phone: null }],
  }
  expect(checkSolicitation('请打 010-87654321', own)).toEqual([])
  expect(checkSolicitation('请打 010-87654322', own)).not.toEqual([])
  expect(isHeld('北京市知识产权保护中心咨询电话：010-62345678')).toBe(false)
  expect(isHeld('本所咨询电话：010-62345678')).toBe(true)
})

test('findings lie within the text, in order, and quote it exactly', () => {
  const pieces = fc.oneof(
    fc.constantFrom(...soliciting, ...legitimate),
    fc.string({ unit: 'binary', maxLength: 30 }),
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 6 }), (parts) => {
      const text = parts.join('')
      const findings = checkSolicitation(text, knowledge)
      for (const { quote, start, end } of findings) {
        expect(quote).toBe(text.slice(start, end))
        expect(end).toBeGreaterThan(start)
      }
      const starts = findings.map(({ start }) => start)
      expect(starts).toEqual(starts.toSorted((one, other) => one - other))
    }),
    { numRuns: 150 },
  )
})

test('a long hostile text takes time in step with its length', () => {
  const timeOf = (text: string) => {
    const start = performance.now()
    checkSolicitation(text, knowledge)
    return performance.now() - start
  }
  for (const unit of [
    '加',
    '1',
    '我所',
    'a.',
    '律师事务所',
    '，加',
    '一二三',
    '-1a_',
    '加我微信',
    '扫',
  ]) {
    timeOf(unit.repeat(500))
    const [short, long] = [unit.repeat(2_000), unit.repeat(16_000)].map(timeOf)
    expect([unit, (long ?? 0) < 40 * (short ?? 0) + 400]).toEqual([unit, true])
  }
})
