import { and, arrayContains, asc, eq, gt, ilike, or, type SQL, sql } from 'drizzle-orm'
import type { Account } from '../accounts/account.ts'
import type { Database } from '../db/database.ts'
import { experts, organisations } from '../db/schema/index.ts'
import type { Field } from '../shared/message.ts'
import { checkConditions } from './conditions.ts'
import { expertScope } from './expert-scope.ts'
import type { ExpertStatus } from '../shared/expert-status.ts'
import { countOpenTickets } from './open-tickets.ts'

export type ExpertFilter = {
  status?: ExpertStatus | undefined
  field?: Field | undefined
  district?: string | undefined
  /** Somewhere in name, employer, qualification or filing number. */
  text?: string | undefined
  /** Id of the last one of the page before. */
  after?: string | undefined
  limit: number
}

/** No contact data, and nothing of clients: what a list does not need. */
const listed = {
  id: experts.id,
  organisationId: experts.organisationId,
  organisation: organisations.name,
  name: experts.name,
  status: experts.status,
  qualification: experts.qualification,
  years: experts.years,
  recommendedBy: experts.recommendedBy,
  filingNumber: experts.filingNumber,
  fields: experts.fields,
  industries: experts.industries,
  districts: experts.districts,
  languages: experts.languages,
  employer: experts.employer,
  capacity: experts.capacity,
  available: experts.available,
  consentedAt: experts.consentedAt,
  lastOfferedAt: experts.lastOfferedAt,
  offeredCount: experts.offeredCount,
  createdAt: experts.createdAt,
}

/** The rosters of the account's own level and below, by name; `total` without regard to the page. */
export async function listExperts(db: Database, account: Account, filter: ExpertFilter) {
  const matching = and(expertScope(db, account), ...conditionsOf(filter))
  const rows = await db
    .select({ ...listed, openTickets: countOpenTickets(db, experts.id) })
    .from(experts)
    .innerJoin(organisations, eq(organisations.id, experts.organisationId))
    .where(and(matching, await afterRow(db, account, filter.after)))
    .orderBy(asc(experts.name), asc(experts.id))
    .limit(filter.limit)
  return {
    experts: rows.map((row) => ({ ...row, warnings: checkConditions(row) })),
    total: await db.$count(experts, matching),
  }
}

function conditionsOf({ status, field, district, text }: ExpertFilter): (SQL | undefined)[] {
  return [
    status && eq(experts.status, status),
    field && arrayContains(experts.fields, [field]),
    district === undefined ? undefined : arrayContains(experts.districts, [district]),
    text === undefined ? undefined : containsText(text),
  ]
}

function containsText(text: string): SQL | undefined {
  const pattern = `%${text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`
  const columns = [experts.name, experts.employer, experts.qualification, experts.filingNumber]
  return or(...columns.map((column) => ilike(column, pattern)))
}

async function afterRow(db: Database, account: Account, after: string | undefined) {
  if (after === undefined) return undefined
  const [last] = await db
    .select({ name: experts.name })
    .from(experts)
    .where(and(eq(experts.id, after), expertScope(db, account)))
  if (!last) return sql`false`
  return or(gt(experts.name, last.name), and(eq(experts.name, last.name), gt(experts.id, after)))
}
