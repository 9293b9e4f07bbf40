import { expect } from 'vitest'
import type { Account } from '../../src/accounts/account.ts'
import { verifyAudit } from '../../src/audit/verify-audit.ts'
import { openCase } from '../../src/cases/open-case.ts'
import { takeCase } from '../../src/cases/staff/case-actions.ts'
import { openConversation } from '../../src/consultation/conversations.ts'
import { createAsker } from '../../src/identity/askers.ts'
import { AppError } from '../../src/shared/errors.ts'
import { plantAccount, plantOrganisations } from '../accounts/staff.ts'
import {
  createTestDeps,
  openOwnDatabase,
  test as base,
  type TestDeps,
} from '../support/test-deps.ts'

const CASES = 100
const CLAIMERS = 8

const test = base.extend<{ here: TestDeps }>({
  here: async ({}, use) => {
    const database = await openOwnDatabase(10)
    await use(createTestDeps(database, undefined))
    await database.close()
  },
})

async function openCases(deps: TestDeps): Promise<string[]> {
  const ids: string[] = []
  for (let at = 0; at < CASES; at += 1) {
    const asker = await createAsker(deps.db, deps.now())
    const conversation = await openConversation(deps.db, asker.id, deps.now())
    const opened = await openCase(deps, {
      askerId: asker.id,
      conversationId: conversation.id,
      kind: 'consultation',
      contact: { name: '甲', contact: '13911112222' },
      confidential: false,
      parties: [],
      contactConsent: false,
    })
    ids.push(opened.case.id)
  }
  return ids
}

test(
  'of eight who claim each of a hundred cases at once, one wins and seven are told',
  { timeout: 240_000 },
  async ({ here }) => {
    const { city } = await plantOrganisations(here)
    const claimers: Account[] = []
    for (let at = 0; at < CLAIMERS; at += 1) {
      const person = await plantAccount(here, { role: 'staff', organisationId: city })
      claimers.push({
        ...person,
        name: '王',
        role: 'staff',
        organisationId: city,
        organisationPath: `${city}/`,
        expertId: null,
        mustChangePassword: false,
      })
    }
    const cases = await openCases(here)
    const claims = cases.flatMap((caseId) =>
      claimers.map((account) => takeCase(here, { account, caseId, version: 1 })),
    )
    const results = await Promise.allSettled(claims)
    const won = results.filter(({ status }) => status === 'fulfilled')
    const told = results.filter(
      (result) =>
        result.status === 'rejected' &&
        result.reason instanceof AppError &&
        result.reason.code === 'conflict',
    )
    expect([won.length, told.length]).toEqual([CASES, CASES * (CLAIMERS - 1)])
    expect(await verifyAudit(here.db)).toMatchObject({ intact: true })
  },
)
