import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clauseUrl } from '../../src/knowledge/present.ts'
import { commonText } from '../../src/web/shared/common-text.ts'
import { requestText } from '../../src/web/chat/people/request-text.ts'
import { withoutMark } from '../../src/web/expert/chosen-clauses.ts'
import { placeOf } from '../../src/web/shared/clause.ts'
import { expertText } from '../../src/web/expert/expert-text.ts'
import { feedbackText } from '../../src/web/expert/feedback-text.ts'
import { meText } from '../../src/web/expert/me-text.ts'
import { addressOf, readRoute } from '../../src/web/expert/routes.ts'
import { signInText } from '../../src/web/expert/sign-in-text.ts'
import { ticketText } from '../../src/web/expert/ticket-text.ts'
import { timeLeft } from '../../src/web/expert/time-left.ts'

const ID = '3f2b1c4d-0000-4000-8000-00000000abcd'

test('an address of the workbench leads where it says', () => {
  expect(readRoute(`#/tickets/${ID}`)).toEqual({ name: 'ticket', id: ID })
  expect(readRoute('#/done')).toEqual({ name: 'list', list: 'done' })
  expect(readRoute('#/me')).toEqual({ name: 'me' })
  expect(readRoute('')).toEqual({ name: 'list', list: 'offered' })
})

test('whatever stands in an address, only a page of the workbench is understood, and it names itself', () => {
  const known =
    /^#\/(?:offered|doing|done|notices|me|tickets\/[0-9a-f-]{36}|invitation\/[\w-]{43})$/
  const address = fc.oneof(
    fc.string(),
    fc.string().map((words) => `#/${words}`),
    fc.string().map((words) => `#/tickets/${words}`),
    fc.uuid().map((id) => `#/tickets/${id}`),
    fc.uuid().map((id) => `#/tickets/${id}/../../../evil`),
  )
  fc.assert(
    fc.property(address, (hash) => {
      const route = readRoute(hash)
      expect(addressOf(route)).toMatch(known)
      expect(readRoute(addressOf(route))).toEqual(route)
    }),
  )
})

const now = Date.parse('2026-11-23T10:00:00.000Z')
const after = (hours: number) => new Date(now + hours * 3_600_000).toISOString()

test.each([
  [50, 'calm', '剩 2 天 2 小时'],
  [48, 'calm', '剩 2 天'],
  [24, 'calm', '剩 1 天'],
  [23.9, 'soon', '剩 23 小时'],
  [0.5, 'soon', '剩 30 分钟'],
  [0, 'over', '已超时 1 分钟'],
  [-3.2, 'over', '已超时 3 小时'],
])('%s hours before its end a term is %s: %s', (hours, tone, words) => {
  expect(timeLeft(after(hours), now, 'zh')).toEqual({ tone, text: words })
})

test('nobody is told of more time than there is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 60_000, max: 30 * 86_400_000 }), (ms) => {
      const { text } = timeLeft(new Date(now + ms).toISOString(), now, 'en')
      const [, days = '0'] = /(\d+) d/.exec(text) ?? []
      const [, hours = '0'] = /(\d+) h/.exec(text) ?? []
      const [, minutes = '0'] = /(\d+) min/.exec(text) ?? []
      const told = Number(days) * 86_400_000 + Number(hours) * 3_600_000 + Number(minutes) * 60_000
      expect(told).toBeLessThanOrEqual(ms)
      expect(told).toBeGreaterThan(ms - 3_600_000)
    }),
  )
})

test('when a clause is dropped its marks go and the later ones count down', () => {
  expect(withoutMark('先固定证据 [1]，再起诉[2][3]。', 2)).toBe('先固定证据 [1]，再起诉[2]。')
  expect(withoutMark('第[1]、[10]、[2]。', 1)).toBe('第、[9]、[1]。')
})

test('the address of a clause, as the service writes it, is read back', () => {
  const locator = fc.stringMatching(/^[A-Za-z][\w.()-]{0,20}$/)
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/), locator, (document, place) => {
      expect(placeOf(clauseUrl(document, place))).toEqual({ document, locator: place })
    }),
  )
  expect(placeOf('https://evil.example/documents/a#b')).toBeUndefined()
  expect(placeOf('/documents/a#%E0%A4%A')).toBeUndefined()
})

function keysOf(texts: object): string[] {
  return Object.entries(texts).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? keysOf(value).map((inner) => `${key}.${inner}`)
      : [key],
  )
}

test.each(
  Object.entries({
    expertText,
    feedbackText,
    meText,
    signInText,
    ticketText,
    requestText,
    commonText,
  }),
)('%s says everything in both languages', (_, { zh, en }) => {
  expect(keysOf(en).toSorted()).toEqual(keysOf(zh).toSorted())
})
