import { and, asc, desc, eq, gt, ilike, inArray, like, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { accounts, cases, organisations } from '../../db/schema/index.ts'
import { organisationScope, type Viewer } from '../../organisations/scope.ts'
import type { CaseKind, CaseState } from '../../shared/case-states.ts'
import { AppError } from '../../shared/errors.ts'
import type { Field } from '../../shared/message.ts'

export type CaseFilter = {
  states?: CaseState[] | undefined
  kind?: CaseKind | undefined
  field?: Field | undefined
  district?: string | undefined
  urgency?: 'normal' | 'urgent' | undefined
  confidential?: boolean | undefined
  /** Only those that this account has in hand. */
  staffId?: string | undefined
  overdue?: boolean | undefined
  /** Words of the summary, or a code. */
  text?: string | undefined
  after?: string | undefined
  limit: number
}

export type ListedCase = {
  id: string
  code: string
  kind: CaseKind
  state: CaseState
  version: number
  field: string
  topics: string[]
  district: string | null
  urgency: 'normal' | 'urgent'
  confidential: boolean
  summary: string
  reasons: string[]
  organisation: string
  staff: string | null
  createdAt: string
  updatedAt: string
  dueAt: string | null
}

/** The queue: urgent first, then the oldest; confidential cases without their summary. `next` begins the next page. */
export async function listCases(
  db: Database,
  viewer: Viewer,
  filter: CaseFilter,
  now: Date,
): Promise<{ cases: ListedCase[]; next: string | null }> {
  const conditions = conditionsOf(filter, now).filter((condition) => condition !== undefined)
  const isWhole = conditions.length === 0 && seesAll(viewer)
  const rows = await db
    .select({ case: cases, organisation: organisations.name, staff: accounts.name })
    .from(cases)
    .innerJoin(organisations, eq(organisations.id, cases.organisationId))
    .leftJoin(accounts, eq(accounts.id, cases.staffId))
    .where(and(organisationScope(viewer), ...conditions, pageOf(filter)))
    .orderBy(isWhole ? desc(cases.urgency) : urgentFirst, asc(cases.createdAt), asc(cases.id))
    .limit(filter.limit + 1)
  const page = rows.slice(0, filter.limit)
  const last = page.at(-1)?.case
  const more = rows.length > filter.limit && last
  return {
    cases: page.map((row) => toListed(row.case, row.organisation, row.staff)),
    next: more ? `${last.urgency}_${last.createdAt.toISOString()}_${last.id}` : null,
  }
}

/**
 * The same order as an expression, which the index `cases_order` does not have: where a filter leaves few cases
 * they are found first and sorted then, instead of looked for along the whole queue.
 */
const urgentFirst = desc(sql`${cases.urgency} || ''`)

/** A city centre stands at the top of the tree. */
const seesAll = ({ organisationPath }: Viewer): boolean =>
  organisationPath === null || organisationPath.split('/').length === 2

function conditionsOf(filter: CaseFilter, now: Date): (SQL | undefined)[] {
  const { states, kind, field, district, urgency, confidential, staffId, overdue, text } = filter
  return [
    states && inArray(cases.state, states),
    kind && eq(cases.kind, kind),
    field && eq(cases.field, field),
    district === undefined ? undefined : eq(cases.district, district),
    urgency && eq(cases.urgency, urgency),
    confidential === undefined ? undefined : eq(cases.confidential, confidential),
    staffId === undefined ? undefined : eq(cases.staffId, staffId),
    overdue ? lt(cases.dueAt, now) : undefined,
    text === undefined ? undefined : matches(text),
  ]
}

const CODE = /^ZW-\w{8}$/i

/** The case of a code, or those with these words; the words of a confidential case are not to be found. */
function matches(text: string): SQL | undefined {
  if (CODE.test(text)) return eq(cases.code, text.toUpperCase())
  const pattern = `%${text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`
  // Chinese has no case, and to ignore it takes several times as long.
  const contains = text.toLowerCase() === text.toUpperCase() ? like : ilike
  return and(eq(cases.confidential, false), contains(cases.summary, pattern))
}

const ID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/

function pageOf({ after }: CaseFilter): SQL | undefined {
  if (after === undefined) return undefined
  const [urgency, createdAt = '', id = ''] = after.split('_')
  const isKnown = urgency === 'normal' || urgency === 'urgent'
  if (!isKnown || Number.isNaN(Date.parse(createdAt)) || !ID.test(id)) {
    throw new AppError('invalid', 'request_invalid')
  }
  const at = new Date(createdAt)
  // The database keeps microseconds; what was cut off belongs to the page before.
  const moment = sql`date_trunc('milliseconds', ${cases.createdAt})`
  return or(
    lt(cases.urgency, urgency),
    and(
      eq(cases.urgency, urgency),
      or(sql`${moment} > ${at}`, and(sql`${moment} = ${at}`, gt(cases.id, id))),
    ),
  )
}

function toListed(
  row: typeof cases.$inferSelect,
  organisation: string,
  staff: string | null,
): ListedCase {
  return {
    id: row.id,
    code: row.code,
    kind: row.kind,
    state: row.state,
    version: row.version,
    field: row.field,
    topics: row.topics,
    district: row.district,
    urgency: row.urgency,
    confidential: row.confidential,
    summary: row.confidential ? '' : row.summary,
    reasons: row.reasons,
    organisation,
    staff,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    dueAt: row.dueAt?.toISOString() ?? null,
  }
}

/** How many cases stand in each state, for the tabs of the queue. */
export async function countCases(db: Database, viewer: Viewer): Promise<Record<string, number>> {
  const rows = await db
    .select({ state: cases.state, count: sql<string>`count(*)` })
    .from(cases)
    .innerJoin(organisations, eq(organisations.id, cases.organisationId))
    .where(organisationScope(viewer))
    .groupBy(cases.state)
  return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]))
}
