import { reports } from '../../../src/db/schema/index.ts'
import { readPackagedKnowledge } from '../../../src/packaged.ts'
import type { Content } from '../../../src/insight/report/content.ts'
import { newId } from '../../../src/shared/ids.ts'
import type { TestDeps } from '../../support/test-deps.ts'

const { report } = await readPackagedKnowledge()

const nothing: Content = {
  title: '工作报告',
  organisation: '市中心',
  period: { from: '2026-01-01', to: '2026-01-31' },
  before: { from: '2025-12-01', to: '2025-12-31' },
  at: '2026-03-02T02:00:00.000Z',
  sections: [],
  targets: [],
  notes: [],
  words: report.words,
}

type Planted = { organisationId: string; authors: string[] }

/** A draft of January that says nothing. */
export async function plantReport({ db, now }: TestDeps, planted: Planted): Promise<string> {
  const id = newId()
  await db.insert(reports).values({
    id,
    ...nothing.period,
    beforeFrom: nothing.before.from,
    beforeTo: nothing.before.to,
    state: 'draft',
    version: 1,
    progress: 100,
    content: { inner: nothing, open: null },
    texts: {},
    createdAt: now(),
    computedAt: now(),
    updatedAt: now(),
    ...planted,
  })
  return id
}
