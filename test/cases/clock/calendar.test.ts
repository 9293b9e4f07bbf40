import { describe, expect, test } from 'vitest'
import { isRestDay, missingYears, readCalendar } from '../../../src/knowledge/calendar/calendar.ts'
import { CalendarFile, daysOf } from '../../../src/knowledge/calendar/calendar-file.ts'
import { formatDay, parseDay } from '../../../src/shared/shanghai-day.ts'
import { AppError } from '../../../src/shared/errors.ts'
import { calendar, packagedYears as years } from './packaged-calendar.ts'

describe('the packaged calendar', () => {
  test('each year has as many days off and make-up working days as its notices', () => {
    const checked = years.filter(({ year }) => year <= 2026)
    const counts = checked.map(({ year, breaks }) => [
      year,
      breaks.flatMap(daysOf).length,
      breaks.flatMap(({ work_on }) => work_on).length,
    ])
    expect(counts).toEqual([
      [2014, 22, 5],
      [2015, 26, 5],
      [2016, 24, 6],
      [2017, 24, 5],
      [2018, 23, 6],
      [2019, 24, 7],
      [2020, 30, 6],
      [2021, 31, 7],
      [2022, 31, 7],
      [2023, 27, 7],
      [2024, 28, 8],
      [2025, 28, 5],
      [2026, 33, 6],
    ])
  })

  test('a checked file passes the check again', () => {
    expect(CalendarFile.parse(years)).toEqual(years)
    expect(readCalendar(years)).toEqual(calendar)
  })

  test('the festivals of the lunar calendar lie on their days', () => {
    const lunar = new Intl.DateTimeFormat('en-u-ca-chinese', {
      timeZone: 'UTC',
      month: 'numeric',
      day: 'numeric',
    })
    const lunarDay = (iso = '') => lunar.format(new Date(`${iso}T00:00:00Z`))
    for (const { year, statutory } of years) {
      const spring = statutory.春节.map(lunarDay)
      expect(spring.slice(year >= 2025 ? 1 : 0)).toEqual(['1/1', '1/2', '1/3'])
      expect(lunarDay(statutory.端午节[0])).toBe('5/5')
      expect(lunarDay(statutory.中秋节[0])).toBe('8/15')
    }
  })

  test('every year is arranged by its own numbered notice', () => {
    const numbers = years.flatMap(({ notices }) => notices.map(({ number }) => number))
    expect(new Set(numbers).size).toBe(numbers.length)
    for (const { year, notices } of years) {
      expect(notices[0]?.number).toContain(`国办发明电〔${year - 1}〕`)
    }
  })

  test('a rest day is a weekend that is not worked, or a day off', () => {
    const rest = (iso: string) => isRestDay(calendar, parseDay(iso))
    expect(rest('2026-11-21')).toBe(true)
    expect(rest('2026-11-23')).toBe(false)
    expect(rest('2026-10-07')).toBe(true)
    expect(rest('2026-10-10')).toBe(false)
    expect(rest('2018-12-31')).toBe(true)
    expect(rest('2018-12-29')).toBe(false)
    expect(rest('2020-02-01')).toBe(true)
  })

  test('the last days of December need the year that follows', () => {
    const missing = (iso: string) => missingYears(calendar, parseDay(iso), parseDay(iso))
    const last = Math.max(...calendar.years)
    expect(missing(`${last}-12-27`)).toEqual([])
    expect(missing(`${last}-12-28`)).toEqual([last + 1])
    expect(missing(`${last - 1}-12-31`)).toEqual([])
    expect(missing(`${last + 1}-06-01`)).toEqual([last + 1])
  })

  test('days are written as they are read, leap days and ends of years too', () => {
    for (let day = parseDay('2013-12-25'); day < parseDay('2033-01-05'); day += 1) {
      expect(parseDay(formatDay(day))).toBe(day)
    }
    expect(formatDay(parseDay('2024-02-28') + 1)).toBe('2024-02-29')
    expect(formatDay(parseDay('2026-12-31') + 1)).toBe('2027-01-01')
  })
})

