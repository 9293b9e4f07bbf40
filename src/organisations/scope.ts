import { inArray, like, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Database } from '../db/database.ts'
import { organisations, type roles } from '../db/schema/index.ts'

/** Whose view it is: an account with the path of its organisation. */
export type Viewer = { role: (typeof roles)[number]; organisationPath: string | null }

/**
 * What a viewer sees of a query that joins `organisations`: their own organisation and what lies below it
 * (DESIGN §2.10). All of it without one, for administrators and auditors; nothing for experts, who see their
 * tickets only.
 */
export function organisationScope({ role, organisationPath }: Viewer): SQL {
  if (role === 'expert') return sql`false`
  // A path holds ids and `/` only, so nothing in it is a wildcard.
  if (organisationPath !== null) return like(organisations.path, `${organisationPath}%`)
  return role === 'staff' ? sql`false` : sql`true`
}

/** The same for a query that has the id of an organisation in a column of its own. */
export function inScope(db: Database, viewer: Viewer, column: PgColumn): SQL {
  const seen = db
    .select({ id: organisations.id })
    .from(organisations)
    .where(organisationScope(viewer))
  return inArray(column, seen)
}
