import { and, asc, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { organisations, specialLists, specialServices } from '../db/schema/index.ts'
import type { OrganisationLevel } from './organisations.ts'

/** More than the city has; a list without an end is no answer. */
const MOST_POINTS = 2_000
const MOST_SPECIAL = 20_000

/** Where somebody can go or call, as the institution itself has entered it. */
export type ServicePoint = {
  name: string
  level: OrganisationLevel
  /** Null: for the whole city. */
  district: string | null
  address: string | null
  phone: string | null
  hours: string | null
}

/** One of the 特色服务清单 that the institution has published for this year. */
export type SpecialService = {
  content: string
  audience: string
  frequency: string
  outcome: string
}

export type PublicPoint = ServicePoint & { special: SpecialService[] }

const columns = {
  name: organisations.name,
  level: organisations.level,
  district: organisations.district,
  address: organisations.address,
  phone: organisations.phone,
  hours: organisations.hours,
}

const special = {
  content: specialServices.content,
  audience: specialServices.audience,
  frequency: specialServices.frequency,
  outcome: specialServices.outcome,
}

/** 市中心, then centres before stations. */
const byLevel = sql`array_position(array['city', 'district', 'station'], ${organisations.level})`

const saysSomething = sql`coalesce(${organisations.address}, ${organisations.phone}, ${organisations.hours}) is not null`

/**
 * 资源地图 (003 信息管理): every organisation that is open and that its administrator has made public, with the
 * special services that it has published for a year.
 */
export async function listServicePoints(db: Database, year: number): Promise<PublicPoint[]> {
  const points = await read(db, undefined, MOST_POINTS)
  const rows = await db
    .select({ name: organisations.name, ...special })
    .from(specialServices)
    .innerJoin(
      specialLists,
      and(
        eq(specialLists.organisationId, specialServices.organisationId),
        eq(specialLists.year, specialServices.year),
      ),
    )
    .innerJoin(organisations, eq(organisations.id, specialServices.organisationId))
    .where(
      and(eq(specialServices.year, year), organisations.listed, isNull(organisations.closedAt)),
    )
    .orderBy(asc(specialServices.createdAt), asc(specialServices.id))
    .limit(MOST_SPECIAL)
  const byName = new Map<string, SpecialService[]>()
  for (const { name, ...service } of rows) {
    byName.set(name, [...(byName.get(name) ?? []), service])
  }
  return points.map((point) => ({ ...point, special: byName.get(point.name) ?? [] }))
}

/** Those of the first of these districts that has any; else those for the whole city. */
export async function findServicePoints(
  db: Database,
  { districts, limit }: { districts: string[]; limit: number },
): Promise<ServicePoint[]> {
  for (const district of districts) {
    const points = await read(db, eq(organisations.district, district), limit)
    if (points.length > 0) return points
  }
  return read(db, eq(organisations.level, 'city'), limit)
}

function read(db: Database, which: SQL | undefined, limit: number): Promise<ServicePoint[]> {
  return db
    .select(columns)
    .from(organisations)
    .where(and(organisations.listed, saysSomething, isNull(organisations.closedAt), which))
    .orderBy(byLevel, asc(organisations.district), asc(organisations.name))
    .limit(limit)
}
