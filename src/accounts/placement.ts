import { and, eq } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { experts } from '../db/schema/index.ts'
import { findOpenOrganisation } from '../organisations/organisations.ts'
import { inScope, type Viewer } from '../organisations/scope.ts'
import { AppError } from '../shared/errors.ts'

/** The role of a new account, with what binds it: an organisation, or a row of the roster of experts. */
export type Placement =
  | { role: 'administrator' | 'auditor'; organisationId: string | null }
  | { role: 'staff'; organisationId: string }
  | { role: 'expert'; expertId: string }

export type Placed = {
  role: Placement['role']
  organisationId: string | null
  expertId: string | null
}

/**
 * Where an account may be put by somebody: in what they see, and above all organisations only by who stands
 * there too. An expert belongs to the organisation that keeps the roster.
 * @throws AppError `not_found`, `conflict` for a closed organisation
 */
export async function placeAccount(
  tx: Database,
  by: Viewer,
  placement: Placement,
): Promise<Placed> {
  if (placement.role === 'expert') return placeExpert(tx, by, placement.expertId)
  const { role, organisationId } = placement
  if (organisationId !== null) {
    const { id } = await findOpenOrganisation(tx, by, organisationId)
    return { role, organisationId: id, expertId: null }
  }
  if (by.organisationPath !== null) throw new AppError('not_found', 'organisation_unknown')
  return { role, organisationId: null, expertId: null }
}

async function placeExpert(tx: Database, by: Viewer, expertId: string): Promise<Placed> {
  const [found] = await tx
    .select({ organisationId: experts.organisationId })
    .from(experts)
    .where(and(eq(experts.id, expertId), inScope(tx, by, experts.organisationId)))
  if (!found) throw new AppError('not_found', 'expert_unknown')
  return { role: 'expert', organisationId: found.organisationId, expertId }
}
