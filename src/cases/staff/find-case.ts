import { and, eq } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { cases, organisations } from '../../db/schema/index.ts'
import { organisationScope, type Viewer } from '../../organisations/scope.ts'
import { type Case, unknownCase } from '../change-case.ts'

/**
 * A case of the viewer's organisation or one below it.
 * @throws AppError `not_found`, the same for a foreign case as for none
 */
export async function findCase(tx: Database, viewer: Viewer, caseId: string): Promise<Case> {
  const [row] = await tx
    .select({ case: cases })
    .from(cases)
    .innerJoin(organisations, eq(organisations.id, cases.organisationId))
    .where(and(eq(cases.id, caseId), organisationScope(viewer)))
  if (!row) throw unknownCase()
  return row.case
}
