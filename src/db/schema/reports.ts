import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { reportStates } from '../../shared/report-states.ts'
import { accounts } from './accounts.ts'
import { moment } from './moment.ts'
import { organisations } from './organisations.ts'

/** 工作报告 of one organisation with what lies below it, over a period; its figures are frozen when computed. */
export const reports = pgTable(
  'reports',
  {
    id: uuid().primaryKey(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    /** Days in Beijing, both counted. */
    from: text('from_day').notNull(),
    to: text('to_day').notNull(),
    beforeFrom: text('before_from').notNull(),
    beforeTo: text('before_to').notNull(),
    state: text({ enum: reportStates }).notNull(),
    /** Grows with every change: an update names the one it has seen. */
    version: integer().notNull(),
    /** Of computing, from 0 to 100. */
    progress: integer().notNull(),
    /** Figures with their queries, sentences and tables, inner and open: `insight/report/content.ts`. */
    content: jsonb(),
    /** What staff have written, by section. */
    texts: jsonb().$type<Record<string, string>>().notNull(),
    /** Who has drawn it up or written of it. */
    authors: uuid().array().notNull(),
    createdAt: moment('created_at').notNull(),
    computedAt: moment('computed_at'),
    updatedAt: moment('updated_at').notNull(),
    approvedBy: uuid('approved_by').references(() => accounts.id),
    approvedAt: moment('approved_at'),
  },
  (table) => [
    index('reports_organisation').on(table.organisationId, table.createdAt),
    check('reports_second_person', sql`approved_by is null or approved_by <> all (authors)`),
  ],
)
