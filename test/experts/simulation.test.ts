import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { beforeAll, expect, test } from 'vitest'
import { expectedOf, normalShare, poissonShare } from '../../scripts/simulation/formula.ts'
import { logNormal, randomFrom } from '../../scripts/simulation/random.ts'
import { type Run, runSimulation } from '../../scripts/simulation/run-simulation.ts'
import { baseScenario, HOUR, type Scenario } from '../../scripts/simulation/scenario.ts'
import { type Summary, summarise } from '../../scripts/simulation/summarise.ts'
import { deadlineOf } from '../../src/cases/clock/deadline.ts'
import { readCalendar } from '../../src/knowledge/calendar/calendar.ts'

const calendar = readCalendar(
  parse(readFileSync(new URL('../../knowledge/calendar.yml', import.meta.url), 'utf8')),
)
const small: Scenario = { ...baseScenario, consultations: 600 }
const simulate = (scenario: Scenario, seeds: number): Run[] =>
  Array.from({ length: seeds }, (_, at) => runSimulation(scenario, calendar, at + 1))

test('the same seed gives the same run, another seed another', () => {
  const run = runSimulation(small, calendar, 7)
  expect(runSimulation(small, calendar, 7)).toEqual(run)
  expect(runSimulation(small, calendar, 8)).not.toEqual(run)
})

test('a run holds to its own rules', () => {
  for (const { cases, expertIds } of simulate(small, 3)) {
    expect(expertIds.length).toBe(small.experts)
    for (const { offers, acceptedAfter } of cases) {
      const asked = offers.map(({ expertId }) => expertId)
      expect(new Set(asked).size).toBe(asked.length)
      expect(offers.slice(0, -1).every(({ accepted }) => !accepted)).toBe(true)
      expect(offers.at(-1)?.accepted).toBe(acceptedAfter !== null)
      expect(offers.every(({ accepted, onTime }) => onTime || !accepted)).toBe(true)
    }
  }
})

const seeds = 40
let summary: Summary
beforeAll(() => {
  summary = summarise(baseScenario, calendar, simulate(baseScenario, seeds))
}, 120_000)

const figure = (name: string) => {
  const { mean = Number.NaN, formula = Number.NaN } = summary[name] ?? {}
  return { mean, formula }
}
const points = (name: string) => Math.abs(figure(name).mean - figure(name).formula) * 100
const ratio = (name: string) => figure(name).mean / figure(name).formula

test.each(['on time, first offers', 'on time, all offers', 'places taken'])(
  'simulated and computed: %s, within a point',
  (name) => {
    expect(points(name)).toBeLessThan(1)
  },
)

test('simulated and computed: offers per case within 2 %, tickets under way within 4 %', () => {
  expect(Math.abs(ratio('offers per case') - 1)).toBeLessThan(0.02)
  expect(Math.abs(ratio('tickets under way') - 1)).toBeLessThan(0.04)
})

test('tickets under way are as often few as the Poisson distribution says', () => {
  expect(points('time with at most the mean')).toBeLessThan(2.5)
})

test('without rest days a notice at any hour is answered in time as often as the integral says', () => {
  const never = { ...calendar, daysOff: new Set<number>(), workDays: everyWeekend() }
  const { median, sigma } = baseScenario.response
  let sum = 0
  for (let hour = 0; hour < 24; hour += 1) {
    sum += normalShare(Math.log((72 - hour - 0.5) / median) / sigma) / 24
  }
  expect(expectedOf(baseScenario, never).firstOnTime).toBeCloseTo(sum, 6)
  expect(deadlineOf(new Date(baseScenario.from), 2, 'civil', never).at.getTime()).toBe(
    baseScenario.from + 72 * HOUR,
  )
})

function everyWeekend(): Set<number> {
  return new Set(Array.from({ length: 30_000 }, (_, day) => day))
}

test('a service that never declines or lapses has the mean of its two log-normals', () => {
  const sure: Scenario = { ...baseScenario, accepts: 1, response: { median: 2, sigma: 0.1 } }
  const { tickets, offersPerCase, onTime } = expectedOf(sure, calendar)
  const hours = 2 * Math.exp(0.005) + 48 * Math.exp(0.32)
  expect(offersPerCase).toBeCloseTo(1, 9)
  expect(onTime).toBeCloseTo(1, 9)
  expect(tickets).toBeCloseTo((450 / ((baseScenario.to - baseScenario.from) / HOUR)) * hours, 6)
})

test('the distributions are those of the tables', () => {
  expect(normalShare(0)).toBe(0.5)
  expect(normalShare(1.959964)).toBeCloseTo(0.975, 6)
  expect(normalShare(-1)).toBeCloseTo(0.158655, 6)
  expect(normalShare(9)).toBeCloseTo(1, 9)
  expect(poissonShare(2, 0)).toBeCloseTo(Math.exp(-2), 12)
  expect(poissonShare(3, 3)).toBeCloseTo(0.647232, 6)
  const random = randomFrom(1)
  const drawn = Array.from({ length: 20_000 }, () => logNormal(random, { median: 20, sigma: 0.8 }))
  const below = (limit: number) => drawn.filter((hours) => hours < limit).length / drawn.length
  expect(below(20)).toBeCloseTo(0.5, 1.5)
  expect(below(20 * Math.exp(0.8))).toBeCloseTo(0.8413, 1.5)
})
