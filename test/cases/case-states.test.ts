import { asc, eq } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, test as pure } from 'vitest'
import { toAskerCase } from '../../src/cases/asker-cases.ts'
import {
  type Case,
  type CaseActor,
  changeCase,
  changeTicket,
  system,
} from '../../src/cases/change-case.ts'
import { caseEvents, cases, tickets } from '../../src/db/schema/index.ts'
import {
  type Actor,
  actors,
  type CaseState,
  caseStates,
  type CaseTransition,
  caseTransitions,
  personActive,
  ticketStates,
  type TicketTransition,
  ticketTransitions,
} from '../../src/shared/case-states.ts'
import { AppError } from '../../src/shared/errors.ts'
import { newId } from '../../src/shared/ids.ts'
import { plantExpert, plantOrganisations } from '../accounts/staff.ts'
import { plantCase, plantTicket } from '../feedback/plant.ts'
import { begin } from '../support/front-door.ts'
import { test, type TestDeps } from '../support/test-deps.ts'

type Rule = { from: readonly string[]; to: string; by: readonly string[] }
type Rules = Record<string, Rule>

const keysOf = <Key extends string>(record: Record<Key, unknown>) => Object.keys(record) as Key[]
const caseSteps = keysOf(caseTransitions)
const ticketSteps = keysOf(ticketTransitions)

const waysOut = (rules: Rules, state: string) =>
  Object.entries(rules).flatMap(([name, { from }]) => (from.includes(state) ? [name] : []))

/** All states that can be reached by these rules. */
function reachable(rules: Rules, start: string): Set<string> {
  const found = new Set([start])
  // A set is walked to its end, also what is added meanwhile.
  for (const state of found) {
    for (const { from, to } of Object.values(rules)) if (from.includes(state)) found.add(to)
  }
  return found
}

const without = (rules: Rules, left: (rule: Rule) => boolean): Rules =>
  Object.fromEntries(Object.entries(rules).filter(([, rule]) => !left(rule)))

const onlyBy = (rules: Rules, ...who: string[]) =>
  without(rules, ({ by }) => !by.some((each) => who.includes(each)))

