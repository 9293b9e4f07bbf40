import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  ReminderSettings,
  countings,
  deadlineOf,
  remindersOf,
} from '../../../src/cases/clock/deadline.ts'
import { dayAt, instantOf } from '../../../src/shared/shanghai-day.ts'
import { calendar } from './packaged-calendar.ts'

const usual = { shares: [0.5], hoursBefore: [6], fromHour: 8, toHour: 20 }

/** Reminders of a civil period of two days, in Shanghai's time. */
function remind(notice: string, settings: ReminderSettings = usual): string[] {
  const begin = new Date(`${notice}+08:00`)
  const deadline = deadlineOf(begin, 2, 'civil', calendar)
  return remindersOf(begin, deadline, settings).map((instant) =>
    new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 16),
  )
}

test('an expert is reminded at half time and six hours before the end', () => {
  expect(remind('2026-11-02T08:00')).toEqual(['2026-11-03T16:00', '2026-11-04T18:00'])
})

test('a reminder of the night comes in the next morning', () => {
  // Half time is 21:00 on the 3rd; a twentieth of the time is over at 2:24 on the 3rd.
  const settings = { ...usual, shares: [0.05, 0.5] }
  expect(remind('2026-11-02T18:00', { ...usual, shares: [0.5] })).toEqual([
    '2026-11-04T08:00',
    '2026-11-04T18:00',
  ])
  expect(remind('2026-11-02T23:59', settings)).toEqual([
    '2026-11-03T08:00',
    '2026-11-04T08:00',
    '2026-11-04T18:00',
  ])
})

test('a reminder late on the last day comes in the evening, not after the end', () => {
  expect(remind('2026-11-02T08:00', { ...usual, hoursBefore: [2] })).toEqual([
    '2026-11-03T16:00',
    '2026-11-04T20:00',
  ])
})

test('reminders that fall on one moment are one, and none is before the notice', () => {
  expect(remind('2026-11-02T08:00', { ...usual, shares: [], hoursBefore: [2, 3, 240] })).toEqual([
    '2026-11-04T20:00',
  ])
})

test('hours of the day that end before they begin are refused', () => {
  expect(ReminderSettings.safeParse({ ...usual, fromHour: 20, toHour: 8 }).success).toBe(false)
  expect(ReminderSettings.safeParse(usual).success).toBe(true)
})

test('every reminder lies after the notice, before the end and within the hours', () => {
  const settings = fc
    .record({
      shares: fc.array(fc.double({ min: 0.05, max: 0.95, noNaN: true }), { maxLength: 5 }),
      hoursBefore: fc.array(fc.double({ min: 1, max: 240, noNaN: true }), { maxLength: 5 }),
      fromHour: fc.integer({ min: 0, max: 23 }),
      toHour: fc.integer({ min: 1, max: 24 }),
    })
    .filter(({ fromHour, toHour }) => fromHour < toHour)
  const notices = fc
    .integer({ min: Date.UTC(2014, 0, 2), max: Date.UTC(2028, 0, 1) })
    .map((instant) => new Date(instant))
  const property = fc.property(
    notices,
    fc.integer({ min: 1, max: 10 }),
    fc.constantFrom(...countings),
    settings,
    (notice, days, counting, chosen) => {
      const deadline = deadlineOf(notice, days, counting, calendar)
      const reminders = remindersOf(notice, deadline, chosen)
      const instants = reminders.map((reminder) => reminder.getTime())
      expect(instants).toEqual([...new Set(instants)].toSorted((a, b) => a - b))
      expect(instants.length > 0 || chosen.shares.length === 0).toBe(true)
      for (const reminder of reminders) {
        expect(reminder.getTime()).toBeGreaterThan(notice.getTime())
        expect(reminder.getTime()).toBeLessThan(deadline.at.getTime())
        const day = dayAt(reminder)
        const { fromHour, toHour } = chosen
        expect(reminder.getTime()).toBeGreaterThanOrEqual(instantOf(day, fromHour).getTime())
        expect(reminder.getTime()).toBeLessThanOrEqual(instantOf(day, toHour).getTime())
      }
    },
  )
  fc.assert(property, { numRuns: 5000 })
})
