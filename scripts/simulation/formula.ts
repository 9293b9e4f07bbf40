import type { Calendar } from '../../src/knowledge/calendar/calendar.ts'
import { deadlineOf } from '../../src/cases/clock/deadline.ts'
import type { LogNormal } from './random.ts'
import { DAY, HOUR, isOpenHour, type Scenario } from './scenario.ts'

/** What holds as long as a case always finds a free expert, so that no case waits for another. */
export type Expected = {
  /** Share of first offers answered within the term. */
  firstOnTime: number
  /** Share of all offers answered within the term. */
  onTime: number
  offersPerCase: number
  /** Mean tickets under way: arrivals per hour × mean hours under way (Little). */
  tickets: number
}

/** From an offer on until the reply: all in expectation. */
type Course = { offers: number; onTime: number; hours: number }

type Grid = {
  /** By hour: a notice in the middle of it. */
  middle: Course[]
  /** By hour, midnights only: a notice at its start, as after a lapse. */
  start: Map<number, Course>
}

const END: Course = { offers: 0, onTime: 0, hours: 0 }
const TAIL_DAYS = 60

/**
 * The course of a case by backward recursion over the hours: an answer in an hour is declined with
 * 1 − acceptance and leads to an offer in that hour; no answer leads to one at the end of the term. The
 * distribution is taken at half hours, so the result is exact to the second order of an hour.
 */
export function expectedOf(scenario: Scenario, calendar: Calendar): Expected {
  const grid: Grid = { middle: [], start: new Map() }
  const hours = (scenario.to - scenario.from) / HOUR
  const ends = endsByDay(scenario, calendar)
  const masses = { middle: massesOf(scenario, 0.5), start: massesOf(scenario, 0) }
  for (let hour = hours + TAIL_DAYS * 24 - 1; hour >= 0; hour -= 1) {
    const end = ends[Math.floor(hour / 24)] ?? hour
    const next = grid.start.get(end) ?? END
    if (hour % 24 === 0) {
      grid.start.set(hour, courseFrom(scenario, { hour, end, next, masses: masses.start, grid }))
    }
    const from = { hour: hour + 0.5, end, next, masses: masses.middle, grid }
    grid.middle[hour] = courseFrom(scenario, from)
  }
  return averageOf(scenario, grid, ends)
}

function averageOf(scenario: Scenario, { middle }: Grid, ends: number[]): Expected {
  const total = { ...END, firstOnTime: 0, cases: 0 }
  for (let hour = 0; hour < (scenario.to - scenario.from) / HOUR; hour += 1) {
    if (!isOpenHour(scenario, scenario.from + hour * HOUR)) continue
    const course = middle[hour] ?? END
    total.cases += 1
    total.offers += course.offers
    total.onTime += course.onTime
    total.hours += course.hours
    total.firstOnTime += shareWithin(
      scenario.response,
      (ends[Math.floor(hour / 24)] ?? 0) - hour - 0.5,
    )
  }
  const arrivals = scenario.consultations * scenario.escalated
  return {
    firstOnTime: total.firstOnTime / total.cases,
    onTime: total.onTime / total.offers,
    offersPerCase: total.offers / total.cases,
    tickets: (arrivals / ((scenario.to - scenario.from) / HOUR)) * (total.hours / total.cases),
  }
}

type From = { hour: number; end: number; next: Course; masses: number[]; grid: Grid }

function courseFrom(scenario: Scenario, { hour, end, next, masses, grid }: From): Course {
  const { accepts, response, reply } = scenario
  const left = end - hour
  const answered = shareWithin(response, left)
  const lapsed = 1 - answered
  const course: Course = {
    offers: 1 + lapsed * next.offers,
    onTime: answered + lapsed * next.onTime,
    hours:
      hoursWithin(response, left) +
      lapsed * (left + next.hours) +
      answered * accepts * meanOf(reply),
  }
  const first = Math.floor(hour)
  for (let ahead = 0; first + ahead < end; ahead += 1) {
    const declined = (masses[ahead] ?? 0) * (1 - accepts)
    // An answer within the hour of the notice is as good as one in the next.
    const later = grid.middle[first + Math.max(1, ahead)] ?? END
    course.offers += declined * later.offers
    course.onTime += declined * later.onTime
    course.hours += declined * later.hours
  }
  return course
}

/** By day: the hour, counted from the scenario's start, at which the term of a notice ends. */
function endsByDay(scenario: Scenario, calendar: Calendar): number[] {
  const days = (scenario.to - scenario.from) / DAY + TAIL_DAYS
  return Array.from({ length: days }, (_, day) => {
    const notice = new Date(scenario.from + day * DAY)
    const end = deadlineOf(notice, scenario.term, 'civil', calendar).at.getTime()
    return (end - scenario.from) / HOUR
  })
}

/** Share of the answers that fall into the hour of the notice, the next, …, for a notice `offset` into it. */
function massesOf({ response }: Scenario, offset: number): number[] {
  return Array.from(
    { length: TAIL_DAYS * 24 },
    (_, ahead) =>
      shareWithin(response, ahead + 1 - offset) -
      shareWithin(response, Math.max(0, ahead - offset)),
  )
}

const meanOf = ({ median, sigma }: LogNormal) => median * Math.exp(sigma ** 2 / 2)

function shareWithin({ median, sigma }: LogNormal, hours: number): number {
  return hours <= 0 ? 0 : normalShare(Math.log(hours / median) / sigma)
}

/** Mean of the hours that are within, 0 counted for the others. */
function hoursWithin(response: LogNormal, hours: number): number {
  const { median, sigma } = response
  return meanOf(response) * normalShare(Math.log(hours / median) / sigma - sigma)
}

/** Share of the standard normal distribution below `z`, by Simpson's rule; exact to 1e-9. */
export function normalShare(z: number): number {
  const reach = Math.min(Math.abs(z), 8)
  const steps = 64
  const width = reach / steps
  let sum = 0
  for (let at = 0; at <= steps; at += 1) {
    const inner = at % 2 === 0 ? 2 : 4
    const weight = at === 0 || at === steps ? 1 : inner
    sum += weight * Math.exp(-((at * width) ** 2) / 2)
  }
  const half = (sum * width) / 3 / Math.sqrt(2 * Math.PI)
  return z < 0 ? 0.5 - half : 0.5 + half
}

/** Share of time with at most `most` under way when arrivals never wait (M/G/∞: Poisson of that mean). */
export function poissonShare(mean: number, most: number): number {
  let term = Math.exp(-mean)
  let sum = term
  for (let at = 1; at <= most; at += 1) {
    term *= mean / at
    sum += term
  }
  return sum
}
