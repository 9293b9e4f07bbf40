import {
  answerRecallItems,
  answerRecalls,
  type documentVersions,
} from '../../src/db/schema/index.ts'
import { insertVersion } from '../../src/documents/store-version.ts'
import { newId } from '../../src/shared/ids.ts'
import type { TestDeps } from '../support/test-deps.ts'

const header = {
  id: 'planted-rules',
  title: '服务规则',
  short_title: '服务规则',
  title_en: 'Rules of service',
  issuer: null,
  document_number: null,
  issued_on: null,
  comment_from: null,
  comment_to: null,
  period_from: '2026-01-01',
  period_to: null,
  status_stated: 'issued',
  in_force_stated: true,
  source: { file: 'rules.md', sha256: '0'.repeat(64) },
}

type Version = Partial<typeof documentVersions.$inferInsert>

/** Three versions of one document, published, submitted and drafted, by somebody who has left nothing else. */
export async function plantVersions(deps: TestDeps, uploadedBy: string, publishedBy: string) {
  const at = deps.now()
  const plant = async (version: Version) => {
    const { id } = await insertVersion(deps.db, {
      document: header.id,
      origin: 'upload',
      state: 'draft',
      header,
      body: '第1条 服务对象可以预约。\n',
      edit: 1,
      uploadedBy,
      uploadedAt: at,
      editedBy: uploadedBy,
      editedAt: at,
      ...version,
    })
    return id
  }
  const former = await plant({ state: 'replaced', publishedBy, publishedAt: at })
  const published = await plant({
    state: 'published',
    body: '第1条 服务对象可以预约上门服务。\n',
    publishedBy,
    publishedAt: at,
  })
  return {
    formerVersion: former,
    publishedVersion: published,
    submittedVersion: await plant({ state: 'submitted', submittedAt: at }),
    draftVersion: await plant({}),
  }
}

/** A list with one answer to correct. */
export async function plantRecall(
  { db, now }: TestDeps,
  { from, to, messageId }: { from: string; to: string; messageId: string },
): Promise<string> {
  const id = newId()
  await db.insert(answerRecalls).values({
    id,
    document: header.id,
    fromVersion: from,
    toVersion: to,
    state: 'ready',
    createdAt: now(),
    readyAt: now(),
  })
  await db.insert(answerRecallItems).values({
    id: newId(),
    recallId: id,
    messageId,
    units: ['art1'],
    state: 'open',
    answeredAt: now(),
  })
  return id
}
