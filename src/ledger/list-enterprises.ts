import { and, asc, desc, eq, gt, ilike, or, type SQL, sql } from 'drizzle-orm'
import type { Account } from '../accounts/account.ts'
import type { Database } from '../db/database.ts'
import {
  enterpriseContacts,
  enterpriseHoldings,
  enterprises,
  enterpriseVisits,
  followUps,
  keyEnterprises,
  organisations,
} from '../db/schema/index.ts'
import { inScope } from '../organisations/scope.ts'
import { AppError } from '../shared/errors.ts'
import { listKeyYears } from './key-list.ts'

export type EnterpriseFilter = {
  /** In name, credit code, industry or needs. */
  text?: string | undefined
  district?: string | undefined
  organisationId?: string | undefined
  /** On the list of key enterprises of this year. */
  keyYear?: number | undefined
  /** Something was to be done for it and is not. */
  waiting?: boolean | undefined
}

export type EnterpriseQuery = EnterpriseFilter & {
  /** Id of the last one of the page before. */
  after?: string | undefined
  limit: number
}

const lastVisit = sql<string | null>`(select max(v.day) from ${enterpriseVisits} v
  where v.enterprise_id = ${enterprises.id})`
const visitCount = sql<number>`(select count(*)::int from ${enterpriseVisits} v
  where v.enterprise_id = ${enterprises.id})`
/** The day of the next step that nobody has taken yet. */
const nextOn = sql<string | null>`(select min(v.next_on) from ${enterpriseVisits} v
  join ${followUps} f on f.visit_id = v.id
  where v.enterprise_id = ${enterprises.id} and f.done_at is null)`
const keyYears = sql<number[]>`array(select k.year from ${keyEnterprises} k
  where k.enterprise_id = ${enterprises.id} order by k.year desc limit 20)`
const hasContact = sql<boolean>`exists (select 1 from ${enterpriseContacts} c
  where c.enterprise_id = ${enterprises.id})`

const columns = {
  id: enterprises.id,
  organisationId: enterprises.organisationId,
  organisation: organisations.name,
  name: enterprises.name,
  creditCode: enterprises.creditCode,
  district: enterprises.district,
  industry: enterprises.industry,
  needs: enterprises.needs,
  version: enterprises.version,
  hasContact,
  visits: visitCount,
  lastVisit,
  nextOn,
  keyYears,
  holdings: {
    asOf: enterpriseHoldings.asOf,
    inventions: enterpriseHoldings.inventions,
    utilityModels: enterpriseHoldings.utilityModels,
    designs: enterpriseHoldings.designs,
    trademarks: enterpriseHoldings.trademarks,
    copyrights: enterpriseHoldings.copyrights,
    dataRights: enterpriseHoldings.dataRights,
    others: enterpriseHoldings.others,
  },
}

/** The count of the latest day. */
const latestHoldings = and(
  eq(enterpriseHoldings.enterpriseId, enterprises.id),
  sql`${enterpriseHoldings.asOf} = (select max(h.as_of) from ${enterpriseHoldings} h
    where h.enterprise_id = ${enterprises.id})`,
)

/** 服务台账 of the viewer's organisations, by name, each with its latest holdings and without its contact. */
export function listEnterprises(
  db: Database,
  viewer: Account,
  { after, limit, ...filter }: EnterpriseQuery,
) {
  const position = sql`(${enterprises.name}, ${enterprises.id})`
  const rest =
    after === undefined
      ? undefined
      : gt(position, sql`(select name, id from enterprises where id = ${after})`)
  return read(db, { where: and(matches(db, viewer, filter), rest), limit })
}

/** What a filter finds of what the viewer sees. */
export function matches(db: Database, viewer: Account, filter: EnterpriseFilter): SQL | undefined {
  const { text, district, organisationId, keyYear, waiting } = filter
  return and(
    inScope(db, viewer, enterprises.organisationId),
    text === undefined ? undefined : holds(text),
    district === undefined ? undefined : eq(enterprises.district, district),
    organisationId === undefined ? undefined : eq(enterprises.organisationId, organisationId),
    keyYear === undefined
      ? undefined
      : sql`exists (select 1 from ${keyEnterprises} k
          where k.enterprise_id = ${enterprises.id} and k.year = ${keyYear})`,
    waiting ? sql`${nextOn} is not null` : undefined,
  )
}

function holds(text: string): SQL | undefined {
  const pattern = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  const { name, creditCode, industry, needs } = enterprises
  return or(...[name, creditCode, industry, needs].map((column) => ilike(column, pattern)))
}

/** @throws AppError `not_found`, also outside of the viewer's organisations */
export async function readEnterprise(db: Database, viewer: Account, id: string) {
  const where = and(eq(enterprises.id, id), inScope(db, viewer, enterprises.organisationId))
  const [found] = await read(db, { where, limit: 1 })
  if (!found) throw new AppError('not_found', 'enterprise_unknown')
  const history = await db
    .select(columns.holdings)
    .from(enterpriseHoldings)
    .where(eq(enterpriseHoldings.enterpriseId, id))
    .orderBy(desc(enterpriseHoldings.asOf))
    .limit(20)
  return { ...found, history, listed: await listKeyYears(db, viewer, id) }
}

function read(db: Database, { where, limit }: { where: SQL | undefined; limit: number }) {
  return db
    .select(columns)
    .from(enterprises)
    .innerJoin(organisations, eq(organisations.id, enterprises.organisationId))
    .leftJoin(enterpriseHoldings, latestHoldings)
    .where(where)
    .orderBy(asc(enterprises.name), asc(enterprises.id))
    .limit(limit)
}
