import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '../db/database.ts'
import { shanghaiDay } from '../shared/shanghai-day.ts'

/** What a watcher of the service is told of its work, each as one figure or one per `kind`. */
export const workMeasures = {
  consultations_last_day: 'consultations answered in the last 24 hours, by outcome',
  questions_unanswered: 'questions that have waited for their answer for more than a minute',
  cases: 'cases that are not closed, by state',
  cases_overdue: 'cases that are not closed and past their due time',
  tickets_overdue: 'tickets offered to experts and past the two days without an answer',
  complaints_overdue: 'open complaints past their due time',
  jobs_late: 'scheduled work that has been due for more than five minutes',
  jobs_dead: 'scheduled work that was given up',
  notices_late: 'notices that have waited for more than an hour',
  notices_dead: 'notices that were given up',
  model_tokens_today: 'tokens that the outside model has taken since midnight in Beijing',
  switched_off: '1 where a part of the service is switched off, by part',
  index: 'number of the index that answers; none while the first is built',
} as const

const countedRow = z.object({
  measure: z.string(),
  kind: z.string(),
  value: z.coerce.number(),
})
export type CountedWork = z.infer<typeof countedRow>

/** All of `workMeasures` in one statement; `kind` is empty where a measure has one figure. */
export async function countWork(db: Database, now: Date): Promise<CountedWork[]> {
  const at = sql`${now.toISOString()}::timestamptz`
  const { rows } = await db.execute(sql`
    select 'consultations_last_day' as measure, outcome as kind, count(*) as value
      from consultations where answered_at > ${at} - interval '24 hours' group by outcome
    union all select 'questions_unanswered', '', count(*)
      from messages where state = 'running' and asked_at < ${at} - interval '1 minute'
    union all select 'cases', state, count(*) from cases where closed_at is null group by state
    union all select 'cases_overdue', '', count(*)
      from cases where closed_at is null and due_at < ${at}
    union all select 'tickets_overdue', '', count(*)
      from tickets where state = 'offered' and respond_by < ${at}
    union all select 'complaints_overdue', '', count(*)
      from complaints where closed_at is null and due_at < ${at}
    union all select 'jobs_late', '', count(*) from jobs
      where done_at is null and dead_at is null and due_at < ${at} - interval '5 minutes'
    union all select 'jobs_dead', '', count(*)
      from jobs where done_at is null and dead_at is not null
    union all select 'notices_late', '', count(*)
      from notices where state = 'waiting' and created_at < ${at} - interval '1 hour'
    union all select 'notices_dead', '', count(*) from notices where state = 'dead'
    union all select 'model_tokens_today', '', coalesce(sum(tokens), 0)
      from model_tokens where day = ${shanghaiDay(now)}
    union all select 'switched_off', name, 1 from switches where off
    union all select 'index', '', id from indexes where state = 'active'`)
  return z.array(countedRow).parse(rows)
}
