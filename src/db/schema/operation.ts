import { bigint, boolean, date, index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { accounts } from './accounts.ts'
import { moment } from './moment.ts'

export const switchNames = ['model', 'web', 'wechat'] as const

/** Parts of the service that can be switched off while it runs. No row: on. */
export const switches = pgTable('switches', {
  name: text({ enum: switchNames }).primaryKey(),
  off: boolean().notNull(),
  changedAt: moment('changed_at').notNull(),
})

/** Who switched what and why; from the command line by nobody in particular. */
export const switchChanges = pgTable(
  'switch_changes',
  {
    id: uuid().primaryKey(),
    name: text({ enum: switchNames }).notNull(),
    off: boolean().notNull(),
    reason: text(),
    accountId: uuid('account_id').references(() => accounts.id),
    at: moment('at').notNull(),
  },
  (table) => [index('switch_changes_at').on(table.at)],
)

export const guideSteps = ['embed_code', 'test_question', 'closed'] as const

/** Of the guide through the first start only what no other table tells. */
export const guide = pgTable('guide', {
  step: text({ enum: guideSteps }).primaryKey(),
  accountId: uuid('account_id')
    .notNull()
    .references(() => accounts.id),
  at: moment('at').notNull(),
})

/** Tokens that outside models have taken, per calendar day in Beijing. */
export const modelTokens = pgTable('model_tokens', {
  day: date({ mode: 'string' }).primaryKey(),
  tokens: bigint({ mode: 'number' }).notNull(),
})
