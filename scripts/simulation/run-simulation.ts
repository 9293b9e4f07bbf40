import type { Calendar } from '../../src/knowledge/calendar/calendar.ts'
import { deadlineOf } from '../../src/cases/clock/deadline.ts'
import { matchExperts } from '../../src/experts/matching/match-experts.ts'
import type { CaseProfile, ExpertProfile } from '../../src/experts/matching/profiles.ts'
import { defaultMatchWeights } from '../../src/experts/matching/weigh-expert.ts'
import { createCases, createPopulation, listOnDuty, type Population } from './population.ts'
import { logNormal, type Random, randomFrom } from './random.ts'
import { HOUR, type Scenario } from './scenario.ts'

export type OfferRecord = { expertId: string; first: boolean; onTime: boolean; accepted: boolean }

export type CaseRecord = {
  /** Epoch milliseconds. */
  arrivedAt: number
  offers: OfferRecord[]
  /** Hours from the first notice to the acceptance; null when nobody was left to ask. */
  acceptedAfter: number | null
}

export type Run = {
  expertIds: string[]
  /** Of the cases that arrived within the scenario's period. */
  cases: CaseRecord[]
  /** Hours of the period by how many tickets were under way in them. */
  hoursByTickets: number[]
}

type Ticket = {
  subject: CaseProfile
  record: CaseRecord
  expert: ExpertProfile
  accepted: boolean
}

type Event = { at: number; happen: () => void }

type World = {
  scenario: Scenario
  calendar: Calendar
  population: Population
  random: Random
  queue: Event[]
}

/** One service over the scenario's period, event by event; the same for the same seed. */
export function runSimulation(scenario: Scenario, calendar: Calendar, seed: number): Run {
  const population = createPopulation(scenario, randomFrom(seed * 3))
  const subjects = createCases(scenario, randomFrom(seed * 3 + 1))
  const random = randomFrom(seed * 3 + 2)
  const world: World = { scenario, calendar, population, random, queue: [] }
  const cases: CaseRecord[] = []
  for (const subject of subjects) {
    const at = subject.at.getTime()
    const record: CaseRecord = { arrivedAt: at, offers: [], acceptedAfter: null }
    if (at >= scenario.from) cases.push(record)
    world.queue.push({ at, happen: () => offer(world, subject, record) })
  }
  const hoursByTickets = playOut(world)
  return { expertIds: population.experts.map(({ id }) => id), cases, hoursByTickets }
}

function playOut({ scenario, queue, population }: World): number[] {
  const hoursByTickets: number[] = []
  let before = scenario.from
  for (let event = queue.shift(); event; event = queue.shift()) {
    const now = Math.min(Math.max(event.at, scenario.from), scenario.to)
    const tickets = population.experts.reduce((sum, { openTickets }) => sum + openTickets, 0)
    hoursByTickets[tickets] = (hoursByTickets[tickets] ?? 0) + (now - before) / HOUR
    before = now
    event.happen()
  }
  hoursByTickets[0] = (hoursByTickets[0] ?? 0) + (scenario.to - before) / HOUR
  return Array.from(hoursByTickets, (hours: number | undefined) => hours ?? 0)
}

function offer(world: World, subject: CaseProfile, record: CaseRecord): void {
  const { scenario, calendar, random } = world
  const notice = subject.at.getTime()
  const expert = propose(world, subject)
  if (!expert) return
  expert.openTickets += 1
  expert.offeredCount += 1
  expert.lastOfferedAt = subject.at
  const end = deadlineOf(subject.at, scenario.term, 'civil', calendar).at.getTime()
  const response = notice + logNormal(random, scenario.response) * HOUR
  const onTime = response < end
  const accepted = random() < scenario.accepts && onTime
  record.offers.push({ expertId: expert.id, first: record.offers.length === 0, onTime, accepted })
  const at = onTime ? response : end
  schedule(world, { at, happen: () => settle(world, { subject, record, expert, accepted }, at) })
}

/** The expert has accepted or declined, or the term is over. */
function settle(world: World, ticket: Ticket, at: number): void {
  const { subject, record, expert } = ticket
  if (ticket.accepted) {
    record.acceptedAfter = (at - record.arrivedAt) / HOUR
    const done = at + logNormal(world.random, world.scenario.reply) * HOUR
    schedule(world, { at: done, happen: () => release(expert) })
    return
  }
  release(expert)
  const declinedBy = [...subject.declinedBy, expert.id]
  offer(world, { ...subject, declinedBy, at: new Date(at) }, record)
}

function release(expert: ExpertProfile): void {
  expert.openTickets -= 1
}

function propose({ population }: World, subject: CaseProfile): ExpertProfile | undefined {
  const onDuty = listOnDuty(population, subject.at.getTime())
  for (const expert of population.experts) expert.onDuty = onDuty.has(expert.id)
  const [best] = matchExperts(subject, population.experts, defaultMatchWeights).proposals
  return population.experts.find(({ id }) => id === best?.expertId)
}

/** Keeps the queue in order of time. */
function schedule({ queue }: World, event: Event): void {
  let [low, high] = [0, queue.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((queue[middle]?.at ?? 0) <= event.at) low = middle + 1
    else high = middle
  }
  queue.splice(low, 0, event)
}
