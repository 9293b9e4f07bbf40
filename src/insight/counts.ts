import { and, avg, count, eq, lte, not, type SQL, sql } from 'drizzle-orm'
import type { Account } from '../accounts/account.ts'
import type { Database } from '../db/database.ts'
import { cases, complaints, consultations, ratings, tickets } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { consultationScope } from '../organisations/consultation-scope.ts'
import { inScope } from '../organisations/scope.ts'
import {
  isWaiting,
  type Part,
  partOf,
  type Period,
  type Rated,
  respondedInTime,
  selfServed,
  wasAnswered,
  wasDue,
  within,
} from './measures.ts'

type View = { db: Database; viewer: Account; period: Period; now: Date }

/** The plain figures of a period, of what the viewer's organisations see. One query for each. */
export async function readCounts(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  viewer: Account,
  period: Period,
) {
  const view: View = { db, viewer, period, now: now() }
  const routed = (name: string) => sql<string>`${consultations.routing}->>${sql.raw(`'${name}'`)}`
  return {
    ...period,
    consultations: {
      total: await countConsultations(view),
      byChannel: await consultationsBy(view, sql<string>`${consultations.channel}`),
      byOutcome: await consultationsBy(view, sql<string>`${consultations.outcome}`),
      byField: await consultationsBy(view, routed('field')),
      byDistrict: await consultationsBy(view, sql<string>`coalesce(${routed('district')}, '')`),
    },
    selfServed: await shareSelfServed(view),
    casesByState: await casesByState(view),
    respondedInTime: await shareInTime(view),
    answerRatings: await answerRatings(view),
    caseRatings: await caseRatings(view),
    complaints: await countComplaints(view),
  }
}

const asked = (view: View) =>
  and(consultationScope(view.db, view.viewer), within(view, consultations.askedAt))

const countWhere = (which: SQL | undefined) =>
  sql<number>`(count(*) filter (where ${which}))::int`.mapWith(Number)

function countConsultations(view: View): Promise<number> {
  return view.db.$count(consultations, asked(view))
}

async function consultationsBy(view: View, name: SQL<string>): Promise<Record<string, number>> {
  const rows = await view.db
    .select({ name, count: count() })
    .from(consultations)
    .where(asked(view))
    .groupBy(sql`1`)
    .orderBy(sql`1`)
  return Object.fromEntries(rows.map((row) => [row.name, row.count]))
}

async function shareSelfServed(view: View): Promise<Part> {
  const [row] = await view.db
    .select({ part: countWhere(selfServed()), of: count() })
    .from(consultations)
    .where(asked(view))
  return partOf(row ?? { part: 0, of: 0 })
}

/** As they stand now, of those opened in the period. */
async function casesByState(view: View): Promise<Record<string, number>> {
  const rows = await view.db
    .select({ state: cases.state, count: count() })
    .from(cases)
    .where(and(inScope(view.db, view.viewer, cases.organisationId), within(view, cases.createdAt)))
    .groupBy(cases.state)
  return Object.fromEntries(rows.map(({ state, count: number }) => [state, number]))
}

/** Of the experts' tickets with a notice in the period. */
async function shareInTime(view: View): Promise<Part> {
  const { db, viewer, now } = view
  const [row] = await db
    .select({ part: countWhere(respondedInTime()), of: countWhere(wasDue(now)) })
    .from(tickets)
    .innerJoin(cases, eq(cases.id, tickets.caseId))
    .where(and(inScope(db, viewer, cases.organisationId), within(view, tickets.noticedAt)))
  return partOf(row ?? { part: 0, of: 0 })
}

const rated = {
  average: avg(ratings.score).mapWith(Number),
  part: count(ratings.id),
  of: count(),
  solved: countWhere(eq(ratings.solved, true)),
  unsolved: countWhere(eq(ratings.solved, false)),
}

const noneRated = { average: null, part: 0, of: 0, solved: 0, unsolved: 0 }

/** Ratings of the answers of the period, and how many of these are rated. */
async function answerRatings(view: View): Promise<Rated> {
  const [row = noneRated] = await view.db
    .select(rated)
    .from(consultations)
    .leftJoin(ratings, eq(ratings.messageId, consultations.messageId))
    .where(asked(view))
  return { ...row, ...partOf(row) }
}

/** The same of cases opened in the period that have been answered. */
async function caseRatings(view: View): Promise<Rated> {
  const { db, viewer } = view
  const [row = noneRated] = await db
    .select(rated)
    .from(cases)
    .leftJoin(ratings, eq(ratings.caseId, cases.id))
    .where(
      and(inScope(db, viewer, cases.organisationId), within(view, cases.createdAt), wasAnswered()),
    )
  return { ...row, ...partOf(row) }
}

/** Without those about the viewer; `overdue` are neither answered nor closed after their term. */
async function countComplaints(view: View) {
  const { db, viewer, now } = view
  const waits = isWaiting()
  const [row] = await db
    .select({
      total: count(),
      complaints: countWhere(eq(complaints.kind, 'complaint')),
      reports: countWhere(eq(complaints.kind, 'report')),
      waiting: countWhere(waits),
      overdue: countWhere(and(waits, lte(complaints.dueAt, now))),
    })
    .from(complaints)
    .where(
      and(
        inScope(db, viewer, complaints.organisationId),
        not(sql`${viewer.id}::uuid = any(${complaints.about})`),
        within(view, complaints.createdAt),
      ),
    )
  return row ?? { total: 0, complaints: 0, reports: 0, waiting: 0, overdue: 0 }
}
