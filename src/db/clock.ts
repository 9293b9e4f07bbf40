import { sql } from 'drizzle-orm'
import type { Database } from './database.ts'

export type DatabaseClock = {
  now: () => Date
  /** Reads the database's clock again. @returns how far it is before the machine's, in milliseconds */
  measure: () => Promise<number>
}

type Ticks = {
  /** Milliseconds since any moment, that no change of the machine's clock moves. */
  passed: () => number
  machine: () => number
}

const runtimeTicks: Ticks = { passed: () => performance.now(), machine: () => Date.now() }

/**
 * The database's clock, by which all processes agree on what is due (DESIGN §2.3): read once, then moved on by
 * the time that passes. Right to half of the time that one query takes. Before the first reading: the machine's.
 */
export function createDatabaseClock(db: Database, ticks: Ticks = runtimeTicks): DatabaseClock {
  let read = { at: ticks.passed(), time: ticks.machine() }
  return {
    now: () => new Date(read.time + ticks.passed() - read.at),
    measure: async () => {
      const before = ticks.passed()
      const time = await readClock(db)
      const at = (before + ticks.passed()) / 2
      read = { at, time }
      return time + ticks.passed() - at - ticks.machine()
    },
  }
}

async function readClock(db: Database): Promise<number> {
  const found = await db.execute(
    sql`select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`,
  )
  const ms = Number(found.rows[0]?.['ms'])
  if (!Number.isFinite(ms)) throw new Error('the database tells no time')
  return ms
}
