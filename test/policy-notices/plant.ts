import { policyNotices } from '../../src/db/schema/index.ts'
import { newId } from '../../src/shared/ids.ts'
import type { TestDeps } from '../support/test-deps.ts'

type Planted = Partial<typeof policyNotices.$inferInsert> & {
  organisationId: string
  createdBy: string
}

/** A draft for the whole city on patents, unless something else is said. */
export async function plantPolicyNotice({ db, now }: TestDeps, planted: Planted): Promise<string> {
  const id = newId()
  await db.insert(policyNotices).values({
    title: '措施公开征求意见',
    summary: '志愿服务专家的办法正在公开征求意见。',
    document: 'measures-draft',
    topics: ['专利'],
    districts: [],
    state: 'draft',
    version: 1,
    editedBy: planted.createdBy,
    createdAt: now(),
    updatedAt: now(),
    ...planted,
    id,
  })
  return id
}
