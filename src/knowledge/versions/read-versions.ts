import { asc, inArray } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { documentVersions } from '../../db/schema/index.ts'
import { DocumentHeader } from '../schemas.ts'
import type { VersionInUse } from './apply-versions.ts'

const inUse = ['published', 'replaced'] as const

/** The published versions of all documents and those whose place they took; none before the first upload. */
export async function readVersionsInUse(db: Database): Promise<VersionInUse[]> {
  const rows = await db
    .select({
      document: documentVersions.document,
      number: documentVersions.number,
      origin: documentVersions.origin,
      state: documentVersions.state,
      header: documentVersions.header,
      body: documentVersions.body,
    })
    .from(documentVersions)
    .where(inArray(documentVersions.state, inUse))
    .orderBy(asc(documentVersions.document), asc(documentVersions.number))
  return rows.flatMap(({ state, header, ...row }) =>
    state === 'published' || state === 'replaced'
      ? [{ ...row, state, header: DocumentHeader.parse(header) }]
      : [],
  )
}
