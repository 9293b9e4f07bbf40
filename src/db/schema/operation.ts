import { bigint, boolean, date, pgTable, text } from 'drizzle-orm/pg-core'
import { moment } from './moment.ts'

export const switchNames = ['model'] as const

/** Parts of the service that can be switched off while it runs. No row: on. */
export const switches = pgTable('switches', {
  name: text({ enum: switchNames }).primaryKey(),
  off: boolean().notNull(),
  changedAt: moment('changed_at').notNull(),
})

/** Tokens that outside models have taken, per calendar day in Beijing. */
export const modelTokens = pgTable('model_tokens', {
  day: date({ mode: 'string' }).primaryKey(),
  tokens: bigint({ mode: 'number' }).notNull(),
})
