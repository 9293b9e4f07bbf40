import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  fairnessOfRotation,
  planRotation,
  type RotationExpert,
  type RotationPlan,
} from '../../src/experts/rotation/plan-rotation.ts'
import { fairnessOf } from '../../src/experts/rotation/fairness.ts'
import { swapDuty } from '../../src/experts/rotation/swap-duty.ts'
import { addDays, mondayOf } from '../../src/experts/rotation/weeks.ts'
import { AppError } from '../../src/shared/errors.ts'
import { fields } from '../../src/shared/message.ts'

const expert = (id: string, over: Partial<RotationExpert> = {}): RotationExpert => ({
  id,
  status: 'active',
  consented: true,
  fields: ['专利'],
  leave: [],
  ...over,
})

const request = { from: '2026-03-02', weeks: 4, perWeek: 1, fields: [] }

test('weeks begin on Monday, whatever day the plan is asked from', () => {
  expect(mondayOf('2026-03-02')).toBe('2026-03-02')
  expect(mondayOf('2026-03-08')).toBe('2026-03-02')
  expect(mondayOf('2024-02-29')).toBe('2024-02-26')
  expect(mondayOf('2026-01-01')).toBe('2025-12-29')
  const plan = planRotation({ ...request, from: '2026-03-05' }, [expert('a')])
  expect(plan.weeks.map(({ week }) => week)).toEqual([
    '2026-03-02',
    '2026-03-09',
    '2026-03-16',
    '2026-03-23',
  ])
})

test('everybody takes a turn before anybody takes a second', () => {
  const { weeks } = planRotation(request, [expert('c'), expert('a'), expert('d'), expert('b')])
  expect(weeks.flatMap(({ onDuty }) => onDuty).toSorted()).toEqual(['a', 'b', 'c', 'd'])
})

test('who is away later takes the turns before', () => {
  const away = { leave: [{ from: '2026-03-16', to: '2026-03-29' }] }
  const experts = [expert('a'), expert('b', away)]
  const plan = planRotation(request, experts)
  expect(plan.weeks.map(({ onDuty }) => onDuty)).toEqual([['b'], ['b'], ['a'], ['a']])
  expect(fairnessOfRotation(plan, experts)).toMatchObject({ most: 2, least: 2, gini: 0 })
})

test('one day of leave frees the whole week', () => {
  const away = { leave: [{ from: '2026-03-08', to: '2026-03-08' }] }
  const { weeks } = planRotation({ ...request, weeks: 1 }, [expert('a', away), expert('b')])
  expect(weeks[0]?.onDuty).toEqual(['b'])
})

test('a week in which nobody is there has vacant places, and says which fields are not covered', () => {
  const away = { leave: [{ from: '2026-03-02', to: '2026-03-08' }] }
  const plan = planRotation({ ...request, weeks: 2, perWeek: 2, fields: ['专利', '商标'] }, [
    expert('a', away),
    expert('removed', { status: 'removed' }),
    expert('silent', { consented: false }),
  ])
  expect(plan.weeks).toEqual([
    { week: '2026-03-02', onDuty: [], uncovered: ['专利', '商标'], vacant: 2 },
    { week: '2026-03-09', onDuty: ['a'], uncovered: ['商标'], vacant: 1 },
  ])
  expect(planRotation(request, []).weeks.every(({ vacant }) => vacant === 1)).toBe(true)
})

test('the fields are spread over the weeks', () => {
  const experts = ['a', 'b', 'c', 'd'].map((id) => expert(id))
  const marks = ['e', 'f', 'g', 'h'].map((id) => expert(id, { fields: ['商标'] }))
  const plan = planRotation({ ...request, perWeek: 2, fields: ['专利', '商标'] }, [
    ...experts,
    ...marks,
  ])
  expect(plan.weeks.flatMap(({ uncovered }) => uncovered)).toEqual([])
})

test('of two who have served alike, the one whose field is wanted serves', () => {
  const asked = { ...request, weeks: 1, fields: ['商标' as const] }
  const { weeks } = planRotation(asked, [expert('a'), expert('b', { fields: ['商标'] })])
  expect(weeks[0]).toMatchObject({ onDuty: ['b'], uncovered: [] })
})

const day = fc.integer({ min: 0, max: 90 }).map((days) => addDays('2026-03-02', days))
const anyLeave = fc
  .tuple(day, fc.integer({ min: 0, max: 40 }))
  .map(([from, days]) => ({ from, to: addDays(from, days) }))
