import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { accounts, organisations } from '../db/schema/index.ts'
import { organisationScope, type Viewer } from '../organisations/scope.ts'

/** As many as a person can choose from. */
const MOST = 500

/** Who signs in at the organisations that the viewer sees, by name: no more than is needed to name them. */
export async function listColleagues(
  db: Database,
  viewer: Viewer,
): Promise<{ id: string; name: string }[]> {
  return db
    .select({ id: accounts.id, name: accounts.name })
    .from(accounts)
    .innerJoin(organisations, eq(organisations.id, accounts.organisationId))
    .where(and(organisationScope(viewer), isNull(accounts.disabledAt)))
    .orderBy(asc(accounts.name), asc(accounts.id))
    .limit(MOST)
}
