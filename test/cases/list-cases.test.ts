import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { openCase } from '../../src/cases/open-case.ts'
import { listCases } from '../../src/cases/staff/list-cases.ts'
import { openConversation } from '../../src/consultation/conversations.ts'
import { cases } from '../../src/db/schema/index.ts'
import { createAsker } from '../../src/identity/askers.ts'
import { plantOrganisations } from '../accounts/staff.ts'
import { test, type TestDeps } from '../support/test-deps.ts'

type Planted = { summary?: string; urgency?: 'normal' | 'urgent'; confidential?: boolean }

async function plantCase(deps: TestDeps, set: Planted): Promise<string> {
  deps.pass(1_000)
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
  await deps.db
    .update(cases)
    .set({ urgency: 'normal', ...set })
    .where(eq(cases.id, opened.case.id))
  return opened.case.code
}

async function viewers(deps: TestDeps) {
  const { city, east } = await plantOrganisations(deps)
  return {
    city: { role: 'staff', organisationPath: `${city}/` },
    east: { role: 'staff', organisationPath: `${city}/${east}/` },
    administrator: { role: 'administrator', organisationPath: null },
  } as const
}

test('the pages of the queue hold every case once, urgent first, then the oldest', async ({
  deps,
}) => {
  const { city, administrator } = await viewers(deps)
  const old = await plantCase(deps, {})
  const recent = await plantCase(deps, {})
  const urgent = await plantCase(deps, { urgency: 'urgent' })
  const newest = await plantCase(deps, { urgency: 'urgent' })
  const filters = [{}, { states: ['open' as const] }]
  for (const viewer of [city, administrator]) {
    for (const filter of filters) {
      const codes: string[] = []
      let after: string | undefined
      do {
        const page = await listCases(deps.db, viewer, { ...filter, after, limit: 1 }, deps.now())
        codes.push(...page.cases.map(({ code }) => code))
        after = page.next ?? undefined
      } while (after !== undefined)
      expect(codes).toEqual([urgent, newest, old, recent])
    }
  }
})

test('a search finds Chinese words, Latin letters of either case, and codes, within what the viewer sees', async ({
  deps,
}) => {
  const { city, east } = await viewers(deps)
  const phone = await plantCase(deps, { summary: '有人仿冒我们的 iPhone 保护壳' })
  await plantCase(deps, { summary: '商标近似 100%_怎么办', confidential: true })
  const sign = await plantCase(deps, { summary: '商标被抢注 50%' })
  const find = async (text: string, viewer: typeof city | typeof east = city) => {
    const found = await listCases(deps.db, viewer, { text, limit: 10 }, deps.now())
    return found.cases.map(({ code }) => code)
  }
  expect(await find('商标')).toEqual([sign])
  expect(await find('IPHONE')).toEqual([phone])
  expect(await find('iphone 保护')).toEqual([phone])
  expect(await find('0%')).toEqual([sign])
  expect(await find('_')).toEqual([])
  expect(await find(sign.toLowerCase())).toEqual([sign])
  expect(await find(sign, east)).toEqual([])
})
