import { and, asc, eq, gt, isNull, notExists, sql } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { organisations, specialLists } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { queueJob } from '../jobs/queue-job.ts'
import { queueNotice } from '../notices/queue-notice.ts'
import { dayAt, parseDay, shanghaiDay, yearOf } from '../shared/shanghai-day.ts'

/** So many in one transaction: none of them holds its rows for long. */
const BATCH = 50

type Stage = 'special_list_due' | 'special_list_overdue'

/** In March a list is due, from April on overdue (service-spec, station.services.regional); before, nothing is. */
function stageOf(now: Date): Stage | undefined {
  const [day, year] = [dayAt(now), yearOf(dayAt(now))]
  if (day >= parseDay(`${year}-04-01`)) return 'special_list_overdue'
  return day >= parseDay(`${year}-03-01`) ? 'special_list_due' : undefined
}

/** Whether the first quarter of a year is over. */
export const isOverdue = (year: number, now: Date): boolean =>
  dayAt(now) >= parseDay(`${year}-04-01`)

/** Open stations that have not published their list of a year are told in March, and once more when it is overdue. */
export async function tellMissing(
  deps: Deps,
  tx: Database,
  payload: Record<string, string>,
): Promise<void> {
  const now = deps.now()
  const kind = stageOf(now)
  if (kind === undefined) return
  const year = yearOf(dayAt(now))
  const missing = await findMissing(tx, year, payload['after'])
  for (const { id } of missing) {
    await queueNotice(tx, {
      key: `${kind}:${id}:${year}`,
      kind,
      recipient: { kind: 'organisation', id },
      data: { year: String(year) },
      now,
    })
  }
  if (missing.length < BATCH) return
  const [day, after] = [payload['day'] ?? shanghaiDay(now), missing.at(-1)?.id ?? '']
  const key = `special_lists_due:${day}:${after}`
  await queueJob(tx, { kind: 'special_lists_due', key, payload: { day, after }, dueAt: now })
}

function findMissing(tx: Database, year: number, after: string | undefined) {
  const published = tx
    .select({ one: sql`1` })
    .from(specialLists)
    .where(and(eq(specialLists.organisationId, organisations.id), eq(specialLists.year, year)))
  return tx
    .select({ id: organisations.id })
    .from(organisations)
    .where(
      and(
        eq(organisations.level, 'station'),
        isNull(organisations.closedAt),
        notExists(published),
        after === undefined ? undefined : gt(organisations.id, after),
      ),
    )
    .orderBy(asc(organisations.id))
    .limit(BATCH)
}
