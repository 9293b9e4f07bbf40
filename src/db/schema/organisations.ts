import { index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'

export const organisationLevels = ['city', 'district', 'station'] as const

/** 服务机构: the city centre, its district centres, their stations (DESIGN §2.10). */
export const organisations = pgTable(
  'organisations',
  {
    id: uuid().primaryKey(),
    name: text().notNull().unique(),
    level: text({ enum: organisationLevels }).notNull(),
    parentId: uuid('parent_id').references((): AnyPgColumn => organisations.id),
    /** Ids from the top, each followed by `/`: what lies below one begins with its path. */
    path: text().notNull().unique(),
    district: text(),
    phone: text(),
    address: text(),
    closedAt: timestamp('closed_at', { withTimezone: true }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  },
  (table) => [index('organisations_path').on(table.path.op('text_pattern_ops'))],
)
