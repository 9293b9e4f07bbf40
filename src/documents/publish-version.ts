import { and, eq, ne, sql } from 'drizzle-orm'
import type { ActingAccount } from '../accounts/account.ts'
import type { Database } from '../db/database.ts'
import { documentVersions } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { lockPublications, nextRevision } from '../knowledge/edits/publish-edits.ts'
import { AppError } from '../shared/errors.ts'
import { auditVersion } from './audit-version.ts'
import type { Seen } from './change-version.ts'
import { beginRecall, beginRecalls, endRecalls } from './recall/begin-recalls.ts'
import { findVersion, insertVersion, listUsed, type StoredVersion } from './store-version.ts'

type PublishDeps = Pick<Deps, 'db' | 'now'>
export type PublishedVersion = { version: StoredVersion; revision: number }

/**
 * A second person puts a submitted version in the place of the one in use: never who uploaded it or wrote of its
 * days last, which the statement itself sees to. The index follows by `rebuildIndex`; which past answers have to
 * be corrected is looked for on the day from which it holds.
 * @throws AppError `not_found`, `forbidden` to the first person, `conflict` when it is another than was seen
 */
export async function publishVersion(
  { db, now }: PublishDeps,
  by: ActingAccount,
  seen: Seen,
): Promise<PublishedVersion> {
  return db.transaction(async (tx) => {
    await lockPublications(tx)
    const at = now()
    const { document } = await findVersion(tx, seen.id)
    const before = await listUsed(tx, document)
    await endPublished(tx, { document, by, at })
    const revision = await nextRevision(tx, by, at)
    const [version] = await tx
      .update(documentVersions)
      .set({
        state: 'published',
        revision,
        publishedBy: by.id,
        publishedAt: at,
        edit: seen.edit + 1,
      })
      .where(
        and(
          eq(documentVersions.id, seen.id),
          eq(documentVersions.edit, seen.edit),
          eq(documentVersions.state, 'submitted'),
          ne(documentVersions.uploadedBy, by.id),
          ne(documentVersions.editedBy, by.id),
        ),
      )
      .returning()
    if (!version) throw await refusal(tx, by, seen)
    await beginRecalls(tx, { version, before, now: at })
    const details = { version: version.number, revision }
    await auditVersion(tx, by, { action: 'publish_document', version, details })
    return { version, revision }
  })
}

async function refusal(tx: Database, by: ActingAccount, { id }: Seen): Promise<AppError> {
  const { state, uploadedBy, editedBy } = await findVersion(tx, id)
  const isOwn = uploadedBy === by.id || editedBy === by.id
  return state === 'submitted' && isOwn
    ? new AppError('forbidden', 'document_second_person')
    : new AppError('conflict', 'document_changed')
}

/**
 * Takes the version in use back and the one before it up again, as a version of its own: the history says what
 * was in use when. Of a document that was never there before nothing is left.
 * @param seen of the version in use
 * @throws AppError `not_found`, `conflict` when it is not the one in use, or was not uploaded
 */
export async function rollBackVersion(
  { db, now }: PublishDeps,
  by: ActingAccount,
  seen: Seen,
): Promise<{ revision: number }> {
  return db.transaction(async (tx) => {
    await lockPublications(tx)
    const at = now()
    const { document } = await findVersion(tx, seen.id)
    const [withdrawn] = await tx
      .update(documentVersions)
      .set({ state: 'withdrawn', endedBy: by.id, endedAt: at, edit: seen.edit + 1 })
      .where(
        and(
          eq(documentVersions.id, seen.id),
          eq(documentVersions.edit, seen.edit),
          eq(documentVersions.state, 'published'),
          eq(documentVersions.origin, 'upload'),
        ),
      )
      .returning()
    if (!withdrawn) throw new AppError('conflict', 'document_changed')
    await endRecalls(tx, withdrawn.id)
    const revision = await nextRevision(tx, by, at)
    const [former] = await listUsed(tx, document)
    if (former) await takeUpAgain(tx, { former, withdrawn, by, at, revision })
    const details = { version: withdrawn.number, revision }
    await auditVersion(tx, by, { action: 'roll_back_document', version: withdrawn, details })
    return { revision }
  })
}

type TakingUp = {
  former: StoredVersion
  withdrawn: StoredVersion
  by: ActingAccount
  at: Date
  revision: number
}

async function takeUpAgain(
  tx: Database,
  { former, withdrawn, by, at, revision }: TakingUp,
): Promise<void> {
  const version = await insertVersion(tx, {
    document: former.document,
    origin: 'restored',
    state: 'published',
    header: former.header,
    body: former.body,
    upload: former.upload,
    edit: 1,
    revision,
    restores: former.id,
    uploadedBy: former.uploadedBy,
    uploadedAt: at,
    editedBy: former.editedBy,
    editedAt: at,
    publishedBy: by.id,
    publishedAt: at,
  })
  await beginRecall(tx, { version, former: withdrawn, from: at, now: at })
}

type Ending = { document: string; by: ActingAccount; at: Date }

async function endPublished(tx: Database, { document, by, at }: Ending): Promise<void> {
  const edit = sql`${documentVersions.edit} + 1`
  await tx
    .update(documentVersions)
    .set({ state: 'replaced', endedBy: by.id, endedAt: at, edit })
    .where(and(eq(documentVersions.document, document), eq(documentVersions.state, 'published')))
}
