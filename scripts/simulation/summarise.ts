import type { Calendar } from '../../src/knowledge/calendar/calendar.ts'
import { fairnessOf } from '../../src/experts/rotation/fairness.ts'
import { expectedOf, poissonShare } from './formula.ts'
import type { Run } from './run-simulation.ts'
import type { Scenario } from './scenario.ts'

export type Figure = {
  mean: number
  /** 95 % by Student's t over the seeds. */
  interval: [number, number]
  /** What the formula gives, where one applies. */
  formula?: number
}

export type Summary = Record<string, Figure>

/** Shares are of 1. */
export function summarise(scenario: Scenario, calendar: Calendar, runs: Run[]): Summary {
  const formula = formulaOf(scenario, calendar)
  const measured = runs.map((run) => measure(scenario, run, Math.floor(formula.tickets)))
  const names = Object.keys(measured[0] ?? {})
  const { formulas } = formula
  return Object.fromEntries(
    names.map((name) => {
      const figure = figureOf(measured.map((one) => one[name] ?? 0))
      const expected = formulas[name]
      return [name, expected === undefined ? figure : { ...figure, formula: expected }]
    }),
  )
}

function formulaOf(scenario: Scenario, calendar: Calendar) {
  const { firstOnTime, onTime, offersPerCase, tickets } = expectedOf(scenario, calendar)
  const formulas: Record<string, number> = {
    'on time, first offers': firstOnTime,
    'on time, all offers': onTime,
    'offers per case': offersPerCase,
    'tickets under way': tickets,
    'places taken': tickets / (scenario.experts * scenario.capacity),
    // Poisson only when cases come at any hour alike.
    ...(scenario.arrivals === 'any_hour' && {
      'time with at most the mean': poissonShare(tickets, Math.floor(tickets)),
    }),
  }
  return { tickets, formulas }
}

function measure(scenario: Scenario, run: Run, usual: number): Record<string, number> {
  const offers = run.cases.flatMap((one) => one.offers)
  const first = offers.filter((offer) => offer.first)
  const accepted = spreadOf(
    run,
    offers.filter((offer) => offer.accepted),
  )
  const offered = spreadOf(run, offers)
  const hours = sum(run.hoursByTickets)
  const tickets = sum(run.hoursByTickets.map((share, count) => share * count)) / hours
  const within = (days: number) =>
    share(run.cases, ({ acceptedAfter }) => acceptedAfter !== null && acceptedAfter <= days * 24)
  return {
    cases: run.cases.length,
    'on time, first offers': share(first, ({ onTime }) => onTime),
    'on time, all offers': share(offers, ({ onTime }) => onTime),
    'accepted within 2 days': within(2),
    'accepted within 4 days': within(4),
    'accepted within 6 days': within(6),
    'no expert left': share(run.cases, ({ acceptedAfter }) => acceptedAfter === null),
    'offers per case': offers.length / run.cases.length,
    'accepted, most / mean': accepted.most / accepted.mean,
    'accepted, Gini': accepted.gini,
    'offers, most / mean': offered.most / offered.mean,
    'offers, Gini': offered.gini,
    'tickets under way': tickets,
    'places taken': tickets / (scenario.experts * scenario.capacity),
    'time with at most the mean': sum(run.hoursByTickets.slice(0, usual + 1)) / hours,
  }
}

function spreadOf({ expertIds }: Run, offers: { expertId: string }[]) {
  return fairnessOf(expertIds.map((id) => offers.filter(({ expertId }) => expertId === id).length))
}

function figureOf(values: number[]): Figure {
  const mean = sum(values) / values.length
  const freedom = Math.max(1, values.length - 1)
  const variance = sum(values.map((value) => (value - mean) ** 2)) / freedom
  const half = studentT(freedom) * Math.sqrt(variance / values.length)
  return { mean, interval: [mean - half, mean + half] }
}

/** 97.5 % quantile, by expansion in 1 / degrees of freedom; right to 1 % from 5 degrees on. */
function studentT(freedom: number): number {
  const z = 1.959964
  return z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2)
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)

function share<T>(all: T[], test: (one: T) => boolean): number {
  return all.filter(test).length / all.length
}
