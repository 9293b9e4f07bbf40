import { boolean, index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { moment } from './moment.ts'

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
    /** Service hours in words. */
    hours: text(),
    /** Everybody may know address, telephone and hours. */
    listed: boolean().notNull().default(false),
    closedAt: moment('closed_at'),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [index('organisations_path').on(table.path.op('text_pattern_ops'))],
)
