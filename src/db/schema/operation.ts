import { bigint, boolean, date, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

export const switchNames = ['model'] as const

/** Parts of the service that can be switched off while it runs. No row: on. */
export const switches = pgTable('switches', {
  name: text({ enum: switchNames }).primaryKey(),
  off: boolean().notNull(),
  changedAt: timestamp('changed_at', { withTimezone: true }).notNull(),
})

/** Tokens that outside models have taken, per calendar day in Beijing. */
export const modelTokens = pgTable('model_tokens', {
  day: date({ mode: 'string' }).primaryKey(),
  tokens: bigint({ mode: 'number' }).notNull(),
})
