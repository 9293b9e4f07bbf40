import { index, integer, pgTable, primaryKey, real, text, uuid } from 'drizzle-orm/pg-core'
import { gapKinds, gapStates } from '../../shared/gap-states.ts'
import { accounts } from './accounts.ts'
import { messages } from './conversations.ts'
import { curatedAnswers } from './feedback.ts'
import { moment } from './moment.ts'

/** One search for 知识缺口 and 热点问题 over two periods of the same length, the second ending with `toDay`. */
export const gapRuns = pgTable(
  'gap_runs',
  {
    id: uuid().primaryKey(),
    /** Days in Beijing, all counted in: before is `fromDay` to the day before `middleDay`, now from there. */
    fromDay: text('from_day').notNull(),
    middleDay: text('middle_day').notNull(),
    toDay: text('to_day').notNull(),
    /** How far it is: questions read into vectors. */
    done: integer().notNull().default(0),
    total: integer().notNull().default(0),
    /** Questions of the periods that were looked at, of so many. */
    looked: integer().notNull().default(0),
    asked: integer().notNull().default(0),
    startedAt: moment('started_at').notNull(),
    finishedAt: moment('finished_at'),
    failedAt: moment('failed_at'),
  },
  (table) => [index('gap_runs_finished').on(table.finishedAt)],
)

/** Questions about one thing. No words: these are read from the questions, as long as they are there. */
export const gaps = pgTable(
  'gaps',
  {
    id: uuid().primaryKey(),
    kind: text({ enum: gapKinds }).notNull(),
    state: text({ enum: gapStates }).notNull(),
    /** Grows with every change by a person. */
    version: integer().notNull(),
    /** Why it is not ours, in words of staff, personal data masked. */
    reason: text(),
    changedBy: uuid('changed_by').references(() => accounts.id),
    changedAt: moment('changed_at'),
    curatedId: uuid('curated_id').references(() => curatedAnswers.id, { onDelete: 'set null' }),
    /** In the order of the last run, from 1; null: not found in it. */
    place: integer(),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [index('gaps_place').on(table.kind, table.place)],
)

export const gapQuestions = pgTable(
  'gap_questions',
  {
    gapId: uuid('gap_id')
      .notNull()
      .references(() => gaps.id, { onDelete: 'cascade' }),
    messageId: uuid('message_id')
      .notNull()
      .references(() => messages.id),
    /** The most central one has 1. */
    rank: integer().notNull(),
    /** How much its answer lacked, 0–1. */
    weight: real().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.gapId, table.messageId] }),
    index('gap_questions_message').on(table.messageId),
  ],
)
