import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import { complaints, organisations } from '../../../src/db/schema/index.ts'
import { newCaseCode } from '../../../src/cases/case-code.ts'
import { newId } from '../../../src/shared/ids.ts'
import {
  type App,
  enter,
  plantAccount,
  plantExpert,
  plantOrganisations,
  send,
} from '../../accounts/staff.ts'
import { as, askerIdOf, plantCase, plantTicket, plantTurn } from '../../feedback/plant.ts'
import { begin } from '../../support/front-door.ts'
import { test, type TestDeps } from '../../support/test-deps.ts'

const Counts = z.looseObject({ from: z.string(), to: z.string() })
const MARCH = '?from=2026-03-01&to=2026-03-31'

async function counted(app: App, cookie: string, query = MARCH) {
  const response = await send(app, `/counts${query}`, { cookie })
  expect(response.status).toBe(200)
  return Counts.parse(await response.json())
}

type Wanted = Parameters<typeof plantAccount>[1]
const signIn = async (deps: TestDeps, app: App, wanted: Wanted) =>
  enter(deps, app, await plantAccount(deps, wanted))

async function plantDistricts(deps: TestDeps) {
  const places = await plantOrganisations(deps)
  const named = { district: '海淀区' }
  await deps.db.update(organisations).set(named).where(eq(organisations.id, places.east))
  return places
}

test('without anything all counts are nothing, and no share is made up', async ({ app, deps }) => {
  const cookie = await signIn(deps, app, {})
  const none = { part: 0, of: 0, share: null }
  const unrated = { ...none, average: null, solved: 0, unsolved: 0 }
  expect(await counted(app, cookie)).toEqual({
    from: '2026-03-01',
    to: '2026-03-31',
    consultations: { total: 0, byChannel: {}, byOutcome: {}, byField: {}, byDistrict: {} },
    selfServed: none,
    casesByState: {},
    respondedInTime: none,
    answerRatings: unrated,
    caseRatings: unrated,
    complaints: { total: 0, complaints: 0, reports: 0, waiting: 0, overdue: 0 },
  })
})

test('consultations are counted by channel, outcome, field and district', async ({ app, deps }) => {
  const { east } = await plantDistricts(deps)
  const { id } = await begin(app)
  const plant = (turn: Parameters<typeof plantTurn>[2]) => plantTurn(deps, id, turn)
  await plant({ askedAt: '2026-02-28T15:59:59Z' })
  await plant({ askedAt: '2026-02-28T16:00:00Z', field: '商标' })
  await plant({ outcome: 'escalate', district: '海淀区' })
  await plant({ outcome: 'refuse', field: '综合' })
  await plant({ askedAt: '2026-03-31T15:59:59Z', district: '海淀区' })
  await plant({ askedAt: '2026-03-31T16:00:00Z' })
  const all = await counted(app, await signIn(deps, app, {}))
  expect(all['consultations']).toEqual({
    total: 4,
    byChannel: { web: 4 },
    byOutcome: { answer: 2, escalate: 1, refuse: 1 },
    byField: { 专利: 2, 商标: 1, 综合: 1 },
    byDistrict: { '': 2, 海淀区: 2 },
  })
  const district = await signIn(deps, app, { role: 'staff', organisationId: east })
  expect((await counted(app, district))['consultations']).toEqual({
    total: 2,
    byChannel: { web: 2 },
    byOutcome: { answer: 1, escalate: 1 },
    byField: { 专利: 2 },
    byDistrict: { 海淀区: 2 },
  })
})

test('self-served is what was answered and led to no case; cases stand by their state', async ({
  app,
  deps,
}) => {
  const { east, west } = await plantDistricts(deps)
  const { id: conversationId } = await begin(app)
  await plantTurn(deps, conversationId)
  await plantTurn(deps, conversationId)
  await plantTurn(deps, conversationId, { outcome: 'escalate' })
  const { id: messageId } = await plantTurn(deps, conversationId)
  await plantCase(deps, { conversationId, messageId, organisationId: east, state: 'open' })
  await plantCase(deps, { conversationId, organisationId: east, state: 'closed' })
  await plantCase(deps, { conversationId, organisationId: west, state: 'closed' })
  const createdAt = new Date('2026-02-01T00:00:00Z')
  await plantCase(deps, { conversationId, organisationId: east, createdAt })
  const all = await counted(app, await signIn(deps, app, {}))
  expect(all['selfServed']).toEqual({ part: 2, of: 4, share: 0.5 })
  expect(all['casesByState']).toEqual({ open: 1, closed: 2 })
  const district = await signIn(deps, app, { role: 'staff', organisationId: east })
  expect((await counted(app, district))['casesByState']).toEqual({ open: 1, closed: 1 })
})

