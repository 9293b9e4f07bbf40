import { eq, inArray, like, or, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { consultations, enteredConsultations, organisations } from '../db/schema/index.ts'
import type { Viewer } from './scope.ts'

/**
 * What a viewer sees of a query on `consultations`: at the level of the city all of them, below it those of
 * the districts of their own organisation and what lies under it, and what was entered there; nothing for experts.
 */
export function consultationScope(db: Database, viewer: Viewer): SQL | undefined {
  const { role, organisationPath } = viewer
  if (role === 'expert') return sql`false`
  if (organisationPath === null) return role === 'staff' ? sql`false` : sql`true`
  const city = db
    .select({ level: organisations.level })
    .from(organisations)
    .where(eq(organisations.path, organisationPath))
  const districts = db
    .select({ district: organisations.district })
    .from(organisations)
    .where(like(organisations.path, `${organisationPath}%`))
  const entered = db
    .select({ number: enteredConsultations.consultation })
    .from(enteredConsultations)
    .innerJoin(organisations, eq(organisations.id, enteredConsultations.organisationId))
    .where(like(organisations.path, `${organisationPath}%`))
  return or(
    sql`(${city}) = 'city'`,
    sql`${consultations.routing}->>'district' in (${districts})`,
    inArray(consultations.number, entered),
  )
}

/** Confidential text is for administrators of the city only (DESIGN §2.7). */
export async function seesConfidential(db: Database, viewer: Viewer): Promise<boolean> {
  return viewer.role === 'administrator' && (await isOfCity(db, viewer))
}

/** Whether an account belongs to the city centre, or stands above all organisations. */
export async function isOfCity(db: Database, viewer: Viewer): Promise<boolean> {
  if (viewer.organisationPath === null) return viewer.role !== 'expert'
  const [row] = await db
    .select({ level: organisations.level })
    .from(organisations)
    .where(eq(organisations.path, viewer.organisationPath))
  return row?.level === 'city'
}