const anyExpert: fc.Arbitrary<RotationExpert> = fc.record({
  id: fc.string({ minLength: 1, maxLength: 3 }),
  status: fc.constantFrom('active', 'active', 'active', 'suspended'),
  consented: fc.constantFrom(true, true, true, false),
  fields: fc.uniqueArray(fc.constantFrom(...fields), { maxLength: 3 }),
  leave: fc.array(anyLeave, { maxLength: 2 }),
})
const anyRoster = fc.uniqueArray(anyExpert, { maxLength: 8, selector: ({ id }) => id })
const anyRequest = fc.record({
  from: day,
  weeks: fc.integer({ min: 1, max: 10 }),
  perWeek: fc.integer({ min: 1, max: 3 }),
  fields: fc.uniqueArray(fc.constantFrom(...fields), { maxLength: 3 }),
})

const mayServe = (one: RotationExpert, week: string) =>
  one.status === 'active' &&
  one.consented &&
  one.leave.every(({ from, to }) => to < week || from > addDays(week, 6))

test('nobody serves in a week with leave, and no place stays vacant that somebody could take', () => {
  fc.assert(
    fc.property(anyRequest, anyRoster, (asked, experts) => {
      const plan = planRotation(asked, experts)
      expect(plan.weeks.length).toBe(asked.weeks)
      for (const { week, onDuty, uncovered, vacant } of plan.weeks) {
        const free = experts.filter((one) => mayServe(one, week))
        expect(onDuty.length).toBe(Math.min(asked.perWeek, free.length))
        expect(vacant).toBe(asked.perWeek - onDuty.length)
        expect(new Set(onDuty).size).toBe(onDuty.length)
        expect(free.map(({ id }) => id)).toEqual(expect.arrayContaining(onDuty))
        const known = free.filter(({ id }) => onDuty.includes(id)).flatMap((one) => one.fields)
        expect(uncovered).toEqual(asked.fields.filter((field) => !known.includes(field)))
      }
      expect(planRotation(asked, experts.toReversed())).toEqual(plan)
    }),
  )
})

test('without leave nobody has more than one duty more than another', () => {
  fc.assert(
    fc.property(anyRequest, anyRoster, (asked, roster) => {
      const experts = roster.map((one) => ({ ...one, leave: [] }))
      const { most, least } = fairnessOfRotation(planRotation(asked, experts), experts)
      expect(most - least).toBeLessThanOrEqual(1)
    }),
  )
})

test('with leave no other plan that fills the same places is more even', () => {
  const small = fc.record({
    from: fc.constant('2026-03-02'),
    fields: fc.constant([...fields].slice(0, 2)),
    weeks: fc.integer({ min: 1, max: 5 }),
    perWeek: fc.integer({ min: 1, max: 2 }),
  })
  const roster = fc.uniqueArray(anyExpert, { maxLength: 4, selector: ({ id }) => id })
  let uneven = 0
  fc.assert(
    fc.property(small, roster, (asked, experts) => {
      const { most, least, deviation } = fairnessOfRotation(planRotation(asked, experts), experts)
      const best = mostEven(asked, experts)
      expect(most - least).toBe(best.spread)
      expect(deviation).toBeCloseTo(best.deviation, 9)
      if (best.spread > 1) uneven += 1
    }),
    { numRuns: 150 },
  )
  expect(uneven).toBeGreaterThan(0)
})

/** By trying every plan. */
function mostEven(asked: { weeks: number; perWeek: number }, experts: RotationExpert[]) {
  const eligible = experts.filter(({ status, consented }) => status === 'active' && consented)
  let loadings = new Set([eligible.map(() => 0).join()])
  for (let at = 0; at < asked.weeks; at += 1) {
    const free = eligible.flatMap((one, index) =>
      mayServe(one, addDays('2026-03-02', at * 7)) ? [index] : [],
    )
    const teams = teamsOf(free, Math.min(asked.perWeek, free.length))
    const next = [...loadings].flatMap((loads) =>
      teams.map((team) =>
        loads
          .split(',')
          .map((load, index) => Number(load) + (team.includes(index) ? 1 : 0))
          .join(),
      ),
    )
    loadings = new Set(next)
  }
  const all = [...loadings].map((loads) =>
    fairnessOf(eligible.length ? loads.split(',').map(Number) : []),
  )
  return {
    spread: Math.min(...all.map(({ most, least }) => most - least)),
    deviation: Math.min(...all.map(({ deviation }) => deviation)),
  }
}

function teamsOf(free: number[], size: number): number[][] {
  if (size === 0) return [[]]
  return free.flatMap((first, at) =>
    teamsOf(free.slice(at + 1), size - 1).map((rest) => [first, ...rest]),
  )
}

