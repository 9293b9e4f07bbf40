import { and, eq, isNull } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { organisations } from '../db/schema/index.ts'
import { ensureCityCentre } from '../organisations/ensure-city-centre.ts'

/** The open centre of the district that the asker named; the city centre where there is none. */
export async function chooseOrganisation(
  tx: Database,
  district: string | null,
  now: Date,
): Promise<{ id: string; name: string }> {
  const [centre] =
    district === null
      ? []
      : await tx
          .select({ id: organisations.id, name: organisations.name })
          .from(organisations)
          .where(
            and(
              eq(organisations.level, 'district'),
              eq(organisations.district, district),
              isNull(organisations.closedAt),
            ),
          )
          .limit(1)
  return centre ?? ensureCityCentre(tx, now)
}
