import { expect, test } from 'vitest'
import { DocumentHeader } from '../../../src/knowledge/schemas.ts'
import { applyingIn, appliesIn, searchedOn } from '../../../src/knowledge/versions/applying.ts'
import { applyVersions, type VersionInUse } from '../../../src/knowledge/versions/apply-versions.ts'
import { tellThen } from '../../../src/knowledge/versions/tell-then.ts'
import { presentStatus } from '../../../src/knowledge/present.ts'

type Days = Partial<
  Pick<
    DocumentHeader,
    'period_from' | 'period_to' | 'issued_on' | 'comment_from' | 'status_stated' | 'in_force_stated'
  >
>

const header = (days: Days): DocumentHeader =>
  DocumentHeader.parse({
    id: 'rules',
    title: '规定',
    short_title: '规定',
    title_en: 'Rules',
    issuer: null,
    document_number: null,
    issued_on: null,
    comment_from: null,
    comment_to: null,
    period_from: null,
    period_to: null,
    status_stated: 'issued',
    in_force_stated: true,
    source: { file: 'x', sha256: '0'.repeat(64) },
    ...days,
  })

const draft = (days: Days = {}) =>
  header({ status_stated: 'draft', in_force_stated: false, ...days })
const version = (
  number: number,
  of: DocumentHeader,
  state: VersionInUse['state'],
): VersionInUse => {
  return { document: 'rules', number, origin: 'upload', state, header: of, body: '第1条 甲。\n' }
}
const on = (day: string) => ({ from: day, to: day })
const ids = (headers: DocumentHeader[]) => headers.map(({ id }) => id)

test('a rule applies from its first day to its last, and not on the day before or after', () => {
  const rule = header({
    issued_on: '2021-04-01',
    period_from: '2021-05-01',
    period_to: '2024-12-31',
  })
  const days = ['2021-04-30', '2021-05-01', '2021-05-02', '2024-12-30', '2024-12-31', '2025-01-01']
  expect(days.map((day) => appliesIn(rule, on(day)))).toEqual([
    false,
    true,
    true,
    true,
    true,
    false,
  ])
})

test('without a first day in force it applies from its publication, a draft from the day it is put up for comment', () => {
  const issued = header({ issued_on: '2021-04-20' })
  const days = ['2021-04-19', '2021-04-20', '2021-04-21']
  expect(days.map((day) => appliesIn(issued, on(day)))).toEqual([false, true, true])
  const comment = draft({ comment_from: '2021-09-27', issued_on: '2021-09-20' })
  expect(appliesIn(comment, on('2021-09-26'))).toBe(false)
  expect(appliesIn(comment, on('2021-09-27'))).toBe(true)
  // Nothing is known of its days: it cannot be ruled out.
  expect(appliesIn(draft(), on('1990-01-01'))).toBe(true)
})

test('a month or a year is asked of: a rule that held on any of its days applies', () => {
  const rule = header({ period_from: '2023-06-30', period_to: '2023-12-01' })
  expect(appliesIn(rule, { from: '2023-06-01', to: '2023-06-30' })).toBe(true)
  expect(appliesIn(rule, { from: '2023-06-01', to: '2023-06-29' })).toBe(false)
  expect(appliesIn(rule, { from: '2023-12-01', to: '2023-12-31' })).toBe(true)
  expect(appliesIn(rule, { from: '2023-12-02', to: '2023-12-31' })).toBe(false)
})

test('the former version holds until the day before the later one, which holds from its first day', () => {
  const documents = applyVersions(
    [],
    [
      version(1, header({ period_from: '2020-01-01' }), 'replaced'),
      version(2, header({ period_from: '2023-06-15' }), 'published'),
    ],
  )
  const held = (day: string) => ids(applyingIn(documents, on(day)))
  expect(held('2019-12-31')).toEqual([])
  expect(held('2023-06-14')).toEqual(['rules@1'])
  expect(held('2023-06-15')).toEqual(['rules'])
  expect(ids(applyingIn(documents, { from: '2023-06-01', to: '2023-06-30' }))).toEqual([
    'rules',
    'rules@1',
  ])
})

