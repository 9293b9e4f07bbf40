import {
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { expertStatuses } from '../../shared/expert-status.ts'
import { fields } from '../../shared/message.ts'
import { organisations } from './organisations.ts'
import { moment } from './moment.ts'

/** 志愿服务专家, with the conditions of service-spec, 选取条件. */
export const experts = pgTable('experts', {
  id: uuid().primaryKey(),
  /** The organisation that keeps the roster. */
  organisationId: uuid('organisation_id')
    .notNull()
    .references(() => organisations.id),
  name: text().notNull(),
  status: text({ enum: expertStatuses }).notNull(),
  qualification: text().notNull(),
  years: integer().notNull(),
  /** 推荐单位. */
  recommendedBy: text('recommended_by').notNull(),
  /** 备案号 of the roster. */
  filingNumber: text('filing_number'),
  fields: text({ enum: fields }).array().notNull(),
  industries: text().array().notNull(),
  districts: text().array().notNull(),
  languages: text().array().notNull(),
  employer: text().notNull(),
  /** Whom they or their employer act for: never against these (DESIGN §2.5). */
  clients: text().array().notNull(),
  competitors: text().array().notNull(),
  capacity: integer().notNull(),
  available: boolean().notNull(),
  /** The expert's own consent to be matched. */
  consentedAt: moment('consented_at'),
  /** Sealed with the field cipher. */
  sealedEmail: text('sealed_email'),
  sealedPhone: text('sealed_phone'),
  lastOfferedAt: moment('last_offered_at'),
  offeredCount: integer('offered_count').notNull(),
  createdAt: moment('created_at').notNull(),
})

/** Entry, suspension, withdrawal, removal and whatever else befell an expert's standing. */
export const expertEvents = pgTable('expert_events', {
  id: uuid().primaryKey(),
  expertId: uuid('expert_id')
    .notNull()
    .references(() => experts.id),
  at: moment('at').notNull(),
  by: text().notNull(),
  event: text().notNull(),
  reason: text(),
})

export const expertLeaves = pgTable(
  'expert_leaves',
  {
    id: uuid().primaryKey(),
    expertId: uuid('expert_id')
      .notNull()
      .references(() => experts.id),
    from: date('from_day', { mode: 'string' }).notNull(),
    to: date('to_day', { mode: 'string' }).notNull(),
  },
  (table) => [index('expert_leaves_expert').on(table.expertId, table.from)],
)

/** 轮值: who is on duty in the week that begins on this Monday. */
export const duties = pgTable(
  'duties',
  {
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    week: date({ mode: 'string' }).notNull(),
    expertId: uuid('expert_id')
      .notNull()
      .references(() => experts.id),
    swappedWith: uuid('swapped_with'),
    details: jsonb(),
  },
  (table) => [primaryKey({ columns: [table.organisationId, table.week, table.expertId] })],
)
