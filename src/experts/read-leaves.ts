import { asc, eq, type SQL } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { expertLeaves, experts, organisations } from '../db/schema/index.ts'
import type { Leave } from './matching/profiles.ts'

/** Leave by expert, earliest first, of the experts and days that `which` allows. */
export async function readLeaves(
  db: Database,
  which: SQL | undefined,
): Promise<Map<string, Leave[]>> {
  const rows = await db
    .select({ expertId: expertLeaves.expertId, from: expertLeaves.from, to: expertLeaves.to })
    .from(expertLeaves)
    .innerJoin(experts, eq(experts.id, expertLeaves.expertId))
    .innerJoin(organisations, eq(organisations.id, experts.organisationId))
    .where(which)
    .orderBy(asc(expertLeaves.from), asc(expertLeaves.id))
  const leaves = new Map<string, Leave[]>()
  for (const { expertId, from, to } of rows) {
    leaves.set(expertId, [...(leaves.get(expertId) ?? []), { from, to }])
  }
  return leaves
}
