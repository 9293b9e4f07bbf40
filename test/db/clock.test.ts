import { sql } from 'drizzle-orm'
import { expect } from 'vitest'
import fc from 'fast-check'
import { createDatabaseClock } from '../../src/db/clock.ts'
import { test } from '../support/test-deps.ts'

const databaseNow = sql<string>`select clock_timestamp()::text as at`

test('the service goes by the clock of the database, however wrong that of the machine is', async ({
  deps,
}) => {
  const skews = fc.integer({ min: -10 * 365 * 86_400_000, max: 10 * 365 * 86_400_000 })
  await fc.assert(
    fc.asyncProperty(skews, async (skew) => {
      const ticks = { passed: () => performance.now(), machine: () => Date.now() + skew }
      const clock = createDatabaseClock(deps.db, ticks)
      const ahead = await clock.measure()
      const { rows } = await deps.db.execute(databaseNow)
      const real = Date.parse(String(rows[0]?.['at']))
      expect(Math.abs(clock.now().getTime() - real)).toBeLessThan(1_000)
      expect(Math.abs(ahead + skew - (real - Date.now()))).toBeLessThan(1_000)
    }),
    { numRuns: 25 },
  )
})

test('a clock of the machine that is put back or forward meanwhile moves nothing', async ({
  deps,
}) => {
  let passed = 0
  let machine = Date.now()
  const clock = createDatabaseClock(deps.db, { passed: () => passed, machine: () => machine })
  await clock.measure()
  const before = clock.now().getTime()
  machine -= 86_400_000
  expect(clock.now().getTime()).toBe(before)
  passed += 60_000
  machine += 10 * 86_400_000
  expect(clock.now().getTime()).toBe(before + 60_000)
})
