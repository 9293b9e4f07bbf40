import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calendarOf, isRestDay, missingYears } from '../../../src/knowledge/calendar/calendar.ts'
import { type Counting, countings, deadlineOf } from '../../../src/cases/clock/deadline.ts'
import { dayAt, instantOf, parseDay } from '../../../src/shared/shanghai-day.ts'
import { listDeadlines } from './deadline-table.ts'
import { calendar, packagedYears } from './packaged-calendar.ts'

const DAY = 86_400_000
const firstYear = Math.min(...calendar.years)
const lastYear = Math.max(...calendar.years)
const before = new Date(`${firstYear}-01-01T00:00:00+08:00`).getTime()
const settled = new Date(`${lastYear}-12-01T00:00:00+08:00`).getTime()
const beyond = new Date(`${lastYear + 2}-01-01T00:00:00+08:00`).getTime()

/** Notices at any millisecond, often at the edges of a day in Shanghai. */
function noticesUntil(end: number) {
  const anywhere = fc.integer({ min: before, max: end - 1 })
  const edges = fc
    .tuple(anywhere, fc.constantFrom(-1, 0, 1))
    .map(([instant, ms]) => instantOf(dayAt(new Date(instant))).getTime() + ms)
  return fc.oneof(anywhere, edges).map((instant) => new Date(Math.max(before, instant)))
}

const runs = { numRuns: 5000 }
const spans = fc.integer({ min: 1, max: 30 })
const ways = fc.constantFrom(...countings)
const lastDayOf = (at: Date) => dayAt(at) - 1

describe('two days from a notice, by hand from the notices of the State Council', () => {
  test.each([
    // 春节 2023: 1月21日至27日; 1月28日、29日上班
    ['2023-01-18', '2023-01-20', '2023-01-20'],
    ['2023-01-19', '2023-01-28', '2023-01-28'],
    ['2023-01-20', '2023-01-28', '2023-01-29'],
    ['2023-01-27', '2023-01-29', '2023-01-29'],
    // 中秋、国庆 2023: 9月29日至10月6日; 10月7日、8日上班
    ['2023-09-27', '2023-10-07', '2023-10-07'],
    ['2023-10-06', '2023-10-08', '2023-10-08'],
    // 春节 2024: 2月10日至17日; 2月4日、18日上班
    ['2024-02-02', '2024-02-04', '2024-02-05'],
    ['2024-02-08', '2024-02-18', '2024-02-18'],
    ['2024-02-16', '2024-02-18', '2024-02-19'],
    // 国庆 2024: 10月1日至7日; 9月29日、10月12日上班
    ['2024-09-27', '2024-09-29', '2024-09-30'],
    ['2024-09-29', '2024-10-08', '2024-10-08'],
    ['2024-10-10', '2024-10-12', '2024-10-12'],
    ['2024-10-11', '2024-10-14', '2024-10-14'],
    // 春节 2025: 1月28日至2月4日; 1月26日、2月8日上班
    ['2025-01-24', '2025-01-26', '2025-01-27'],
    ['2025-01-26', '2025-02-05', '2025-02-05'],
    ['2025-02-06', '2025-02-08', '2025-02-08'],
    // 国庆、中秋 2025: 10月1日至8日; 9月28日、10月11日上班
    ['2025-09-26', '2025-09-28', '2025-09-29'],
    ['2025-09-29', '2025-10-09', '2025-10-09'],
    ['2025-10-09', '2025-10-11', '2025-10-11'],
    // 元旦 2026: 1月1日至3日; 1月4日上班
    ['2025-12-30', '2026-01-04', '2026-01-04'],
    // 春节 2026: 2月15日至23日; 2月14日、28日上班
    ['2026-02-12', '2026-02-14', '2026-02-14'],
    ['2026-02-13', '2026-02-24', '2026-02-24'],
    ['2026-02-26', '2026-02-28', '2026-02-28'],
    ['2026-02-27', '2026-03-02', '2026-03-02'],
    // 中秋 2026: 9月25日至27日; 国庆 10月1日至7日; 9月20日、10月10日上班
    ['2026-09-18', '2026-09-20', '2026-09-21'],
    ['2026-09-23', '2026-09-28', '2026-09-28'],
    ['2026-09-29', '2026-10-08', '2026-10-08'],
    ['2026-10-08', '2026-10-10', '2026-10-10'],
    // 元旦 2019: 2018年12月30日至1月1日; 12月29日上班
    ['2018-12-27', '2018-12-29', '2018-12-29'],
    ['2018-12-28', '2019-01-02', '2019-01-02'],
    // an ordinary week, month ends, leap days
    ['2026-11-02', '2026-11-04', '2026-11-04'],
    ['2026-11-05', '2026-11-09', '2026-11-09'],
    ['2026-11-06', '2026-11-09', '2026-11-10'],
    ['2023-02-27', '2023-03-01', '2023-03-01'],
    ['2024-02-27', '2024-02-29', '2024-02-29'],
    ['2020-02-27', '2020-03-02', '2020-03-02'],
  ])('a notice on %s ends on %s, in working days on %s', (day, civil, working) => {
    for (const time of ['00:00:00.000', '12:34:56.789', '23:59:59.999']) {
      const notice = new Date(`${day}T${time}+08:00`)
      expect(deadlineOf(notice, 2, 'civil', calendar)).toEqual({
        at: new Date(Date.parse(`${civil}T00:00:00+08:00`) + DAY),
        lastDay: civil,
        countedBy: 'civil',
        calendarMissing: [],
      })
      expect(deadlineOf(notice, 2, 'working_days', calendar)).toEqual({
        at: new Date(Date.parse(`${working}T00:00:00+08:00`) + DAY),
        lastDay: working,
        countedBy: 'working_days',
        calendarMissing: [],
      })
    }
  })
})

