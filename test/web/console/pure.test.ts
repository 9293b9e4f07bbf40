import fc from 'fast-check'
import { expect, test } from 'vitest'
import { caseStates } from '../../../src/shared/case-states.ts'
import { draftOf, readWritten, toClause } from '../../../src/web/console/case/brief.ts'
import { dropMark, strayMarks } from '../../../src/web/console/case/marks.ts'
import { can, canApprove } from '../../../src/web/console/case/permissions.ts'
import { requestText } from '../../../src/web/console/case/request-text.ts'
import { readFilters, tabs, toAddress, toRequest } from '../../../src/web/console/queue/filters.ts'
import { termOf } from '../../../src/web/console/queue/term.ts'
import { invitationText } from '../../../src/web/console/sign-in/invitation-text.ts'
import { caseText } from '../../../src/web/console/text/case-text.ts'
import { queueText } from '../../../src/web/console/text/queue-text.ts'
import { recordsText } from '../../../src/web/console/text/records-text.ts'
import { screenTitles } from '../../../src/web/console/text/screen-titles.ts'
import { shellText } from '../../../src/web/console/text/shell-text.ts'
import { signInText } from '../../../src/web/console/text/sign-in-text.ts'
import { wordsText } from '../../../src/web/console/text/words-text.ts'
import { undeliveredText } from '../../../src/web/console/undelivered/undelivered-text.ts'

const HOUR = 3_600_000

function keysOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, inner]) => keysOf(inner, `${path}.${key}`))
}

test('the console says everything in both languages', () => {
  const tables = {
    caseText,
    queueText,
    recordsText,
    screenTitles,
    shellText,
    signInText,
    wordsText,
    requestText,
    undeliveredText,
    invitationText,
  }
  for (const [name, { zh, en }] of Object.entries(tables)) {
    expect(keysOf(en), name).toEqual(keysOf(zh))
  }
})

test('the end of a term is said in the unit that people would use', () => {
  const now = Date.parse('2026-03-02T02:00:00Z')
  const term = (ms: number) => termOf(new Date(now + ms).toISOString(), now)
  expect(term(6.5 * HOUR)).toEqual({ over: false, unit: 'hours', count: 6, tone: 'warning' })
  expect(term(-2.2 * HOUR)).toEqual({ over: true, unit: 'hours', count: 3, tone: 'danger' })
  expect(term(90 * 60_000)).toEqual({ over: false, unit: 'minutes', count: 90, tone: 'warning' })
  expect(term(4.9 * 24 * HOUR)).toEqual({ over: false, unit: 'days', count: 4, tone: 'success' })
})

test('a term never looks better than it is', () => {
  const unitMs = { minutes: 60_000, hours: HOUR, days: 24 * HOUR }
  fc.assert(
    fc.property(fc.integer({ min: -400 * HOUR, max: 400 * HOUR }), (ms) => {
      const { over, unit, count } = termOf(new Date(ms).toISOString(), 0)
      const said = count * unitMs[unit]
      expect(over).toBe(ms < 0)
      expect(over ? -said : said).toBeLessThanOrEqual(ms)
    }),
  )
})

test('filters survive the address, and what the server would refuse does not', () => {
  const filters = { state: 'replied', field: '专利', mine: 'true', q: '侵权 & 公证' }
  expect(readFilters(new URLSearchParams(toAddress(filters)))).toEqual(filters)
  const hostile = 'state=nothing&field=x&urgency=very&kind=&confidential=1&overdue=yes&foo=1&q=%20'
  expect(readFilters(new URLSearchParams(hostile))).toEqual({})
  fc.assert(
    fc.property(fc.string(), (text) => {
      const { state } = toRequest(readFilters(new URLSearchParams(text)))
      const known: readonly string[] = caseStates
      expect(state === undefined || state.split(',').every((each) => known.includes(each))).toBe(
        true,
      )
    }),
  )
  expect(tabs).toEqual(['todo', ...caseStates, 'all'])
})

test('when evidence is taken away its marks go and the others are counted anew', () => {
  expect(dropMark('甲[1]乙[2]丙[3][1]', 1)).toBe('甲乙[1]丙[2]')
  expect(strayMarks('甲[1]乙[4]丙[0]', 2)).toEqual([4, 0])
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 9 })),
      fc.integer({ min: 1, max: 9 }),
      (marks, n) => {
        const text = marks.map((mark) => `[${mark}]`).join('')
        expect(strayMarks(dropMark(text, n), 8)).toEqual([])
      },
    ),
  )
})

test('only steps of the table of states are offered', () => {
  expect(caseStates.filter((state) => can('deliver', state))).toEqual(['replied'])
  expect(caseStates.filter((state) => canApprove(state))).toEqual([
    'open',
    'in_review',
    'replied',
    'reopened',
  ])
  expect(can('withdraw', 'open')).toBe(false)
})

test('the draft of a model carries the marks of its evidence', () => {
  const shown = { title: '办法', heading: '第7条', quote: '五十家', statusText: '草案' }
  const evidence = [
    { ...shown, id: 'E1', status: 'draft', url: '/documents/measures-draft#art7(2)' },
    { ...shown, id: 'E2', status: 'draft', url: 'https://elsewhere.example/x#y' },
  ]
  const written = readWritten({
    facts: [],
    question: '',
    evidence,
    answer: [
      { text: '要有五十家。', evidence: ['E1'] },
      { text: '请核对。', evidence: [] },
    ],
    askBack: [],
    leftOut: 0,
    model: 'm',
    label: 'AI',
  })
  const draft = written && draftOf(written)
  expect(draft?.text).toBe('要有五十家。[1]\n请核对。')
  expect(draft?.clauses).toMatchObject([{ document: 'measures-draft', locator: 'art7(2)' }])
  expect(toClause(evidence[1])).toBeUndefined()
  expect(readWritten({ answer: 'x' })).toBeUndefined()
})