test('a year with 30 experts is planned within a second or two', () => {
  const experts = Array.from({ length: 30 }, (_, at) =>
    expert(`e${at}`, {
      fields: [fields[at % 8] ?? '专利'],
      leave: [{ from: addDays('2026-01-05', at * 11), to: addDays('2026-01-05', at * 11 + 20) }],
    }),
  )
  const started = performance.now()
  const asked = { from: '2026-01-05', weeks: 52, perWeek: 3, fields: [...fields].slice(1, 4) }
  const plan = planRotation(asked, experts)
  expect(performance.now() - started).toBeLessThan(5_000)
  const { most, least } = fairnessOfRotation(plan, experts)
  expect(most - least).toBeLessThanOrEqual(1)
})

const planned: RotationPlan = {
  weeks: [
    { week: '2026-03-02', onDuty: ['a', 'b'], uncovered: [], vacant: 0 },
    { week: '2026-03-09', onDuty: ['b', 'c'], uncovered: [], vacant: 0 },
    { week: '2026-03-16', onDuty: ['c', 'd'], uncovered: [], vacant: 0 },
  ],
}
const roster = [
  expert('a'),
  expert('b', { fields: ['商标'] }),
  expert('c', { fields: ['商标'] }),
  expert('d', { leave: [{ from: '2026-03-02', to: '2026-03-02' }] }),
]
const rules = { experts: roster, fields: [...fields].slice(1, 3) }

test('two experts change weeks, and the covered fields are told anew', () => {
  const swapped = swapDuty(
    planned,
    { week: '2026-03-02', expertId: 'a' },
    { week: '2026-03-16', expertId: 'c' },
    rules,
  )
  expect(swapped.weeks).toEqual([
    { week: '2026-03-02', onDuty: ['b', 'c'], uncovered: ['专利'], vacant: 0 },
    planned.weeks[1],
    { week: '2026-03-16', onDuty: ['a', 'd'], uncovered: ['商标'], vacant: 0 },
  ])
  expect(planned.weeks[0]?.onDuty).toEqual(['a', 'b'])
})

test.each([
  ['of a duty that is not in the plan', ['2026-03-02', 'c'], ['2026-03-16', 'd'], 'not_found'],
  ['in a week that is not in the plan', ['2026-04-06', 'a'], ['2026-03-16', 'd'], 'not_found'],
  ['with oneself', ['2026-03-02', 'b'], ['2026-03-09', 'b'], 'conflict'],
  ['within one week', ['2026-03-02', 'a'], ['2026-03-02', 'b'], 'conflict'],
  ['into a week of leave', ['2026-03-02', 'a'], ['2026-03-16', 'd'], 'conflict'],
  ['into a week one already has', ['2026-03-02', 'a'], ['2026-03-09', 'b'], 'conflict'],
  ['that gives the other a week twice', ['2026-03-09', 'b'], ['2026-03-02', 'a'], 'conflict'],
])('a swap %s', (_, [week = '', expertId = ''], [other = '', otherId = ''], code) => {
  const swap = () =>
    swapDuty(planned, { week, expertId }, { week: other, expertId: otherId }, rules)
  expect(swap).toThrow(expect.objectContaining({ name: AppError.name, code }))
})

test('nobody who left takes a week by swap', () => {
  const left = roster.map((one) =>
    one.id === 'a' ? { ...one, status: 'withdrawn' as const } : one,
  )
  const swap = (experts: RotationExpert[]) =>
    swapDuty(
      planned,
      { week: '2026-03-02', expertId: 'a' },
      { week: '2026-03-16', expertId: 'c' },
      { ...rules, experts },
    )
  expect(() => swap(left)).toThrow('swap_not_active')
  expect(() => swap(roster.slice(1))).toThrow('expert_unknown')
})

test('fairness figures are those of the textbook', () => {
  expect(fairnessOf([])).toEqual({ most: 0, least: 0, mean: 0, deviation: 0, gini: 0 })
  expect(fairnessOf([0, 0])).toMatchObject({ mean: 0, gini: 0 })
  expect(fairnessOf([2, 2, 2])).toMatchObject({ most: 2, least: 2, deviation: 0, gini: 0 })
  expect(fairnessOf([0, 0, 0, 4])).toMatchObject({ mean: 1, gini: 0.75 })
  expect(fairnessOf([3, 1]).gini).toBeCloseTo(0.25, 12)
  expect(fairnessOf([3, 1]).deviation).toBeCloseTo(1, 12)
})
