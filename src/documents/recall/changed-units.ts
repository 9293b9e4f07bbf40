import { asc, eq } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { documentUnits } from '../../db/schema/index.ts'
import { compareUnits, type Unit, type UnitChange } from '../../knowledge/versions/compare-units.ts'

export type StoredUnit = typeof documentUnits.$inferSelect

export async function readUnits(db: Database, versionId: string): Promise<StoredUnit[]> {
  return db
    .select()
    .from(documentUnits)
    .where(eq(documentUnits.versionId, versionId))
    .orderBy(asc(documentUnits.n))
}

type Change = { fromVersion: string; toVersion: string }

/** What has become of the units of a version in another, as they were split when each came. */
export async function compareVersions(
  db: Database,
  { fromVersion, toVersion }: Change,
): Promise<UnitChange[]> {
  const [before, after] = [await readUnits(db, fromVersion), await readUnits(db, toVersion)]
  return compareUnits(before.map(toUnit), after.map(toUnit))
}

const toUnit = ({ locator, path, kind, text, start, end }: StoredUnit) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written from the closed list
  return { locator, path, kind: kind as UnitKind, text, start, end }
}

type UnitKind = Parameters<typeof compareUnits>[0][number]['kind']

export type ChangedUnit = { before: Unit; after: Unit | undefined }

/** Units whose words are other ones now, or gone; a renumbered one still says the same. */
export function listChanged(changes: readonly UnitChange[]): ChangedUnit[] {
  return changes.flatMap((change): ChangedUnit[] => {
    if (change.kind === 'removed') return [{ before: change.before, after: undefined }]
    return change.kind === 'changed' ? [{ before: change.before, after: change.after }] : []
  })
}
