import { index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { accounts } from './accounts.ts'
import { moment } from './moment.ts'
import { organisations } from './organisations.ts'

/** What stands on the 特色服务清单 of an organisation and year, in its own words; personal data masked. */
export const specialServices = pgTable(
  'special_services',
  {
    id: uuid().primaryKey(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    year: integer().notNull(),
    content: text().notNull(),
    audience: text().notNull(),
    frequency: text().notNull(),
    outcome: text().notNull(),
    /** Grows with every change: an update names the one it has seen, so two cannot both win. */
    version: integer().notNull(),
    changedBy: uuid('changed_by')
      .notNull()
      .references(() => accounts.id),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [index('special_services_of').on(table.organisationId, table.year, table.createdAt)],
)

/** The lists that everybody may read; what is changed later shows at once. */
export const specialLists = pgTable(
  'special_lists',
  {
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    year: integer().notNull(),
    publishedBy: uuid('published_by')
      .notNull()
      .references(() => accounts.id),
    publishedAt: moment('published_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.organisationId, table.year] })],
)
