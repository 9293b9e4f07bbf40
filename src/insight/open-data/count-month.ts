import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '../../db/database.ts'
import { publicFactsOf, type View } from '../facts.ts'
import { type Period } from '../measures.ts'
import { findConfidentialIn } from './find-confidential-in.ts'
import type { Group, MonthCounts } from './protect.ts'

const Counts = z.object({
  consultations: z.number(),
  selfServed: z.number(),
  rated: z.number(),
  satisfied: z.number(),
  toldSolved: z.number(),
  solved: z.number(),
  cases: z.number(),
  due: z.number(),
  inTime: z.number(),
})
const Row = z.object({
  dimension: z.enum(['total', 'district', 'channel', 'topic']),
  name: z.string(),
  ...Counts.shape,
})

/** From this score on somebody was satisfied. */
const SATISFIED = 4

/** Who sees all organisations; no account of the service. */
const everything = { id: '', role: 'auditor', organisationPath: null } as const

const countOf = (which: SQL) => sql`(count(*) filter (where ${which}))::int`
const asked = sql`kind = 'consultation'`
const ticket = sql`kind = 'ticket' and counted`

const figures = sql`
  ${countOf(asked)} as consultations, ${countOf(sql`${asked} and part`)} as "selfServed",
  ${countOf(sql`${asked} and score is not null`)} as rated,
  ${countOf(sql`${asked} and score >= ${SATISFIED}`)} as satisfied,
  ${countOf(sql`${asked} and solved is not null`)} as "toldSolved",
  ${countOf(sql`${asked} and solved`)} as solved,
  ${countOf(sql`kind = 'case'`)} as cases,
  ${countOf(ticket)} as due, ${countOf(sql`${ticket} and part`)} as "inTime"`

/** Everything that is counted of a month, of nothing confidential, by the facts of the dashboard. */
export async function countMonth(db: Database, period: Period, now: Date): Promise<MonthCounts> {
  const without = await findConfidentialIn(db, period)
  const view: View = { db, viewer: everything, period, by: 'month', now, without }
  const { rows } = await db.execute(sql`
    with facts as (${publicFactsOf(view)})
    select case when grouping(district) = 0 then 'district'
        when grouping(channel) = 0 then 'channel' else 'total' end as dimension,
      coalesce(district, channel, '') as name, ${figures}
    from facts group by grouping sets ((), (district), (channel))
    union all
    select 'topic', topic, ${figures}
    from facts cross join lateral (select distinct unnest(topics) as topic) as each_topic
    group by topic
    order by 1, 2`)
  return arrange(z.array(Row).parse(rows))
}

function arrange(rows: z.infer<typeof Row>[]): MonthCounts {
  const groupsOf = (dimension: z.infer<typeof Row>['dimension']): Group[] =>
    rows
      .filter((row) => row.dimension === dimension)
      .map((row) => ({ name: row.name, counts: Counts.parse(row) }))
  const [total] = groupsOf('total')
  if (!total) throw new Error('a grouping by nothing gives one row')
  return {
    total: total.counts,
    district: groupsOf('district'),
    channel: groupsOf('channel'),
    topic: groupsOf('topic'),
  }
}
