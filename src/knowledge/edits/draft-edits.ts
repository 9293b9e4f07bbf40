import { and, eq } from 'drizzle-orm'
import { actedBy, type ActingAccount } from '../../accounts/account.ts'
import { appendAudit } from '../../audit/append-audit.ts'
import type { Database } from '../../db/database.ts'
import { knowledgeEdits } from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import type { Problem } from '../read-documents.ts'
import { readEditable } from '../read-knowledge.ts'
import { type Edit, same } from './apply-edits.ts'
import type { EditKind } from '../../shared/edit-kinds.ts'
import { kinds } from './edit-kinds.ts'
import { packagedFiles, type StoredEdit } from './list-edits.ts'
import { problemsOf } from './published-edits.ts'

export type DraftInput = Edit & {
  /** Of the draft that was seen; null where there was none. */
  version: number | null
}

export type Saved = { draft: StoredEdit } | { problems: Problem[] }

/** Names an edit in the audit. */
export const auditNameOf = (id: string): string => `edit.${id}`

/**
 * Writes the draft of a record, once all of it is right; what is wrong is told field by field.
 * @throws AppError `conflict` when somebody else has changed it, or it says what is in use already
 */
export async function saveDraft(
  deps: Pick<Deps, 'db' | 'now' | 'packaged'>,
  by: ActingAccount,
  { version, ...edit }: DraftInput,
): Promise<Saved> {
  const files = await packagedFiles(deps)
  const packaged = kinds[edit.kind].list(readEditable(files)).find(({ id }) => id === edit.recordId)
  const problems = await problemsOf(deps.db, files, edit)
  if (problems.length > 0) return { problems }
  const base = packaged?.content ?? null
  const draft = await deps.db.transaction(async (tx) => {
    const published = await findEdit(tx, edit, 'published')
    if (same(published ? published.content : base, edit.content)) {
      throw new AppError('conflict', 'knowledge_unchanged')
    }
    const written = { content: edit.content, packaged: base, authorId: by.id, now: deps.now() }
    const saved = await writeDraft(tx, { edit, version, written })
    await appendAudit(tx, {
      ...actedBy(by),
      action: 'change_knowledge',
      objectId: auditNameOf(saved.id),
      result: 'ok',
      details: { version: saved.version },
    })
    return saved
  })
  return { draft }
}

type Writing = {
  edit: Edit
  version: number | null
  written: { content: unknown; packaged: unknown; authorId: string; now: Date }
}

async function writeDraft(tx: Database, { edit, version, written }: Writing): Promise<StoredEdit> {
  const { now, ...values } = written
  const { kind, recordId } = edit
  const [saved] =
    version === null
      ? await tx
          .insert(knowledgeEdits)
          .values({
            ...values,
            id: newId(),
            kind,
            recordId,
            state: 'draft',
            version: 1,
            createdAt: now,
            updatedAt: now,
          })
          .onConflictDoNothing()
          .returning()
      : await tx
          .update(knowledgeEdits)
          .set({ ...values, version: version + 1, updatedAt: now })
          .where(and(whichEdit(edit, 'draft'), eq(knowledgeEdits.version, version)))
          .returning()
  if (!saved) throw new AppError('conflict', 'knowledge_changed_meanwhile')
  return saved
}

type RecordName = { kind: EditKind; recordId: string }

const whichEdit = ({ kind, recordId }: RecordName, state: StoredEdit['state']) =>
  and(
    eq(knowledgeEdits.kind, kind),
    eq(knowledgeEdits.recordId, recordId),
    eq(knowledgeEdits.state, state),
  )

export async function findEdit(
  tx: Database,
  which: RecordName,
  state: StoredEdit['state'],
): Promise<StoredEdit | undefined> {
  const [found] = await tx
    .select()
    .from(knowledgeEdits)
    .where(whichEdit(which, state))
    .for('update')
  return found
}

/** @throws AppError `not_found` without a draft, `conflict` when it has been changed */
export async function discardDraft(
  { db }: Pick<Deps, 'db'>,
  by: ActingAccount,
  { version, ...which }: RecordName & { version: number },
): Promise<void> {
  await db.transaction(async (tx) => {
    const draft = await requireDraft(tx, which, version)
    await tx.delete(knowledgeEdits).where(eq(knowledgeEdits.id, draft.id))
    await appendAudit(tx, {
      ...actedBy(by),
      action: 'delete_knowledge',
      objectId: auditNameOf(draft.id),
      result: 'ok',
      details: {},
    })
  })
}

/** @throws AppError `not_found` without a draft, `conflict` when it is another than was seen */
export async function requireDraft(
  tx: Database,
  which: RecordName,
  version: number,
): Promise<StoredEdit> {
  const draft = await findEdit(tx, which, 'draft')
  if (!draft) throw new AppError('not_found', 'knowledge_draft_missing')
  if (draft.version !== version) throw new AppError('conflict', 'knowledge_changed_meanwhile')
  return draft
}