describe('without calendar data for 2027', () => {
  const known = calendarOf(packagedYears.filter(({ year }) => year < 2027))
  const deadline = (day: string, way: Counting) =>
    deadlineOf(new Date(`${day}T15:00:00+08:00`), 2, way, known)

  test.each([
    // Settled by the notice for 2026.
    ['2026-12-23', '2026-12-25', []],
    // The notice for 2027 may still move 28 to 31 December.
    ['2026-12-24', '2026-12-28', [2027]],
    ['2026-12-30', '2027-01-01', [2027]],
    // Saturday and Sunday move the end.
    ['2027-02-04', '2027-02-08', [2027]],
    ['2027-12-30', '2028-01-03', [2028]],
  ])('a civil period from %s ends on %s, without %j', (day, lastDay, calendarMissing) => {
    const expected = { lastDay, countedBy: 'civil', calendarMissing }
    expect(deadline(day, 'civil')).toMatchObject(expected)
  })

  test('working days are those of the calendar as far as it goes', () => {
    expect(deadline('2026-12-23', 'working_days')).toMatchObject({
      lastDay: '2026-12-25',
      countedBy: 'working_days',
      calendarMissing: [],
    })
  })

  test.each([
    ['2026-12-24', '2026-12-28', [2027]],
    ['2026-12-25', '2026-12-29', [2027]],
    ['2026-12-30', '2027-01-01', [2027]],
    // Saturday and Sunday count, and move the end.
    ['2027-02-04', '2027-02-08', [2027]],
    ['2027-02-05', '2027-02-08', [2027]],
    ['2027-02-06', '2027-02-08', [2027]],
    ['2027-12-30', '2028-01-03', [2027, 2028]],
  ])('natural days from %s end on %s, without %j', (day, lastDay, calendarMissing) => {
    const expected = { lastDay, countedBy: 'natural_days_without_calendar', calendarMissing }
    expect(deadline(day, 'working_days')).toMatchObject(expected)
  })
})

