import { asc, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '../../db/database.ts'
import { cases, consultations, openFigures } from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import { dayAt, formatDay, parseDay, shanghaiDay } from '../../shared/shanghai-day.ts'
import { countMonth } from './count-month.ts'
import { protectMonth } from './protect.ts'

/** Terms of experts have run by then, and most askers have rated who ever will. */
const CLOSED_AFTER_DAYS = 15
/** A service that begins to publish has a past to make up for, some of it each day. */
const MOST_AT_ONCE = 24

/** Publishes each month that is closed, once. What comes after that changes nothing of it. */
export async function publishMonths({ now }: Pick<Deps, 'now'>, tx: Database): Promise<void> {
  const at = now()
  const published = await tx
    .select({ month: openFigures.month })
    .from(openFigures)
    .orderBy(asc(openFigures.month))
  const known = new Set(published.map(({ month }) => month))
  const closed = closedMonths(await firstDay(tx), at).filter((month) => !known.has(month))
  for (const month of closed.slice(0, MOST_AT_ONCE)) {
    const figures = protectMonth(await countMonth(tx, daysOf(month), at))
    await tx.insert(openFigures).values({ month, figures, publishedAt: at }).onConflictDoNothing()
  }
}

/** By the kind of the job (`jobs/handlers.ts`). */
export const openDataJobs = { open_figures: publishMonths }

const First = z.array(z.object({ at: z.coerce.date().nullable() }))

async function firstDay(db: Database): Promise<string | undefined> {
  const { rows } = await db.execute(sql`select least(
    (select min(${consultations.askedAt}) from ${consultations}),
    (select min(${cases.createdAt}) from ${cases})) as at`)
  const at = First.parse(rows)[0]?.at
  return at ? shanghaiDay(at) : undefined
}

/** The months from a day on, such as `2026-03`, whose last day lies far enough back. */
export function closedMonths(from: string | undefined, now: Date): string[] {
  if (from === undefined) return []
  const months: string[] = []
  let month = from.slice(0, 7)
  while (parseDay(daysOf(month).to) + CLOSED_AFTER_DAYS < dayAt(now)) {
    months.push(month)
    month = nextMonth(month)
  }
  return months
}

function nextMonth(month: string): string {
  // 31 days after the first of a month lies in the next one.
  return formatDay(parseDay(`${month}-01`) + 31).slice(0, 7)
}

function daysOf(month: string): { from: string; to: string } {
  const to = formatDay(parseDay(`${nextMonth(month)}-01`) - 1)
  return { from: `${month}-01`, to }
}
