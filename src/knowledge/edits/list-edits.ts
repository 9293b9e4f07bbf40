import { and, desc, eq, inArray } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Database } from '../../db/database.ts'
import { accounts, knowledgeEdits } from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../shared/errors.ts'
import type { KnowledgeFiles } from '../read-documents.ts'
import { readEditable } from '../read-knowledge.ts'
import { same } from './apply-edits.ts'
import type { EditKind } from '../../shared/edit-kinds.ts'
import { kinds } from './edit-kinds.ts'

export type StoredEdit = typeof knowledgeEdits.$inferSelect

/** @throws AppError `unavailable` on a runtime without files */
export async function packagedFiles({ packaged }: Pick<Deps, 'packaged'>): Promise<KnowledgeFiles> {
  if (!packaged) throw new AppError('unavailable', 'knowledge_files_missing')
  return packaged()
}

const author = alias(accounts, 'author')
const publisher = alias(accounts, 'publisher')
const ender = alias(accounts, 'ender')

const columns = {
  id: knowledgeEdits.id,
  kind: knowledgeEdits.kind,
  recordId: knowledgeEdits.recordId,
  content: knowledgeEdits.content,
  packaged: knowledgeEdits.packaged,
  state: knowledgeEdits.state,
  version: knowledgeEdits.version,
  revision: knowledgeEdits.revision,
  author: author.name,
  updatedAt: knowledgeEdits.updatedAt,
  publisher: publisher.name,
  publishedAt: knowledgeEdits.publishedAt,
  ender: ender.name,
  endedAt: knowledgeEdits.endedAt,
}

const edits = (db: Database) =>
  db
    .select(columns)
    .from(knowledgeEdits)
    .innerJoin(author, eq(author.id, knowledgeEdits.authorId))
    .leftJoin(publisher, eq(publisher.id, knowledgeEdits.publishedBy))
    .leftJoin(ender, eq(ender.id, knowledgeEdits.endedBy))

export type ListedEdit = Awaited<ReturnType<typeof edits>>[number]

export type ListedRecord = {
  id: string
  title: string
  /** As it comes with the software; null where colleagues have added it. */
  packaged: unknown
  /** As it is in use, or will be after the build under way; null: taken out. */
  content: unknown
  published: ListedEdit | null
  draft: ListedEdit | null
  /** An upgrade has changed the packaged record since the published edit was written. */
  packagedChanged: boolean
}

/** The records of one kind: packaged, as edited, and as drafted, in the order of their file. */
export async function listEditRecords(
  deps: Pick<Deps, 'db' | 'packaged'>,
  kind: EditKind,
): Promise<ListedRecord[]> {
  const packaged = kinds[kind].list(readEditable(await packagedFiles(deps)))
  const living = await edits(deps.db).where(
    and(
      eq(knowledgeEdits.kind, kind),
      inArray(knowledgeEdits.state, ['draft', 'published'] as const),
    ),
  )
  const known = new Set(packaged.map(({ id }) => id))
  const added = living
    .filter(({ recordId }) => !known.has(recordId))
    .map(({ recordId }) => recordId)
  const rows = [
    ...packaged,
    ...[...new Set(added)].map((id) => ({ id, title: titleOf(id), content: null })),
  ]
  return rows.map(({ id, title, content: base }) => {
    const of = (state: StoredEdit['state']) =>
      living.find((edit) => edit.recordId === id && edit.state === state) ?? null
    const published = of('published')
    const content = published ? published.content : base
    const packagedChanged = published !== null && !same(published.packaged, base)
    return { id, title, packaged: base, content, published, draft: of('draft'), packagedChanged }
  })
}

/** `synonyms/专利` → 专利. */
const titleOf = (id: string) => id.slice(id.indexOf('/') + 1)

const MOST_VERSIONS = 50

/** Every version of one record, the newest first. */
export async function listVersions(
  db: Database,
  { kind, recordId }: { kind: EditKind; recordId: string },
): Promise<ListedEdit[]> {
  return edits(db)
    .where(and(eq(knowledgeEdits.kind, kind), eq(knowledgeEdits.recordId, recordId)))
    .orderBy(desc(knowledgeEdits.createdAt), desc(knowledgeEdits.id))
    .limit(MOST_VERSIONS)
}

/** Drafts of all kinds that wait to be published, the newest first. */
export async function listDrafts(db: Database): Promise<ListedEdit[]> {
  return edits(db)
    .where(eq(knowledgeEdits.state, 'draft'))
    .orderBy(desc(knowledgeEdits.updatedAt), desc(knowledgeEdits.id))
    .limit(MOST_VERSIONS)
}
