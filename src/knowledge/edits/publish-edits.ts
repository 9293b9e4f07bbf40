import { eq, sql } from 'drizzle-orm'
import { actedBy, type ActingAccount } from '../../accounts/account.ts'
import { appendAudit } from '../../audit/append-audit.ts'
import type { Database } from '../../db/database.ts'
import { knowledgeEdits, knowledgeRevisions } from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import type { Problem } from '../read-documents.ts'
import { auditNameOf, findEdit, requireDraft } from './draft-edits.ts'
import type { EditKind } from '../../shared/edit-kinds.ts'
import { packagedFiles, type StoredEdit } from './list-edits.ts'
import { problemsOf } from './published-edits.ts'

/** Number of the advisory lock under which one publication at a time gets its number. */
const PUBLICATION_LOCK = 7_301_003

/** Until the end of the transaction nobody else publishes. */
export async function lockPublications(tx: Database): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${PUBLICATION_LOCK})`)
}

type RecordName = { kind: EditKind; recordId: string }

export type Published = { revision: number } | { problems: Problem[] }

/**
 * Puts the draft of a record in the place of what is published of it; the index is built by `rebuildIndex`.
 * @returns what is wrong with it by now, among the others
 * @throws AppError `not_found` without a draft, `conflict` when it is another than was seen
 */
export async function publishEdit(
  deps: Pick<Deps, 'db' | 'now' | 'packaged'>,
  by: ActingAccount,
  { version, ...which }: RecordName & { version: number },
): Promise<Published> {
  const files = await packagedFiles(deps)
  return deps.db.transaction(async (tx): Promise<Published> => {
    await lockPublications(tx)
    const draft = await requireDraft(tx, which, version)
    const problems = await problemsOf(tx, files, draft)
    if (problems.length > 0) return { problems }
    const at = deps.now()
    const before = await findEdit(tx, which, 'published')
    if (before) await end(tx, before, { state: 'replaced', by, at })
    const revision = await nextRevision(tx, by, at)
    await tx
      .update(knowledgeEdits)
      .set({ state: 'published', revision, publishedBy: by.id, publishedAt: at })
      .where(eq(knowledgeEdits.id, draft.id))
    await record(tx, by, { action: 'publish_edit', id: draft.id, revision })
    return { revision }
  })
}

/**
 * Rolls back the published edit of a record to the version that it took the place of, and before the first one
 * to what comes with the software. @throws AppError `conflict` where nothing is published
 */
export async function withdrawEdit(
  deps: Pick<Deps, 'db' | 'now' | 'packaged'>,
  by: ActingAccount,
  { to, ...which }: RecordName & { to: string | null },
): Promise<Published> {
  const files = await packagedFiles(deps)
  return deps.db.transaction(async (tx): Promise<Published> => {
    await lockPublications(tx)
    const published = await findEdit(tx, which, 'published')
    if (!published) throw new AppError('conflict', 'knowledge_not_edited')
    const at = deps.now()
    const former = to === null ? undefined : await findVersion(tx, which, to)
    if (former) {
      const problems = await problemsOf(tx, files, former)
      if (problems.length > 0) return { problems }
    }
    await end(tx, published, { state: 'withdrawn', by, at })
    const revision = await nextRevision(tx, by, at)
    if (former) await publishAgain(tx, former, { by, at, revision })
    await record(tx, by, { action: 'withdraw_edit', id: published.id, revision })
    return { revision }
  })
}

async function findVersion(tx: Database, which: RecordName, id: string): Promise<StoredEdit> {
  const [found] = await tx.select().from(knowledgeEdits).where(eq(knowledgeEdits.id, id))
  const isOf = found?.kind === which.kind && found.recordId === which.recordId
  if (!found || !isOf || found.state === 'draft') {
    throw new AppError('not_found', 'knowledge_record_unknown')
  }
  return found
}

type Ending = { state: 'replaced' | 'withdrawn'; by: ActingAccount; at: Date }

async function end(tx: Database, edit: StoredEdit, { state, by, at }: Ending): Promise<void> {
  await tx
    .update(knowledgeEdits)
    .set({ state, endedBy: by.id, endedAt: at })
    .where(eq(knowledgeEdits.id, edit.id))
}

type Publishing = { by: ActingAccount; at: Date; revision: number }

/** A version of its own: the history says what was in use when. */
async function publishAgain(
  tx: Database,
  { kind, recordId, content, packaged, version, authorId }: StoredEdit,
  { by, at, revision }: Publishing,
): Promise<void> {
  await tx.insert(knowledgeEdits).values({
    id: newId(),
    kind,
    recordId,
    content,
    packaged,
    version,
    authorId,
    revision,
    state: 'published',
    createdAt: at,
    updatedAt: at,
    publishedBy: by.id,
    publishedAt: at,
  })
}

/** Of edits and versions of documents alike. */
export async function nextRevision(tx: Database, by: ActingAccount, at: Date): Promise<number> {
  const [row] = await tx
    .insert(knowledgeRevisions)
    .values({ at, accountId: by.id })
    .returning({ revision: knowledgeRevisions.revision })
  if (!row) throw new Error('insert returned no row')
  return row.revision
}

type Recording = { action: 'publish_edit' | 'withdraw_edit'; id: string; revision: number }

async function record(
  tx: Database,
  by: ActingAccount,
  { action, id, revision }: Recording,
): Promise<void> {
  const objectId = auditNameOf(id)
  await appendAudit(tx, { ...actedBy(by), action, objectId, result: 'ok', details: { revision } })
}
