import { eq } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { documentVersions } from '../db/schema/index.ts'
import {
  readDocument,
  type KnowledgeFiles,
  type SourceDocument,
} from '../knowledge/read-documents.ts'
import { sha256 } from '../shared/ids.ts'
import { insertVersion, listUsed } from './store-version.ts'

/** The documents that come with the software. */
export function readPackaged(files: KnowledgeFiles): SourceDocument[] {
  return Object.entries(files)
    .filter(([file]) => /^policies\/[^/]+\.md$/.test(file))
    .flatMap(([file, content]) => {
      const read = readDocument(file, content)
      return 'value' in read ? [read.value] : []
    })
}

/**
 * Keeps the packaged text of a document as a version of it, so that what is uploaded has something to be
 * compared with and to go back to. After an upgrade that has changed it, as a further one; but where a version
 * of colleagues is in use, that stays.
 */
export async function keepPackaged(
  tx: Database,
  packaged: SourceDocument | undefined,
  now: Date,
): Promise<void> {
  if (!packaged) return
  const { id: document, body, ...header } = packaged
  const [current] = (await listUsed(tx, document)).filter(({ state }) => state === 'published')
  if (current && (current.origin !== 'packaged' || current.bodyHash === (await sha256(body))))
    return
  if (current) {
    await tx
      .update(documentVersions)
      .set({ state: 'replaced', endedAt: now })
      .where(eq(documentVersions.id, current.id))
  }
  await insertVersion(tx, {
    document,
    origin: 'packaged',
    state: 'published',
    header: { ...header, id: document },
    body,
    edit: 1,
    uploadedAt: now,
    editedAt: now,
    publishedAt: now,
  })
}
