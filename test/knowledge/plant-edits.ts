import { knowledgeEdits, knowledgeRevisions } from '../../src/db/schema/index.ts'
import { newId } from '../../src/shared/ids.ts'
import type { TestDeps } from '../support/test-deps.ts'

export const GREETING = { zh: '您好，请问想了解什么？', en: 'Hello, what would you like to know?' }

/** The draft of a canned reply, and a published slip of the lexicon; the index holds neither. */
export async function plantEdits({ db, now }: TestDeps, authorId: string): Promise<void> {
  const row = { authorId, version: 1, packaged: null, createdAt: now(), updatedAt: now() }
  const [published] = await db
    .insert(knowledgeRevisions)
    .values({ at: now(), accountId: authorId })
    .returning()
  await db.insert(knowledgeEdits).values([
    {
      ...row,
      id: newId(),
      kind: 'reply',
      recordId: 'chat.greeting',
      content: GREETING,
      state: 'draft',
    },
    {
      ...row,
      id: newId(),
      kind: 'lexicon',
      recordId: 'typos/砖利',
      content: '专利',
      state: 'published',
      revision: published?.revision ?? null,
      publishedBy: authorId,
      publishedAt: now(),
    },
  ])
}
