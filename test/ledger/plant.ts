import {
  enterpriseLinks,
  enterprises,
  enterpriseVisits,
  keyEnterprises,
} from '../../src/db/schema/index.ts'
import { newId } from '../../src/shared/ids.ts'
import type { TestDeps } from '../support/test-deps.ts'

type Planted = Partial<typeof enterprises.$inferInsert> & {
  organisationId: string
  createdBy: string
}

export async function plantEnterprise({ db, now }: TestDeps, planted: Planted): Promise<string> {
  const id = planted.id ?? newId()
  const times = { createdAt: now(), updatedAt: now(), touchedAt: now() }
  await db
    .insert(enterprises)
    .values({ name: `某科技公司 ${id}`, version: 1, ...times, ...planted, id })
  return id
}

type Setting = { organisationId: string; createdBy: string; caseId: string }

/** One enterprise with a visit, a linked case, and its place on the list of 2026. */
export async function plantLedger(deps: TestDeps, { caseId, ...common }: Setting) {
  const { db, now } = deps
  const enterpriseId = await plantEnterprise(deps, common)
  const [visit, link, entry] = [newId(), newId(), newId()]
  await db.insert(enterpriseVisits).values({
    id: visit,
    enterpriseId,
    day: '2026-03-02',
    kind: 'visit',
    people: '王小明',
    about: '了解需求',
    version: 1,
    entryKey: newId(),
    createdBy: common.createdBy,
    createdAt: now(),
    updatedAt: now(),
  })
  await db
    .insert(enterpriseLinks)
    .values({ id: link, enterpriseId, caseId, linkedBy: common.createdBy, linkedAt: now() })
  await db.insert(keyEnterprises).values({
    id: entry,
    organisationId: common.organisationId,
    year: 2026,
    enterpriseId,
    name: '某科技公司',
    category: 'specialised',
    reason: '专利转化需求迫切',
    listedBy: common.createdBy,
    listedAt: now(),
  })
  return { enterprise: enterpriseId, visit, enterpriseLink: link, keyEntry: entry }
}
