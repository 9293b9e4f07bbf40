import { boolean, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { accounts } from './accounts.ts'
import { consultations } from './conversations.ts'
import { moment } from './moment.ts'
import { organisations } from './organisations.ts'

/** Of a consultation by telephone or at the counter, what no other channel knows: who entered it, and how long it took. */
export const enteredConsultations = pgTable(
  'entered_consultations',
  {
    consultation: integer()
      .primaryKey()
      .references(() => consultations.number),
    /** Whose visitor or caller it was. */
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    enteredBy: uuid('entered_by')
      .notNull()
      .references(() => accounts.id),
    enteredAt: moment('entered_at').notNull(),
    minutes: integer().notNull(),
    solved: boolean().notNull(),
    /** Neither question nor answer was stored. */
    confidential: boolean().notNull(),
    /** For a follow-up, sealed with the field cipher. */
    sealedContact: text('sealed_contact'),
    /** Grows with every correction: who corrects names the one they have seen. */
    version: integer().notNull(),
    correctedAt: moment('corrected_at'),
    /** Names the form that was filled in: sent twice, it is entered once. */
    entryKey: uuid('entry_key').notNull().unique(),
  },
  (table) => [index('entered_consultations_organisation').on(table.organisationId)],
)
