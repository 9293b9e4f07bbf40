import { sql } from 'drizzle-orm'
import {
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { enterpriseContactFields, keyCategories, visitKinds } from '../../shared/ledger.ts'
import { accounts } from './accounts.ts'
import { cases } from './cases.ts'
import { consultations } from './conversations.ts'
import { moment } from './moment.ts'
import { organisations } from './organisations.ts'

/** 服务台账: an enterprise as one organisation serves it. */
export const enterprises = pgTable(
  'enterprises',
  {
    id: uuid().primaryKey(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    name: text().notNull(),
    /** 统一社会信用代码, 18 characters in upper case, its check character right. */
    creditCode: text('credit_code'),
    district: text(),
    industry: text(),
    /** What it needs now, in words; personal data masked. */
    needs: text(),
    /** Grows with every change: an update names the one it has seen, so two cannot both win. */
    version: integer().notNull(),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => accounts.id),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
    /** When anything of it was last written down; its contact is kept for so long from then. */
    touchedAt: moment('touched_at').notNull(),
  },
  (table) => [
    uniqueIndex('enterprises_name').on(table.organisationId, table.name),
    uniqueIndex('enterprises_credit_code').on(table.organisationId, table.creditCode),
    index('enterprises_order').on(table.name, table.id),
    index('enterprises_touched').on(table.touchedAt),
  ],
)

/** The person to speak to at an enterprise, each field sealed by itself from the first row. */
export const enterpriseContacts = pgTable(
  'enterprise_contacts',
  {
    enterpriseId: uuid('enterprise_id')
      .notNull()
      .references(() => enterprises.id, { onDelete: 'cascade' }),
    field: text({ enum: enterpriseContactFields }).notNull(),
    sealed: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.enterpriseId, table.field] })],
)

/** What an enterprise held on a day; one count for a day, the former ones stay. */
export const enterpriseHoldings = pgTable(
  'enterprise_holdings',
  {
    enterpriseId: uuid('enterprise_id')
      .notNull()
      .references(() => enterprises.id, { onDelete: 'cascade' }),
    /** `2026-03-09` */
    asOf: text('as_of').notNull(),
    inventions: integer().notNull(),
    utilityModels: integer('utility_models').notNull(),
    designs: integer().notNull(),
    trademarks: integer().notNull(),
    copyrights: integer().notNull(),
    dataRights: integer('data_rights').notNull(),
    others: integer().notNull(),
    recordedBy: uuid('recorded_by')
      .notNull()
      .references(() => accounts.id),
    recordedAt: moment('recorded_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.enterpriseId, table.asOf] })],
)

/** 走访 and other services to an enterprise; the words are masked before they are stored. */
export const enterpriseVisits = pgTable(
  'enterprise_visits',
  {
    id: uuid().primaryKey(),
    enterpriseId: uuid('enterprise_id')
      .notNull()
      .references(() => enterprises.id, { onDelete: 'cascade' }),
    /** `2026-03-09` */
    day: text().notNull(),
    kind: text({ enum: visitKinds }).notNull(),
    /** Who of the institution was there. */
    people: text().notNull(),
    about: text().notNull(),
    outcome: text(),
    nextStep: text('next_step'),
    /** Until when; opens a follow-up. */
    nextOn: text('next_on'),
    version: integer().notNull(),
    /** Names the form that was filled in: sent twice, it is noted once. */
    entryKey: uuid('entry_key').notNull().unique(),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => accounts.id),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [index('enterprise_visits_of').on(table.enterpriseId, table.day, table.id)],
)

/** Consultations and cases of an enterprise, as staff link them; gone with what is forgotten. */
export const enterpriseLinks = pgTable(
  'enterprise_links',
  {
    id: uuid().primaryKey(),
    enterpriseId: uuid('enterprise_id')
      .notNull()
      .references(() => enterprises.id, { onDelete: 'cascade' }),
    consultation: integer().references(() => consultations.number),
    caseId: uuid('case_id').references(() => cases.id),
    linkedBy: uuid('linked_by')
      .notNull()
      .references(() => accounts.id),
    linkedAt: moment('linked_at').notNull(),
  },
  (table) => [
    uniqueIndex('enterprise_links_consultation').on(table.enterpriseId, table.consultation),
    uniqueIndex('enterprise_links_case').on(table.enterpriseId, table.caseId),
    index('enterprise_links_of_consultation').on(table.consultation),
    index('enterprise_links_of_case').on(table.caseId),
    check('enterprise_links_one', sql`num_nonnulls(${table.consultation}, ${table.caseId}) = 1`),
  ],
)

/** 重点企业清单 of a year: what it said of an enterprise when that was put on it, whatever becomes of that. */
export const keyEnterprises = pgTable(
  'key_enterprises',
  {
    id: uuid().primaryKey(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    year: integer().notNull(),
    enterpriseId: uuid('enterprise_id').references(() => enterprises.id, { onDelete: 'set null' }),
    name: text().notNull(),
    creditCode: text('credit_code'),
    district: text(),
    industry: text(),
    category: text({ enum: keyCategories }).notNull(),
    reason: text().notNull(),
    listedBy: uuid('listed_by')
      .notNull()
      .references(() => accounts.id),
    listedAt: moment('listed_at').notNull(),
  },
  (table) => [
    uniqueIndex('key_enterprises_once').on(table.organisationId, table.year, table.enterpriseId),
    index('key_enterprises_of').on(table.enterpriseId),
  ],
)

/** The lists that are fixed: nothing of them is changed any more. */
export const keyLists = pgTable(
  'key_lists',
  {
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    year: integer().notNull(),
    fixedBy: uuid('fixed_by')
      .notNull()
      .references(() => accounts.id),
    fixedAt: moment('fixed_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.organisationId, table.year] })],
)
