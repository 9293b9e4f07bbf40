import { and, asc, desc, eq, gte, lte, type SQL, sql } from 'drizzle-orm'
import type { Account } from '../../accounts/account.ts'
import type { Database } from '../../db/database.ts'
import {
  accounts,
  consultations,
  messages,
  organisations,
  reviews,
  statements,
} from '../../db/schema/index.ts'
import { seesConfidential } from '../../organisations/consultation-scope.ts'
import { inScope } from '../../organisations/scope.ts'
import { findConfidential } from '../../privacy/find-confidential.ts'
import type { ReviewState } from '../../shared/review-states.ts'

export const reviewColumns = {
  id: reviews.id,
  organisation: organisations.name,
  month: reviews.month,
  kind: reviews.kind,
  state: reviews.state,
  version: reviews.version,
  authors: reviews.authors,
  score: reviews.score,
  result: reviews.result,
  reviewer: accounts.name,
  reviewedAt: reviews.reviewedAt,
  conversationId: sql<
    string | null
  >`coalesce(${messages.conversationId}, ${statements.conversationId})`,
}

export type ReviewQuery = {
  state: ReviewState
  organisationId?: string | undefined
  /** Id of the last one of the page before. */
  after?: string | undefined
  limit: number
}

/**
 * Reviews of the viewer's organisations, the latest month first. What is confidential is there for administrators of
 * the city only. `next` is where the next page begins, null when there is none.
 */
export async function listReviews(
  db: Database,
  viewer: Account,
  { state, organisationId, after, limit }: ReviewQuery,
) {
  const rows = await readRows(db, {
    limit,
    which: and(
      inScope(db, viewer, reviews.organisationId),
      eq(reviews.state, state),
      organisationId === undefined ? undefined : eq(reviews.organisationId, organisationId),
      after === undefined ? undefined : comesAfter(after),
    ),
  })
  const hidden = await hiddenOf(db, viewer, rows)
  return {
    reviews: rows
      .filter(({ conversationId }) => conversationId === null || !hidden.has(conversationId))
      .map(({ authors, conversationId, reviewedAt, ...row }) => ({
        ...row,
        own: authors.includes(viewer.id),
        reviewedAt: reviewedAt?.toISOString() ?? null,
      })),
    next: rows.length < limit ? null : (rows.at(-1)?.id ?? null),
  }
}

/** The order is by month, the latest first, then by id. */
const comesAfter = (after: string): SQL =>
  sql`exists (select from reviews last where last.id = ${after} and
    (${reviews.month} < last.month or ${reviews.month} = last.month and ${reviews.id} > last.id))`

type Row = { conversationId: string | null }

/** Conversations among these that are confidential and not for this viewer. */
export async function hiddenOf(
  db: Database,
  viewer: Account,
  rows: readonly Row[],
): Promise<Set<string>> {
  if (await seesConfidential(db, viewer)) return new Set()
  const talks = rows.flatMap(({ conversationId }) => conversationId ?? [])
  return findConfidential(db, [...new Set(talks)])
}

function readRows(db: Database, { which, limit }: { which: SQL | undefined; limit: number }) {
  return db
    .select(reviewColumns)
    .from(reviews)
    .innerJoin(organisations, eq(organisations.id, reviews.organisationId))
    .leftJoin(accounts, eq(accounts.id, reviews.reviewerId))
    .leftJoin(consultations, eq(consultations.number, reviews.consultation))
    .leftJoin(messages, eq(messages.id, consultations.messageId))
    .leftJoin(statements, eq(statements.id, reviews.statementId))
    .where(which)
    .orderBy(desc(reviews.month), asc(reviews.id))
    .limit(limit)
}

/** Months in Beijing, both counted in, as `2026-02`. */
export type Months = { from: string; to: string }

/** More than the city has; a list without an end is no answer. */
const MOST_PLACES = 2_000

const numberWhere = (which: SQL | undefined) =>
  sql<number>`(count(*) filter (where ${which}))::int`.mapWith(Number)

const counts = {
  drawn: sql<number>`count(*)::int`.mapWith(Number),
  done: numberWhere(eq(reviews.state, 'done')),
  good: numberWhere(eq(reviews.result, 'good')),
  fair: numberWhere(eq(reviews.result, 'fair')),
  poor: numberWhere(eq(reviews.result, 'poor')),
  faulty: numberWhere(sql`cardinality(${reviews.faults}) > 0`),
  /** Of what is done; null: nothing is. */
  score: sql<number | null>`round(avg(${reviews.score}), 1)::float8`,
}

/** What 内部评价 came to, for each of the viewer's organisations and in all; confidential ones are counted too. */
export async function countReviews(db: Database, viewer: Account, { from, to }: Months) {
  const which = and(
    inScope(db, viewer, reviews.organisationId),
    gte(reviews.month, from),
    lte(reviews.month, to),
  )
  const rows = await db
    .select({ organisationId: organisations.id, organisation: organisations.name, ...counts })
    .from(reviews)
    .innerJoin(organisations, eq(organisations.id, reviews.organisationId))
    .where(which)
    .groupBy(organisations.id, organisations.name)
    .orderBy(asc(organisations.name))
    .limit(MOST_PLACES)
  const [total] = await db.select(counts).from(reviews).where(which)
  return { from, to, rows, total: total ?? null }
}
