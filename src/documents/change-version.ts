import { and, eq, inArray, sql } from 'drizzle-orm'
import type { ActingAccount } from '../accounts/account.ts'
import type { Database } from '../db/database.ts'
import { documentUnits, documentVersions } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { DocumentHeader } from '../knowledge/schemas.ts'
import { queueNotice } from '../notices/queue-notice.ts'
import type { VersionState } from '../shared/document-versions.ts'
import { AppError } from '../shared/errors.ts'
import { auditVersion } from './audit-version.ts'
import { findVersion, type StoredVersion } from './store-version.ts'
import { fieldsOf, findFieldProblems, type VersionFields, withFields } from './version-fields.ts'

type ChangeDeps = Pick<Deps, 'db' | 'now'>
/** `edit`: the one that was seen. */
export type Seen = { id: string; edit: number }

/**
 * Writes title, status and days of a draft.
 * @throws AppError `not_found`, `conflict` when it is no draft, or another than was seen
 */
export async function editVersion(
  { db, now }: ChangeDeps,
  by: ActingAccount,
  { fields, ...seen }: Seen & { fields: VersionFields },
): Promise<StoredVersion> {
  return db.transaction(async (tx) => {
    const before = await findVersion(tx, seen.id)
    const header = DocumentHeader.parse(withFields(DocumentHeader.parse(before.header), fields))
    const set = { header, editedBy: by.id, editedAt: now() }
    const changed = await changeVersion(tx, seen, { from: ['draft'], set })
    await audit(tx, by, 'change_document', changed)
    return changed
  })
}

/**
 * Gives a draft to a second person to publish; administrators are told.
 * @throws AppError `not_found`, `conflict`, `invalid` where status and days do not go together
 */
export async function submitVersion(
  { db, now }: ChangeDeps,
  by: ActingAccount,
  seen: Seen,
): Promise<StoredVersion> {
  return db.transaction(async (tx) => {
    const before = await findVersion(tx, seen.id)
    const [problem] = findFieldProblems(fieldsOf(DocumentHeader.parse(before.header)))
    if (problem) throw new AppError('invalid', problem)
    const set = { state: 'submitted' as const, submittedAt: now() }
    const submitted = await changeVersion(tx, seen, { from: ['draft'], set })
    await queueNotice(tx, {
      key: `document_submitted:${submitted.id}:${submitted.edit}`,
      kind: 'document_submitted',
      recipient: { kind: 'administrators' },
      data: {},
      now: now(),
    })
    await audit(tx, by, 'submit_document', submitted)
    return submitted
  })
}

/** Back to a draft, to be mended. @throws AppError `not_found`, `conflict` */
export async function takeBackVersion(
  { db }: ChangeDeps,
  by: ActingAccount,
  seen: Seen,
): Promise<StoredVersion> {
  return db.transaction(async (tx) => {
    const set = { state: 'draft' as const, submittedAt: null }
    const changed = await changeVersion(tx, seen, { from: ['submitted'], set })
    await audit(tx, by, 'change_document', changed)
    return changed
  })
}

/** Throws away what was never published; number, who and when stay. @throws AppError `not_found`, `conflict` */
export async function discardVersion(
  { db, now }: ChangeDeps,
  by: ActingAccount,
  seen: Seen,
): Promise<StoredVersion> {
  return db.transaction(async (tx) => {
    const set = { state: 'discarded' as const, body: '', endedBy: by.id, endedAt: now() }
    const changed = await changeVersion(tx, seen, { from: ['draft', 'submitted'], set })
    await tx.delete(documentUnits).where(eq(documentUnits.versionId, changed.id))
    await audit(tx, by, 'discard_document', changed)
    return changed
  })
}

type Change = {
  from: VersionState[]
  set: Partial<typeof documentVersions.$inferInsert>
}

async function changeVersion(
  tx: Database,
  { id, edit }: Seen,
  { from, set }: Change,
): Promise<StoredVersion> {
  const [changed] = await tx
    .update(documentVersions)
    .set({ ...set, edit: sql`${documentVersions.edit} + 1` })
    .where(
      and(
        eq(documentVersions.id, id),
        eq(documentVersions.edit, edit),
        inArray(documentVersions.state, from),
      ),
    )
    .returning()
  if (changed) return changed
  await findVersion(tx, id)
  throw new AppError('conflict', 'document_changed')
}

type Step = 'change_document' | 'submit_document' | 'discard_document'

const audit = (tx: Database, by: ActingAccount, action: Step, version: StoredVersion) =>
  auditVersion(tx, by, { action, version, details: { version: version.number } })
