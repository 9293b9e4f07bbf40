import { jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { moment } from './moment.ts'

/** What was published of a closed month, once and never again: two publications of it could be subtracted. */
export const openFigures = pgTable('open_figures', {
  /** `2026-03`, in Beijing. */
  month: text().primaryKey(),
  figures: jsonb().notNull(),
  publishedAt: moment('published_at').notNull(),
})
