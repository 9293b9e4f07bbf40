import { sql } from 'drizzle-orm'
import {
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { reviewKinds, reviewResults, reviewStates } from '../../shared/review-states.ts'
import { accounts } from './accounts.ts'
import { statements } from './cases.ts'
import { consultations } from './conversations.ts'
import { moment } from './moment.ts'
import { organisations } from './organisations.ts'

/** One draw for 内部评价: from so many, by this seed. Once for an organisation and month. */
export const reviewDraws = pgTable(
  'review_draws',
  {
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    /** `2026-02`, in Beijing. */
    month: text().notNull(),
    /** Drawn are those whose MD5 of `seed:number` or `seed:id` comes first. */
    seed: text().notNull(),
    size: integer().notNull(),
    /** How many there were: answers of the machine, and those of people. */
    answers: integer().notNull(),
    people: integer().notNull(),
    drawnAt: moment('drawn_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.organisationId, table.month] })],
)

/** One answer that was drawn. Its words are read where they stand; here are only what the reviewer said. */
export const reviews = pgTable(
  'reviews',
  {
    id: uuid().primaryKey(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    month: text().notNull(),
    kind: text({ enum: reviewKinds }).notNull(),
    consultation: integer().references(() => consultations.number),
    statementId: uuid('statement_id').references(() => statements.id, { onDelete: 'set null' }),
    /** Accounts that answered or released it: they do not review it. */
    authors: uuid().array().notNull(),
    state: text({ enum: reviewStates }).notNull(),
    version: integer().notNull(),
    /** Of `knowledge/review.yml`, by which it was judged. */
    rubric: integer(),
    points: jsonb().$type<Record<string, number>>(),
    faults: text().array(),
    /** 0–100 */
    score: integer(),
    result: text({ enum: reviewResults }),
    /** In words of the reviewer, personal data masked. */
    comment: text(),
    reviewerId: uuid('reviewer_id').references(() => accounts.id),
    reviewedAt: moment('reviewed_at'),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('reviews_consultation').on(table.consultation),
    uniqueIndex('reviews_statement').on(table.statementId),
    index('reviews_of').on(table.organisationId, table.month),
    index('reviews_order').on(table.state, table.month, table.id),
    check(
      'reviews_second_person',
      sql`${table.reviewerId} is null or not (${table.reviewerId} = any(${table.authors}))`,
    ),
    check('reviews_done', sql`(${table.state} = 'done') = (${table.result} is not null)`),
  ],
)
