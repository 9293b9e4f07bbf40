import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DeliveredStatement } from '../../src/cases/asker-cases.ts'
import type { RatedCase } from '../../src/feedback/asker-ratings.ts'
import { HandOverInput } from '../../src/channels/web/case-schemas.ts'
import { ratingReasons } from '../../src/feedback/reasons.ts'
import { arrange } from '../../src/web/chat/handling.ts'
import type { Handling } from '../../src/web/chat/handling.ts'
import { beijingTime } from '../../src/web/shared/beijing-time.ts'
import {
  bodyOf,
  findErrors,
  newForm,
  splitParties,
} from '../../src/web/chat/people/hand-over-form.ts'
import { peopleText } from '../../src/web/chat/people/people-text.ts'
import { nextDelay, seenDelay } from '../../src/web/shared/poll-delay.ts'
import { newExchange } from '../../src/web/chat/thread.ts'
import type { Exchange } from '../../src/web/chat/thread.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 2, minute)).toISOString()

const statement = (minute: number): DeliveredStatement => ({
  id: `s${minute}`,
  author: 'staff',
  authorName: '王小明',
  text: '请补充。',
  citations: [],
  at: at(minute),
})
const exchange = (minute: number, state: Exchange['state']): Exchange => ({
  ...newExchange(`e${minute}`, '问', at(minute)),
  state,
})
const keysOf = (thread: Exchange[], handling: Handling) =>
  arrange(thread, handling).map((item) => {
    if (item.kind === 'exchange') return item.exchange.key
    return item.kind === 'case' ? item.case.code : item.statement.id
  })

test('cases and statements stand among the turns by time, and what is being answered comes last', () => {
  const opened = { code: 'ZW-AB23CD45', createdAt: at(2) } as RatedCase
  const handling = { cases: [opened], statements: [statement(3), statement(5)] }
  const thread = [exchange(1, 'failed'), exchange(4, 'failed'), exchange(0, 'running')]
  expect(keysOf(thread, handling)).toEqual(['e1', 'ZW-AB23CD45', 's3', 'e4', 's5', 'e0'])
})

test('whatever the clocks say, nothing is lost and the turns keep their order', () => {
  const minutes = fc.array(fc.integer({ min: 0, max: 59 }), { maxLength: 12 })
  fc.assert(
    fc.property(minutes, fc.uniqueArray(fc.integer({ min: 0, max: 59 })), (asked, said) => {
      const thread = asked.map((minute, n) => ({ ...exchange(minute, 'failed'), key: `e${n}` }))
      const keys = keysOf(thread, { cases: [], statements: said.map(statement) })
      expect(keys.length).toBe(asked.length + said.length)
      expect(keys.filter((key) => key.startsWith('e'))).toEqual(thread.map(({ key }) => key))
      const told = said.toSorted((a, b) => a - b).map((minute) => `s${minute}`)
      expect(keys.filter((key) => key.startsWith('s'))).toEqual(told)
    }),
  )
})

test('a term that ends at midnight in Beijing is said to end at 24:00 of the day before', () => {
  expect(beijingTime('2026-03-04T16:00:00.000Z', 'zh')).toBe('2026年3月4日 24:00')
  expect(beijingTime('2026-03-04T15:59:00.000Z', 'zh')).toBe('2026年3月4日 23:59')
  expect(beijingTime('2026-03-04T16:01:00.000Z', 'en')).toBe('March 5, 2026 00:01')
  expect(beijingTime('2025-12-31T16:00:00.000Z', 'en')).toBe('December 31, 2025 24:00')
})

test('a case is looked at every 20 seconds while seen, and at most every 5 minutes unseen', () => {
  expect(nextDelay(160_000, false)).toBe(seenDelay)
  expect([20_000, 160_000, 300_000].map((before) => nextDelay(before, true))).toEqual([
    40_000, 300_000, 300_000,
  ])
})

test('a form without errors is one that the service takes', () => {
  const words = fc.string({ maxLength: 120 })
  fc.assert(
    fc.property(words, words, fc.array(words, { maxLength: 14 }), (name, contact, parties) => {
      const form = {
        ...newForm(null),
        name: name.slice(0, 100),
        contact: contact.slice(0, 100),
        parties: parties.join('、'),
        consent: true,
      }
      const taken = HandOverInput.safeParse(bodyOf(form)).success
      expect(findErrors(form, false).length === 0).toBe(taken)
    }),
  )
})

test('without the general consent a form has an error, whatever else it holds', () => {
  expect(findErrors({ ...newForm(null), name: '陈一', contact: '13911112222' }, false)).toEqual([
    'consent',
  ])
})

test('opposing parties are told apart by the usual marks', () => {
  expect(splitParties(' 甲公司、乙公司，丙; 丁,,\n戊 ')).toEqual([
    '甲公司',
    '乙公司',
    '丙',
    '丁',
    '戊',
  ])
})

test('every reason of a rating has words in both languages', () => {
  for (const { reasons } of Object.values(peopleText)) {
    expect(Object.keys(reasons).toSorted()).toEqual([...ratingReasons].toSorted())
  }
})