test('at midnight in Beijing the later version takes its place, not at midnight elsewhere', () => {
  const documents = applyVersions(
    [],
    [
      version(1, header({ period_from: '2020-01-01' }), 'replaced'),
      version(2, header({ period_from: '2026-05-01' }), 'published'),
    ],
  )
  const searched = (moment: string) => ids(searchedOn(documents, new Date(moment)))
  expect(searched('2026-04-30T15:59:59Z')).toEqual(['rules@1'])
  expect(searched('2026-04-30T16:00:00Z')).toEqual(['rules'])
})

test('a draft takes the place of no rule in force, and a rule that of a draft', () => {
  const rule = version(1, header({ period_from: '2020-01-01' }), 'replaced')
  const revision = version(2, draft({ comment_from: '2023-01-01' }), 'published')
  const both = applyVersions([], [rule, revision])
  expect(ids(applyingIn(both, on('2023-02-01')))).toEqual(['rules', 'rules@1'])
  const final = version(3, header({ period_from: '2024-01-01' }), 'published')
  const three = applyVersions([], [rule, { ...revision, state: 'replaced' }, final])
  expect(ids(applyingIn(three, on('2023-12-31')))).toEqual(['rules@1', 'rules@2'])
  expect(ids(applyingIn(three, on('2024-01-01')))).toEqual(['rules'])
})

test('a version that was corrected before it ever held is not there any more', () => {
  const documents = applyVersions(
    [],
    [
      version(1, header({ period_from: '2023-06-15' }), 'replaced'),
      version(2, header({ period_from: '2023-06-15' }), 'published'),
    ],
  )
  expect(ids(documents)).toEqual(['rules'])
})

test('what is over stays searchable today, for its status says so', () => {
  const over = applyVersions(
    [],
    [version(1, header({ period_from: '2020-01-01', period_to: '2021-01-01' }), 'published')],
  )
  expect(ids(searchedOn(over, new Date('2026-01-01T00:00:00Z')))).toEqual(['rules'])
})

test('the words say how it was then, what was published only later, and what has become of it', () => {
  const asked = (day: string) => ({ asOf: on(day), day: '2026-03-02', language: 'zh' as const })
  const rule = header({
    issued_on: '2022-04-20',
    period_from: '2022-01-01',
    period_to: '2024-12-31',
  })
  expect(tellThen(rule, asked('2022-04-19'))).toBe(
    '当时有效（2022-01-01 起至 2024-12-31），2022-04-20 才发布，现已期满',
  )
  expect(tellThen(rule, asked('2022-04-20'))).toBe(
    '当时有效（2022-01-01 起至 2024-12-31），现已期满',
  )
  expect(tellThen({ ...rule, in_force_stated: false }, asked('2023-06-01'))).toContain(
    '当时在实施期内',
  )
  expect(tellThen(draft(), asked('2023-06-01'))).toBe('当时为征求意见稿，未施行')
  expect(
    tellThen(
      { ...header({ period_from: '2020-01-01' }), version: 1, superseded_from: '2023-06-15' },
      asked('2023-06-01'),
    ),
  ).toBe('第 1 版，当时有效（2020-01-01 起至 2023-06-14），现已被新版本取代')
  const english = { ...asked('2022-04-19'), language: 'en' as const }
  expect(tellThen(rule, english)).toBe(
    'in force then (from 2022-01-01 until 2024-12-31), published only on 2022-04-20, ended since',
  )
})

test('before its first day a rule is not in force, whoever says so; a superseded one no longer is', () => {
  const today = (day: string, of: DocumentHeader) => presentStatus(of, { day, language: 'zh' })
  const rule = header({ period_from: '2026-05-01' })
  expect(today('2026-04-30', rule)).toEqual({
    status: 'not_yet',
    statusText: '已发布，尚未施行，2026-05-01 起施行',
  })
  expect(today('2026-05-01', rule).status).toBe('in_force')
  const former = {
    ...header({ period_from: '2020-01-01' }),
    version: 1,
    superseded_from: '2026-05-01',
  }
  expect(today('2026-04-30', former)).toEqual({
    status: 'in_force',
    statusText: '现行有效',
    version: 1,
  })
  expect(today('2026-05-01', former)).toEqual({
    status: 'ended',
    statusText: '已被新版本取代',
    version: 1,
  })
})
