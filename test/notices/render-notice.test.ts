import { parse, stringify } from 'yaml'
import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NoticeTexts } from '../../src/knowledge/notice-texts.ts'
import { renderNotice } from '../../src/notices/render-notice.ts'
import { tellDeadline } from '../../src/shared/shanghai-day.ts'
import { isNoticeKind, noticeKinds } from '../../src/shared/notice-kinds.ts'

const file = await readFile(new URL('../../knowledge/notices.yml', import.meta.url), 'utf8')
const texts = NoticeTexts.parse(parse(file))

const everything = {
  code: 'ZW-7K3MPQ4T',
  field: '专利',
  urgency: 'urgent',
  dueAt: '2026-03-04T16:00:00.000Z',
  year: '2027',
  week: '2026-03-09',
  startsAt: '2026-03-09T06:00:00.000Z',
  count: '3',
  channel: 'email',
  kind: 'case_opened',
}

test('every notice reads well in both languages, with no placeholder left', () => {
  const kinds = Object.keys(noticeKinds).filter(isNoticeKind)
  const rendered = kinds.flatMap((kind) =>
    (['zh', 'en'] as const).map((language) =>
      renderNotice(texts, { kind, data: everything }, language),
    ),
  )
  expect(rendered).toHaveLength(2 * kinds.length)
  for (const { title, text } of rendered) {
    expect(title + text).not.toMatch(/[{}]/)
    // WeCom (90236) takes 128 characters of title and 512 of description; its <br> count too.
    expect(title.length).toBeLessThanOrEqual(128)
    expect(text.replaceAll('\n', '<br>').length).toBeLessThanOrEqual(512)
  }
})

test('a notice says what it is about, and adds what else it knows line by line', () => {
  const { code, field, dueAt } = everything
  const notice = { kind: 'ticket_offered', data: { code, field, dueAt } } as const
  expect(renderNotice(texts, notice, 'zh')).toEqual({
    title: '新的咨询任务 ZW-7K3MPQ4T',
    text: '有一件咨询请您答复。请在期限前接受或者说明不能接受的原因。\n领域：专利\n期限：2026-03-04 24:00（北京时间）',
  })
  expect(renderNotice(texts, notice, 'en')).toEqual({
    title: 'New consultation ZW-7K3MPQ4T',
    text: 'A consultation is waiting for you. Please accept it, or decline with a reason, before the end of the term.\nField: patents\nTerm ends: 2026-03-04 24:00 (Beijing time)',
  })
})

test('a term ends at 24:00 of its last day, whatever the zone of the machine', () => {
  expect(tellDeadline(new Date('2026-03-04T16:00:00Z'))).toBe('2026-03-04 24:00')
  expect(tellDeadline(new Date('2025-12-31T16:00:00Z'))).toBe('2025-12-31 24:00')
  expect(tellDeadline(new Date('2026-03-04T16:01:00Z'))).toBe('2026-03-05 00:01')
  expect(tellDeadline(new Date('2026-03-04T09:30:00Z'))).toBe('2026-03-04 17:30')
})

test('a time that is told is the time that was meant', () => {
  const minutes = fc.integer({ min: 0, max: 60_000_000 })
  fc.assert(
    fc.property(minutes, (minute) => {
      const [day = '', clock = ''] = tellDeadline(new Date(minute * 60_000)).split(' ')
      const [hour, past] = clock.split(':').map(Number)
      const told = Date.parse(`${day}T00:00:00+08:00`) + ((hour ?? 0) * 60 + (past ?? 0)) * 60_000
      expect(told).toBe(minute * 60_000)
    }),
  )
})

test('a placeholder that a notice does not have is found when the file is read', () => {
  const spoilt = file.replace('新的咨询任务 {code}', '新的咨询任务 {name}')
  expect(spoilt).not.toBe(file)
  const read = NoticeTexts.safeParse(parse(spoilt))
  expect(read.error?.issues.map(({ path, message }) => [path.join('.'), message])).toEqual([
    ['kinds.ticket_offered.title.zh', '{name} is no placeholder of this text'],
  ])
})

test('a kind without a text, or a text without a kind, is found when the file is read', () => {
  const { case_opened: taken, ...rest } = texts.kinds
  expect(NoticeTexts.safeParse({ ...texts, kinds: rest }).success).toBe(false)
  const other = parse(stringify({ ...texts, kinds: { ...texts.kinds, case_eaten: taken } }))
  expect(NoticeTexts.safeParse(other).success).toBe(false)
})
