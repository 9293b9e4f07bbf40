import { sql } from 'drizzle-orm'
import { check, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { accounts } from './accounts.ts'
import { cases } from './cases.ts'
import { consultations } from './conversations.ts'
import { complaints } from './feedback.ts'
import { moment } from './moment.ts'

/**
 * 法定保留: neither the clock of retention nor an erasure takes the words of what it names, until it is lifted.
 * Exactly one of the three is named.
 */
export const legalHolds = pgTable(
  'legal_holds',
  {
    id: uuid().primaryKey(),
    consultation: integer().references(() => consultations.number),
    caseId: uuid('case_id').references(() => cases.id),
    complaintId: uuid('complaint_id').references(() => complaints.id),
    /** In words of the administrator, personal data masked. */
    reason: text().notNull(),
    setBy: uuid('set_by')
      .notNull()
      .references(() => accounts.id),
    setAt: moment('set_at').notNull(),
    liftReason: text('lift_reason'),
    liftedBy: uuid('lifted_by').references(() => accounts.id),
    liftedAt: moment('lifted_at'),
  },
  (table) => [
    uniqueIndex('legal_holds_consultation')
      .on(table.consultation)
      .where(sql`lifted_at is null`),
    uniqueIndex('legal_holds_case')
      .on(table.caseId)
      .where(sql`lifted_at is null`),
    uniqueIndex('legal_holds_complaint')
      .on(table.complaintId)
      .where(sql`lifted_at is null`),
    check('legal_holds_one', sql`num_nonnulls(consultation, case_id, complaint_id) = 1`),
  ],
)
