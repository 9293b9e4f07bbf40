import { asc, eq } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { knowledgeEdits } from '../../db/schema/index.ts'
import type { Log } from '../../http/log.ts'
import { readCurated } from '../curated/read-curated.ts'
import type { KnowledgeFiles, Problem } from '../read-documents.ts'
import { checkKnowledge, type Knowledge, readKnowledge } from '../read-knowledge.ts'
import { readVersionsInUse } from '../versions/read-versions.ts'
import type { Edit } from './apply-edits.ts'

export async function readPublished(db: Database): Promise<Edit[]> {
  return db
    .select({
      kind: knowledgeEdits.kind,
      recordId: knowledgeEdits.recordId,
      content: knowledgeEdits.content,
    })
    .from(knowledgeEdits)
    .where(eq(knowledgeEdits.state, 'published'))
    .orderBy(asc(knowledgeEdits.revision), asc(knowledgeEdits.id))
}

/**
 * The packaged files with the published edits, versions of documents and curated answers above them. An edit that no
 * longer fits, because an upgrade has changed what it rests on, is left out and told of: a service starts with all the
 * others.
 * @throws AppError `invalid` where the files themselves are broken
 */
export async function readEdited(
  { db, log }: { db: Database; log: Log },
  files: KnowledgeFiles,
): Promise<Knowledge> {
  const edits = await readPublished(db)
  const versions = await readVersionsInUse(db)
  const curated = await readCurated(db)
  const checked = checkKnowledge(files, { edits, versions, curated })
  if ('knowledge' in checked) return checked.knowledge
  const light = withoutQuestions(files)
  const kept: Edit[] = []
  for (const edit of edits) {
    const { kind, recordId } = edit
    const tried = checkKnowledge(light, { edits: [...kept, edit], versions, curated })
    if ('knowledge' in tried) kept.push(edit)
    else log('error', 'edit_left_out', { kind, record: recordId })
  }
  return readKnowledge(files, { edits: kept, versions, curated })
}

/** What no edit can disturb, and takes longest to read. */
export const withoutQuestions = (files: KnowledgeFiles): KnowledgeFiles =>
  Object.fromEntries(Object.entries(files).filter(([file]) => !file.startsWith('questions/')))

/** What is wrong with an edit among those that are published. */
export async function problemsOf(
  db: Database,
  files: KnowledgeFiles,
  edit: Edit,
): Promise<Problem[]> {
  const others = (await readPublished(db)).filter(
    ({ kind, recordId }) => kind !== edit.kind || recordId !== edit.recordId,
  )
  const above = { edits: [...others, edit], versions: await readVersionsInUse(db), curated: [] }
  const checked = checkKnowledge(withoutQuestions(files), above)
  return 'problems' in checked ? checked.problems : []
}