test('in time is who responds before the term is over; what still runs does not count', async ({
  app,
  deps,
}) => {
  const { city } = await plantDistricts(deps)
  const expertId = await plantExpert(deps, city)
  const { id: conversationId } = await begin(app)
  const respondBy = new Date('2026-03-04T16:00:00Z')
  const at = (moment: string) => new Date(moment)
  for (const ticket of [
    { respondedAt: at('2026-03-04T15:59:59Z') },
    { respondedAt: at('2026-03-03T00:00:00Z'), state: 'declined' },
    { respondedAt: respondBy },
    { state: 'lapsed' },
    { state: 'offered', respondBy: at('2026-03-20T16:00:00Z') },
    { state: 'recalled', closedAt: at('2026-03-03T00:00:00Z') },
    { noticedAt: at('2026-02-20T00:00:00Z') },
  ] as const) {
    const { id: caseId } = await plantCase(deps, { conversationId, organisationId: city })
    await plantTicket(deps, { caseId, expertId, respondBy, ...ticket })
  }
  deps.setClock('2026-03-10T00:00:00Z')
  const all = await counted(app, await signIn(deps, app, {}))
  expect(all['respondedInTime']).toEqual({ part: 2, of: 4, share: 0.5 })
})

test('the average is that of what was rated, beside the share that was', async ({ app, deps }) => {
  const { city } = await plantDistricts(deps)
  const asker = await begin(app)
  for (const body of [
    { score: 5, solved: true },
    { score: 2, solved: false },
    undefined,
    undefined,
  ]) {
    const { id } = await plantTurn(deps, asker.id)
    if (body) await as(app, asker)('POST', `/api/messages/${id}/rating`, body)
  }
  const planted = { conversationId: asker.id, organisationId: city }
  const { code } = await plantCase(deps, planted)
  await plantCase(deps, { ...planted, state: 'closed' })
  await plantCase(deps, { ...planted, state: 'open' })
  await as(app, asker)('POST', `/api/cases/${code}/rating`, { score: 4 })
  const all = await counted(app, await signIn(deps, app, {}))
  expect(all['answerRatings']).toEqual({
    part: 2,
    of: 4,
    share: 0.5,
    average: 3.5,
    solved: 1,
    unsolved: 1,
  })
  expect(all['caseRatings']).toEqual({
    part: 1,
    of: 2,
    share: 0.5,
    average: 4,
    solved: 0,
    unsolved: 0,
  })
})

test('complaints are counted without those about whoever counts', async ({ app, deps }) => {
  const { east, west } = await plantDistricts(deps)
  const askerId = await askerIdOf(deps, (await begin(app)).id)
  const person = await plantAccount(deps, { role: 'staff', organisationId: east })
  const row = (wanted: Partial<typeof complaints.$inferInsert>) => ({
    id: newId(),
    code: newCaseCode('TS'),
    kind: 'complaint' as const,
    state: 'open' as const,
    version: 1,
    askerId,
    organisationId: east,
    about: [],
    text: '不满意',
    dueAt: new Date('2026-03-20T16:00:00Z'),
    createdAt: deps.now(),
    ...wanted,
  })
  await deps.db
    .insert(complaints)
    .values([
      row({}),
      row({ about: [person.id] }),
      row({ state: 'in_review', dueAt: deps.now() }),
      row({ kind: 'report', state: 'closed', dueAt: deps.now() }),
      row({ organisationId: west }),
    ])
  const all = await counted(app, await signIn(deps, app, {}))
  expect(all['complaints']).toEqual({
    total: 5,
    complaints: 4,
    reports: 1,
    waiting: 4,
    overdue: 1,
  })
  const own = await counted(app, await enter(deps, app, person))
  expect(own['complaints']).toEqual({
    total: 3,
    complaints: 2,
    reports: 1,
    waiting: 2,
    overdue: 1,
  })
})

test('what is no period is refused, and experts have no counts', async ({ app, deps }) => {
  const cookie = await signIn(deps, app, {})
  for (const query of ['', '?from=2026-03-01', '?from=2026-03-02&to=2026-03-01', '?from=a&to=b']) {
    expect([query, (await send(app, `/counts${query}`, { cookie })).status]).toEqual([query, 400])
  }
  const { city } = await plantDistricts(deps)
  const expertId = await plantExpert(deps, city)
  const expert = await signIn(deps, app, { role: 'expert', expertId })
  expect((await send(app, `/counts${MARCH}`, { cookie: expert })).status).toBe(403)
})
