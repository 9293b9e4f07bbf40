import { and, desc, eq, inArray, max } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { documentUnits, documentVersions } from '../db/schema/index.ts'
import { DocumentHeader } from '../knowledge/schemas.ts'
import type { SourceDocument } from '../knowledge/read-documents.ts'
import { unitsOf } from '../knowledge/versions/apply-versions.ts'
import { plainWords, type Unit } from '../knowledge/versions/compare-units.ts'
import { AppError } from '../shared/errors.ts'
import { newId, sha256 } from '../shared/ids.ts'
import { slices } from '../shared/slices.ts'

export type StoredVersion = typeof documentVersions.$inferSelect
export type NewVersion = Omit<typeof documentVersions.$inferInsert, 'id' | 'number' | 'bodyHash'>

const ROWS_PER_INSERT = 100

/** Writes a version with the next number of its document, and its units. */
export async function insertVersion(tx: Database, version: NewVersion): Promise<StoredVersion> {
  const [last] = await tx
    .select({ number: max(documentVersions.number) })
    .from(documentVersions)
    .where(eq(documentVersions.document, version.document))
  const [stored] = await tx
    .insert(documentVersions)
    .values({
      ...version,
      id: newId(),
      number: (last?.number ?? 0) + 1,
      bodyHash: await sha256(version.body),
    })
    .returning()
  if (!stored) throw new Error('insert returned no row')
  await insertUnits(tx, stored.id, unitsOf(documentOf(stored)))
  return stored
}

async function insertUnits(tx: Database, versionId: string, units: readonly Unit[]): Promise<void> {
  const rows = await Promise.all(
    units.map(async (unit, at) => ({
      versionId,
      n: at + 1,
      locator: unit.locator,
      kind: unit.kind,
      path: unit.path,
      text: unit.text,
      textHash: await sha256(plainWords(unit.text)),
      start: unit.start,
      end: unit.end,
    })),
  )
  for (const some of slices(rows, ROWS_PER_INSERT)) {
    await tx.insert(documentUnits).values(some)
  }
}

/** A version as the splitter and the comparison read documents. */
export function documentOf({
  document,
  header,
  body,
}: Pick<StoredVersion, 'document' | 'header' | 'body'>): SourceDocument {
  return { ...DocumentHeader.parse(header), id: document, body }
}

/** @throws AppError `not_found` */
export async function findVersion(tx: Database, id: string): Promise<StoredVersion> {
  const [found] = await tx.select().from(documentVersions).where(eq(documentVersions.id, id))
  if (!found) throw new AppError('not_found', 'document_version_unknown')
  return found
}

/** The versions of a document that are in use or were, the newest first. */
export async function listUsed(tx: Database, document: string): Promise<StoredVersion[]> {
  return tx
    .select()
    .from(documentVersions)
    .where(
      and(
        eq(documentVersions.document, document),
        inArray(documentVersions.state, ['published', 'replaced']),
      ),
    )
    .orderBy(desc(documentVersions.number))
}
