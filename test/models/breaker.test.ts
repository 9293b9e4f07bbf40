import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Breaker,
  breakerDefaults,
  createBreaker,
  type Pass,
} from '../../src/models/breaker.ts'

const START = Date.UTC(2025, 0, 1)

function breakerAt() {
  const clock = { ms: START }
  return { clock, breaker: createBreaker(() => new Date(clock.ms)) }
}

function fail(breaker: Breaker, times: number) {
  for (let at = 0; at < times; at += 1) breaker.admit()?.failed()
}

test('it opens after five faults in a row and lets nobody through for 30 seconds', () => {
  const { clock, breaker } = breakerAt()
  fail(breaker, 4)
  expect(breaker.isOpen()).toBe(false)
  fail(breaker, 1)
  expect(breaker.isOpen()).toBe(true)
  expect(breaker.admit()).toBeUndefined()
  clock.ms += 29_999
  expect(breaker.admit()).toBeUndefined()
})

test('after 30 seconds exactly one call tries, and its success closes it', () => {
  const { clock, breaker } = breakerAt()
  fail(breaker, 5)
  clock.ms += 30_000
  const trial = breaker.admit()
  expect(trial?.trial).toBe(true)
  expect(breaker.admit()).toBeUndefined()
  trial?.succeeded()
  expect(breaker.isOpen()).toBe(false)
  fail(breaker, 4)
  expect(breaker.isOpen()).toBe(false)
})

test('a trial that fails keeps it open for 30 seconds more', () => {
  const { clock, breaker } = breakerAt()
  fail(breaker, 5)
  clock.ms += 30_000
  const trial = breaker.admit()
  clock.ms += 10_000
  trial?.failed()
  clock.ms += 29_999
  expect(breaker.admit()).toBeUndefined()
  clock.ms += 1
  expect(breaker.admit()?.trial).toBe(true)
})

test('when a trial is broken off the next call tries at once', () => {
  const { clock, breaker } = breakerAt()
  fail(breaker, 5)
  clock.ms += 30_000
  breaker.admit()?.withdrawn()
  expect(breaker.admit()?.trial).toBe(true)
  expect(breaker.admit()).toBeUndefined()
})

test('a trial that never reports is not the last one', () => {
  const { clock, breaker } = breakerAt()
  fail(breaker, 5)
  clock.ms += 30_000
  const lost = breaker.admit()
  clock.ms += 30_000
  expect(breaker.admit()?.trial).toBe(true)
  lost?.succeeded()
  expect(breaker.isOpen()).toBe(true)
})

test('a success between faults starts the count anew, a call broken off does not', () => {
  const { breaker } = breakerAt()
  fail(breaker, 4)
  breaker.admit()?.withdrawn()
  breaker.admit()?.succeeded()
  fail(breaker, 4)
  breaker.admit()?.withdrawn()
  expect(breaker.isOpen()).toBe(false)
  fail(breaker, 1)
  expect(breaker.isOpen()).toBe(true)
})

test('calls from before it opened neither close it nor keep it open', () => {
  const { clock, breaker } = breakerAt()
  const [early, late] = [breaker.admit(), breaker.admit()]
  fail(breaker, 5)
  early?.succeeded()
  expect(breaker.isOpen()).toBe(true)
  clock.ms += 29_000
  late?.failed()
  clock.ms += 1_000
  expect(breaker.admit()?.trial).toBe(true)
})

test('a clock that is set back by a day does not keep it open for a day', () => {
  const { clock, breaker } = breakerAt()
  fail(breaker, 5)
  clock.ms -= 86_400_000
  expect(breaker.admit()).toBeUndefined()
  clock.ms += 30_000
  expect(breaker.admit()?.trial).toBe(true)
})

const step = fc.oneof(
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 40_000 }) }),
  fc.record({ do: fc.constant('call' as const) }),
  fc.record({
    do: fc.constantFrom('succeeded' as const, 'failed' as const, 'withdrawn' as const),
    which: fc.nat(20),
  }),
)

type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never
type Report = { of: Pass; how: 'succeeded' | 'failed' | 'withdrawn' }

/** Plays the steps; keeps when trials began and what was reported before each of them. */
function play(steps: Step[]) {
  const { clock, breaker } = breakerAt()
  const passes: Pass[] = []
  const reports: Report[] = []
  const trials: { pass: Pass; at: number; reportsBefore: number }[] = []
  const call = () => {
    const pass = breaker.admit()
    if (pass) passes.push(pass)
    if (pass?.trial) trials.push({ pass, at: clock.ms, reportsBefore: reports.length })
  }
  const report = (pass: Pass | undefined, how: Report['how']) => {
    if (!pass) return
    pass[how]()
    reports.push({ of: pass, how })
  }
  for (const each of steps) {
    if (each.do === 'wait') clock.ms += each.ms
    else if (each.do === 'call') call()
    else report(passes[each.which], each.do)
  }
  return { clock, breaker, reports, trials }
}

test('no trial begins while another is under way, but for one that was given up', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const { trials, reports } = play(steps)
      for (const [at, next] of trials.entries()) {
        const before = trials[at - 1]
        const isOver =
          before === undefined ||
          next.at - before.at >= breakerDefaults.openMs ||
          reports.slice(0, next.reportsBefore).some(({ of }) => of === before.pass)
        expect(isOver).toBe(true)
      }
    }),
    { numRuns: 2_000 },
  )
})

test('fewer than five faults never open it, and no wait is longer than 30 seconds', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const { breaker, clock, reports } = play(steps)
      const failed = reports.filter(({ how }) => how === 'failed').length
      expect(breaker.isOpen() && failed < breakerDefaults.faults).toBe(false)
      clock.ms += breakerDefaults.openMs
      expect(breaker.admit()).toBeDefined()
    }),
    { numRuns: 2_000 },
  )
})

test('without a success between, at most five calls and then one each 30 seconds get through', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 200 }), (waits) => {
      const { clock, breaker } = breakerAt()
      let admitted = 0
      for (const ms of waits) {
        clock.ms += ms
        const pass = breaker.admit()
        if (pass) admitted += 1
        pass?.failed()
      }
      const turns = Math.floor((clock.ms - START) / breakerDefaults.openMs)
      expect(admitted).toBeLessThanOrEqual(breakerDefaults.faults + turns)
    }),
  )
})
