import { type SQL, sql } from 'drizzle-orm'

/** The same time of the day so many calendar months before, in UTC. */
export const monthsBefore = (now: Date, months: number): SQL =>
  sql`((${now.toISOString()}::timestamptz at time zone 'UTC') - make_interval(months => ${months}::int)) at time zone 'UTC'`