describe('in all years with data and into the first without', () => {
  test('a period ends at midnight in Shanghai, at least its days after the notice', () => {
    const property = fc.property(noticesUntil(beyond), spans, ways, (notice, days, way) => {
      const { at, lastDay } = deadlineOf(notice, days, way, calendar)
      expect(at.getTime() - notice.getTime()).toBeGreaterThan(days * DAY)
      expect(at.toISOString().slice(10)).toBe('T16:00:00.000Z')
      expect(at.getTime()).toBe(Date.parse(`${lastDay}T00:00:00+08:00`) + DAY)
    })
    fc.assert(property, runs)
  })

  test('a later notice never ends earlier, and a longer period never ends earlier', () => {
    const property = fc.property(
      noticesUntil(beyond),
      fc.integer({ min: 1, max: 40 * DAY }),
      spans,
      ways,
      (notice, later, days, way) => {
        const end = deadlineOf(notice, days, way, calendar).at.getTime()
        const after = new Date(notice.getTime() + later)
        expect(deadlineOf(after, days, way, calendar).at.getTime()).toBeGreaterThanOrEqual(end)
        expect(deadlineOf(notice, days + 1, way, calendar).at.getTime()).toBeGreaterThanOrEqual(end)
      },
    )
    fc.assert(property, runs)
  })

  test('the whole day of the notice gives one deadline', () => {
    const times = fc.tuple(fc.nat(DAY - 1), fc.nat(DAY - 1))
    const property = fc.property(noticesUntil(beyond), times, spans, ways, (any, at, days, way) => {
      const start = instantOf(dayAt(any)).getTime()
      const [one, other] = at.map((ms) => deadlineOf(new Date(start + ms), days, way, calendar))
      expect(one).toEqual(other)
    })
    fc.assert(property, runs)
  })

  test('civil counting ends on the first day that is none of rest, from the last counted day on', () => {
    const property = fc.property(noticesUntil(beyond), spans, (notice, days) => {
      const last = lastDayOf(deadlineOf(notice, days, 'civil', calendar).at)
      const counted = dayAt(notice) + days
      expect(isRestDay(calendar, last)).toBe(false)
      for (let day = counted; day < last; day += 1) expect(isRestDay(calendar, day)).toBe(true)
    })
    fc.assert(property, runs)
  })

  test('working days are exactly as many as asked for, the last of them the end', () => {
    const property = fc.property(noticesUntil(settled), spans, (notice, days) => {
      const deadline = deadlineOf(notice, days, 'working_days', calendar)
      fc.pre(deadline.countedBy === 'working_days')
      const last = lastDayOf(deadline.at)
      const span = Array.from({ length: last - dayAt(notice) }, (_, at) => dayAt(notice) + 1 + at)
      expect(span.filter((day) => !isRestDay(calendar, day))).toHaveLength(days)
      expect(isRestDay(calendar, last)).toBe(false)
    })
    fc.assert(property, runs)
  })

  test('a deadline is flagged if and only if it needed a year that is not there', () => {
    const property = fc.property(noticesUntil(beyond), spans, (notice, days) => {
      const { at, countedBy, calendarMissing } = deadlineOf(notice, days, 'working_days', calendar)
      const needed = missingYears(calendar, dayAt(notice) + 1, lastDayOf(at))
      expect(calendarMissing).toEqual(needed)
      expect(countedBy === 'working_days').toBe(needed.length === 0)
      for (const year of needed) expect(calendar.years.has(year)).toBe(false)
    })
    fc.assert(property, runs)
  })

  test('no notice before December of the last year with data is flagged for two days', () => {
    for (let day = parseDay(`${firstYear}-01-01`); day < parseDay(`${lastYear}-12-01`); day += 1) {
      for (const way of countings) {
        expect(deadlineOf(instantOf(day, 9), 2, way, calendar).calendarMissing).toEqual([])
      }
    }
  })
})

test('a period that is none is refused', () => {
  const notice = new Date('2026-03-02T09:00:00+08:00')
  for (const days of [0, -1, 1.5, 367, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => deadlineOf(notice, days, 'civil', calendar)).toThrow(RangeError)
  }
  expect(() => deadlineOf(new Date('no date'), 2, 'civil', calendar)).toThrow(RangeError)
})

test.each([
  ['UTC', 0],
  ['America/Los_Angeles', 480],
  ['Asia/Shanghai', -480],
  ['Pacific/Kiritimati', -840],
])('a machine in %s counts as every other', (zone, offset) => {
  const table = new URL('deadline-table.ts', import.meta.url).href
  const code = `import { listDeadlines } from '${table}'
    const offset = new Date(2026, 0, 1).getTimezoneOffset()
    console.log(JSON.stringify({ offset, deadlines: listDeadlines() }))`
  const out = execFileSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', code],
    { env: { ...process.env, TZ: zone }, encoding: 'utf8', maxBuffer: 2 ** 24 },
  )
  expect(JSON.parse(out)).toEqual({ offset, deadlines: listDeadlines() })
})