describe('the table of states', () => {
  pure('every state can be reached from the first one', () => {
    expect(reachable(caseTransitions, 'open')).toEqual(new Set(caseStates))
    expect(reachable(ticketTransitions, 'offered')).toEqual(new Set(ticketStates))
  })

  pure('what has ended stays so, but a closed case can be opened again', () => {
    expect(waysOut(caseTransitions, 'closed')).toEqual(['reopen'])
    expect(waysOut(caseTransitions, 'merged')).toEqual([])
    expect(waysOut(caseTransitions, 'withdrawn')).toEqual([])
    const ended = ticketStates.filter((state) => waysOut(ticketTransitions, state).length === 0)
    expect(ended).toEqual(['closed', 'declined', 'lapsed', 'recalled'])
  })

  pure('from every other state staff can bring a case to its end by themselves', () => {
    for (const state of caseStates) {
      if (['merged', 'withdrawn', 'closed'].includes(state)) continue
      expect([state, reachable(onlyBy(caseTransitions, 'staff'), state).has('closed')]).toEqual([
        state,
        true,
      ])
    }
  })

  pure('nothing is delivered that was not replied, and no expert replies to what they lack', () => {
    const unreplied = without(caseTransitions, ({ to }) => to === 'replied')
    expect(reachable(unreplied, 'open').has('delivered')).toBe(false)
    const unassigned = onlyBy(
      without(caseTransitions, ({ to }) => to === 'assigned'),
      'expert',
    )
    expect(reachable(unassigned, 'open')).toEqual(new Set(['open']))
  })

  pure('an asker alone takes a case back, and the system alone answers nothing', () => {
    expect(reachable(onlyBy(caseTransitions, 'asker'), 'open')).toEqual(
      new Set(['open', 'withdrawn']),
    )
    const alone = reachable(onlyBy(caseTransitions, 'system'), 'open')
    expect(
      [...alone].filter((state) => ['replied', 'delivered', 'withdrawn'].includes(state)),
    ).toEqual([])
    expect(caseTransitions.withdraw.by).toEqual(['asker'])
  })

  pure(
    'a person is active from the moment a case is taken until it is answered or has ended',
    () => {
      const ends = ['delivered', 'closed', 'merged', 'withdrawn']
      const underWay = without(caseTransitions, ({ to }) => ends.includes(to))
      const taken = reachable(underWay, caseTransitions.take.to)
      expect(new Set(personActive)).toEqual(taken)
    },
  )

  pure('an asker is offered to take back exactly what they can', () => {
    for (const state of caseStates) {
      const can = waysOut(onlyBy(caseTransitions, 'asker'), state).includes('withdraw')
      expect([state, toAskerCase(caseIn(state), '').canWithdraw]).toEqual([state, can])
    }
  })

  pure('no random walk goes on after an end, nor is anything delivered twice for one reply', () => {
    const step = fc.tuple(fc.constantFrom(...caseSteps), fc.constantFrom(...actors))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let state: CaseState = 'open'
        let replies = 0
        for (const [name, actor] of steps) {
          const rule: Rule = caseTransitions[name]
          if (!rule.from.includes(state) || !rule.by.includes(actor)) continue
          expect(['merged', 'withdrawn']).not.toContain(state)
          state = caseTransitions[name].to
          if (state === 'replied') replies = 1
          if (state === 'delivered') replies -= 1
          expect(replies).toBeGreaterThanOrEqual(0)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})

const noon = new Date('2026-03-02T04:00:00Z')

function caseIn(state: CaseState): Case {
  const id = '00000000-0000-4000-8000-000000000000'
  const named = { id, askerId: id, conversationId: id, organisationId: id, code: 'ZW-22222222' }
  const unset = { messageId: null, staffId: null, mergedInto: null, dueAt: null, closedAt: null }
  const unsaid = { district: null, industry: null, request: null }
  const unwritten = { brief: null, writtenBrief: null, result: null }
  const lists = { topics: [], reasons: [], parties: [] }
  const times = { consentedAt: noon, contactConsentAt: null, createdAt: noon, updatedAt: noon }
  return {
    ...named,
    ...unset,
    ...unsaid,
    ...unwritten,
    ...lists,
    ...times,
    state,
    version: 1,
    kind: 'consultation',
    field: '专利',
    language: 'zh',
    urgency: 'normal',
    confidential: false,
    summary: '',
  }
}

/** The version that an actor names: the one there is, one that is past, or none. */
const seen = fc.constantFrom('right', 'stale', 'none')
type Seen = 'right' | 'stale' | 'none'

const versionSeen = (how: Seen, version: number) =>
  ({ right: version, stale: version - 1, none: undefined })[how]

const ids = Object.fromEntries(actors.map((kind) => [kind, newId()]))

function actorOf(kind: Actor): CaseActor {
  if (kind === 'system') return system
  const id = ids[kind] ?? ''
  return { kind, id, audit: { kind, id } }
}

/** `ok`, or the code of the refusal. */
async function outcomeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'ok',
    (error: unknown) => {
      if (error instanceof AppError) return error.code
      throw error
    },
  )
}

type Try = { rule: Rule; actor: Actor; how: Seen; state: string }

function expectedOf({ rule, actor, how, state }: Try): string {
  if (!rule.by.includes(actor)) return 'forbidden'
  return rule.from.includes(state) && how !== 'stale' ? 'ok' : 'conflict'
}

async function plantOpenCase(deps: TestDeps, app: Parameters<typeof begin>[0]) {
  const { city } = await plantOrganisations(deps)
  const { id } = await begin(app)
  const expertId = await plantExpert(deps, city)
  const plant = () => plantCase(deps, { conversationId: id, organisationId: city, state: 'open' })
  return { plant, expertId }
}

type Step<Name> = { name: Name; actor: Actor; how: Seen; pick: number }

const stepOf = <Name extends string>(names: Name[]): fc.Arbitrary<Step<Name>> =>
  fc.record({
    name: fc.constantFrom(...names),
    actor: fc.constantFrom(...actors),
    how: seen,
    pick: fc.nat({ max: 9_999 }),
  })

/** Three of four steps are such as the table allows, and one of three of these may end it: so walks go far. */
function likely<Name extends string>(
  rules: Record<Name, Rule>,
  step: Step<Name>,
  state: string,
): Step<Name> {
  const { name, pick } = step
  if (pick % 4 === 0) return step
  const allowed = keysOf(rules).filter((each) => rules[each].from.includes(state))
  const goingOn = allowed.filter((each) => waysOut(rules, rules[each].to).length > 0)
  const offered = pick % 3 === 0 || goingOn.length === 0 ? allowed : goingOn
  const chosen = offered[Math.floor(pick / 12) % offered.length]
  const actor = actors.find((each) => chosen !== undefined && rules[chosen].by.includes(each))
  return { pick, how: 'right', name: chosen ?? name, actor: actor ?? step.actor }
}

test(
  'whatever anybody tries, a case moves along the table only, and its timeline tells every step',
  { timeout: 120_000 },
  async ({ app, deps }) => {
    const { plant } = await plantOpenCase(deps, app)
    const walk = fc.array(stepOf(caseSteps), { minLength: 10, maxLength: 30 })
    const reached = new Set<string>()
    await fc.assert(
      fc.asyncProperty(walk, async (steps) => {
        const { id } = await plant()
        const told: (string | null)[][] = []
        let state: CaseState = 'open'
        for (const step of steps) {
          const likelier: Step<CaseTransition> = likely(caseTransitions, step, state)
          const { name: transition, actor, how } = likelier
          const rule: { to: CaseState } & Rule = caseTransitions[transition]
          const version = versionSeen(how, told.length + 1)
          const change = { caseId: id, transition, actor: actorOf(actor), now: deps.now(), version }
          const outcome = await outcomeOf(changeCase(deps.db, change))
          expect(outcome).toBe(expectedOf({ rule, actor, how, state }))
          if (outcome === 'ok') {
            told.push([transition, state, rule.to, actor, actorOf(actor).id])
            state = rule.to
          }
          reached.add(state)
          const [row] = await deps.db.select().from(cases).where(eq(cases.id, id))
          expect([row?.state, row?.version]).toEqual([state, told.length + 1])
        }
        const timeline = await deps.db
          .select()
          .from(caseEvents)
          .where(eq(caseEvents.caseId, id))
          .orderBy(asc(caseEvents.n))
        expect(timeline.map(({ n }) => n)).toEqual(told.map((_, at) => at + 1))
        expect(
          timeline.map(({ event, from, to, actorKind, actorId }) => [
            event,
            from,
            to,
            actorKind,
            actorId,
          ]),
        ).toEqual(told)
      }),
      { numRuns: 60 },
    )
    expect(reached).toEqual(new Set(caseStates))
  },
)

test('whatever anybody tries, a ticket moves along its table only', async ({ app, deps }) => {
  const { plant, expertId } = await plantOpenCase(deps, app)
  const walk = fc.array(stepOf(ticketSteps), { minLength: 5, maxLength: 15 })
  const reached = new Set<string>()
  await fc.assert(
    fc.asyncProperty(walk, async (steps) => {
      const { id: caseId } = await plant()
      const ticketId = await plantTicket(deps, { caseId, expertId, state: 'offered' })
      let state: string = 'offered'
      let version = 1
      for (const step of steps) {
        const likelier: Step<TicketTransition> = likely(ticketTransitions, step, state)
        const { name: transition, actor, how } = likelier
        const rule = ticketTransitions[transition]
        const given = versionSeen(how, version)
        const change = { ticketId, transition, actor: actorOf(actor), version: given }
        const outcome = await outcomeOf(changeTicket(deps.db, change))
        expect(outcome).toBe(expectedOf({ rule, actor, how, state }))
        if (outcome === 'ok') {
          state = rule.to
          version += 1
        }
        reached.add(state)
        const [row] = await deps.db.select().from(tickets).where(eq(tickets.id, ticketId))
        expect([row?.state, row?.version]).toEqual([state, version])
      }
    }),
    { numRuns: 150 },
  )
  expect(reached).toEqual(new Set(ticketStates))
})

test('what does not exist is not found, and who may not is told that first', async ({ deps }) => {
  const none = { now: deps.now(), actor: actorOf('staff') }
  const take = { ...none, caseId: newId(), transition: 'take' } as const
  expect(await outcomeOf(changeCase(deps.db, take))).toBe('not_found')
  const withdraw = { ...none, caseId: newId(), transition: 'withdraw' } as const
  expect(await outcomeOf(changeCase(deps.db, withdraw))).toBe('forbidden')
  const close = { ...none, ticketId: newId(), transition: 'close' } as const
  expect(await outcomeOf(changeTicket(deps.db, close))).toBe('not_found')
})