describe('a slip in the file is named by its field', () => {
  const at2026 = years.findIndex(({ year }) => year === 2026)
  const springOf = (file: CalendarFile) => yearOf(file).breaks[1] ?? fail()
  const yearOf = (file: CalendarFile) => file[at2026] ?? fail()
  const fail = (): never => {
    throw new Error('the packaged calendar has no such entry')
  }

  test.each<[string, (file: CalendarFile) => void, RegExp]>([
    [
      'a year left out',
      (file) => file.splice(3, 1),
      /^calendar\.yml 3\.year: 2016 must be followed by 2017$/m,
    ],
    [
      'a day of another year',
      (file) => (springOf(file).to = '2027-02-23'),
      /12\.breaks\.1\.to: 2027-02-23 does not belong to 2026/,
    ],
    [
      'a day of last December before New Year',
      (file) => (springOf(file).work_on = ['2025-12-27']),
      /12\.breaks\.1\.work_on\.0: 2025-12-27 does not belong to 2026/,
    ],
    [
      'a day that does not exist',
      (file) => (springOf(file).to = '2026-02-29'),
      /12\.breaks\.1\.to: not a day/,
    ],
    [
      'a break the wrong way round',
      (file) => (springOf(file).to = '2026-02-01'),
      /12\.breaks\.1\.to: ends before 2026-02-15/,
    ],
    [
      'breaks that overlap',
      (file) => (springOf(file).from = '2026-01-03'),
      /12\.breaks\.1\.from: is not after 2026-01-03/,
    ],
    [
      'a make-up working day in the week',
      (file) => (springOf(file).work_on = ['2026-02-13']),
      /12\.breaks\.1\.work_on\.0: 2026-02-13 is not on a weekend/,
    ],
    [
      'a make-up working day that is off',
      (file) => (springOf(file).work_on = ['2026-02-21']),
      /12\.breaks\.1\.work_on\.0: 2026-02-21 is a day off, too/,
    ],
    [
      'a make-up working day forgotten',
      (file) => springOf(file).work_on.pop(),
      /12\.breaks: 19 weekdays off less 5 worked at weekends should be 13/,
    ],
    [
      'a break that is one day short',
      (file) => (springOf(file).to = '2026-02-22'),
      /12\.breaks: 18 weekdays off less 6 worked at weekends should be 13/,
    ],
    [
      'the Spring Festival of the old law',
      (file) => yearOf(file).statutory.春节.shift(),
      /12\.statutory\.春节: the law gives 4 days in 2026/,
    ],
    [
      'a festival with a gap',
      (file) => (yearOf(file).statutory.劳动节 = ['2026-05-01', '2026-05-03']),
      /12\.statutory\.劳动节: the days do not follow each other/,
    ],
    [
      'a fixed festival on another day',
      (file) => (yearOf(file).statutory.国庆节 = ['2026-10-02', '2026-10-03', '2026-10-04']),
      /12\.statutory\.国庆节: does not begin on 2026-10-01/,
    ],
    [
      'a festival outside the breaks',
      (file) => (yearOf(file).statutory.端午节 = ['2026-06-18']),
      /12\.statutory\.端午节: is in none of the breaks/,
    ],
    [
      'an added day outside the breaks',
      (file) => yearOf(file).added.push({ day: '2026-09-03', why: '纪念日' }),
      /12\.added\.0\.day: 2026-09-03 is in none of the breaks/,
    ],
    [
      'the notice for another year',
      (file) => (yearOf(file).notices = file[0]?.notices ?? []),
      /12\.notices\.0\.title: is not the notice for 2026/,
    ],
    [
      'a notice without a number',
      (file) => (yearOf(file).notices[0] = { title: '2026年安排', number: '见网站' }),
      /12\.notices\.0\.number: not a number such as/,
    ],
  ])('%s', (_, spoil, message) => {
    const file = structuredClone(years)
    spoil(file)
    expect(() => readCalendar(file)).toThrow(AppError)
    expect(() => readCalendar(file)).toThrow(message)
  })

  test('an empty file, a misspelt field and a year without its festivals', () => {
    expect(() => readCalendar([])).toThrow(AppError)
    expect(() => readCalendar(null)).toThrow(AppError)
    expect(() => readCalendar([{ ...years[0], holiday: [] }])).toThrow(/holiday/)
    expect(() => readCalendar([{ ...years[0], statutory: {} }])).toThrow(/0\.statutory/)
  })
})
