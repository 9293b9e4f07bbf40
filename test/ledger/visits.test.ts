import { and, eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import { LinkList, VisitList } from '../../src/channels/staff/enterprises-schemas.ts'
import { cases, enterpriseLinks, followUps, notices } from '../../src/db/schema/index.ts'
import { runDueJobs } from '../../src/jobs/run-due-jobs.ts'
import { as, plantCase, plantTurn } from '../feedback/plant.ts'
import { begin } from '../support/front-door.ts'
import { test } from '../support/test-deps.ts'
import { type Call, enterEnterprise, plantStaff, readOne, visitOf } from './staff.ts'

const FollowUps = z.object({
  followUps: z.array(
    z.looseObject({ id: z.uuid(), enterprise: z.string().nullable(), dueAt: z.string() }),
  ),
})

const visitsOf = async (call: Call, id: string, query = '') =>
  VisitList.parse(await (await call('GET', `/enterprises/${id}/visits${query}`)).json()).visits

const followUpsOf = async (call: Call, state = 'open') =>
  FollowUps.parse(await (await call('GET', `/follow-ups?state=${state}`)).json()).followUps

const linksOf = async (call: Call, id: string) =>
  LinkList.parse(await (await call('GET', `/enterprises/${id}/links`)).json()).links

test('a next step with a day stands among the follow-ups, and staff are told on the morning of it', async ({
  deps,
}) => {
  const { places, city, east, west } = await plantStaff(deps)
  const { id, name } = await enterEnterprise(east.call, places.east)
  const visit = visitOf({ nextStep: '送去预审材料', nextOn: '2026-03-09' })
  const post = () => east.call('POST', `/enterprises/${id}/visits`, visit)
  expect((await post()).status).toBe(204)
  // The form was sent twice.
  expect((await post()).status).toBe(204)
  expect(await visitsOf(east.call, id)).toHaveLength(1)
  expect(await followUpsOf(east.call)).toMatchObject([
    {
      reason: 'enterprise_visit',
      enterpriseId: id,
      enterprise: name,
      nextStep: '送去预审材料',
      dueAt: '2026-03-09T16:00:00.000Z',
    },
  ])
  expect(await followUpsOf(west.call)).toEqual([])
  expect(await readOne(city.call, id)).toMatchObject({
    visits: 1,
    lastVisit: '2026-03-02',
    nextOn: '2026-03-09',
  })
  const told = and(eq(notices.kind, 'follow_up_due'), eq(notices.recipientId, east.id))
  deps.setClock('2026-03-09T00:59:00Z')
  await runDueJobs(deps)
  expect(await deps.db.$count(notices, told)).toBe(0)
  deps.setClock('2026-03-09T01:00:00Z')
  await runDueJobs(deps)
  expect(await deps.db.$count(notices, and(told, eq(notices.channel, 'inbox')))).toBe(1)
})

test('what is put off is asked for later, and what is done stays done', async ({ deps }) => {
  const { places, east } = await plantStaff(deps)
  const { id } = await enterEnterprise(east.call, places.east)
  const { entryKey, ...visit } = visitOf({ nextStep: '送去材料', nextOn: '2026-03-09' })
  await east.call('POST', `/enterprises/${id}/visits`, { entryKey, ...visit })
  const [first] = await visitsOf(east.call, id)
  const change = (version: number, more: object) =>
    east.call('PUT', `/enterprises/${id}/visits/${first?.id}`, { ...visit, version, ...more })
  expect((await change(1, { nextOn: '2026-03-16' })).status).toBe(204)
  expect((await change(1, { nextOn: '2026-03-16' })).status).toBe(409)
  const [waiting] = await followUpsOf(east.call)
  expect(waiting?.dueAt).toBe('2026-03-16T16:00:00.000Z')
  expect((await change(2, { nextOn: null })).status).toBe(204)
  expect(await followUpsOf(east.call)).toEqual([])
  await change(3, {})
  const [again] = await followUpsOf(east.call)
  const done = { outcome: '已送去，联系人电话 13911112222' }
  expect((await east.call('POST', `/follow-ups/${again?.id}/done`, done)).status).toBe(204)
  // What the ledger keeps holds nobody's number.
  const [kept] = await deps.db.select().from(followUps)
  expect(kept?.outcome).toBe('已送去，联系人电话 〔手机号1〕')
  await change(4, { nextOn: '2026-04-01' })
  expect(await followUpsOf(east.call)).toEqual([])
  expect(await visitsOf(east.call, id)).toMatchObject([{ version: 5, nextDone: true }])
  expect((await readOne(east.call, id)).nextOn).toBeNull()
})

test('a visit cannot be of tomorrow, nor its next step be of the day itself or without words', async ({
  deps,
}) => {
  const { places, east } = await plantStaff(deps)
  const { id } = await enterEnterprise(east.call, places.east)
  const post = async (change: object) =>
    (await east.call('POST', `/enterprises/${id}/visits`, visitOf(change))).status
  expect(await post({ day: '2026-03-03' })).toBe(400)
  expect(await post({ nextStep: '再去', nextOn: '2026-03-02' })).toBe(400)
  expect(await post({ nextOn: '2026-03-09' })).toBe(400)
  expect(await post({ about: '  ' })).toBe(400)
  expect(await post({ day: '2026-02-30' })).toBe(400)
  expect(await post({ day: '2025-12-01' })).toBe(204)
  expect(await post({})).toBe(204)
  const visits = await visitsOf(east.call, id)
  expect(visits.map(({ day }) => day)).toEqual(['2026-03-02', '2025-12-01'])
  const rest = await visitsOf(east.call, id, `?limit=1&after=${visits[0]?.id}`)
  expect(rest.map(({ day }) => day)).toEqual(['2025-12-01'])
})

test('a case and a consultation are linked by code and number; what another district handles is not there', async ({
  app,
  deps,
}) => {
  const { places, east, city } = await plantStaff(deps)
  const { id } = await enterEnterprise(east.call, places.east)
  const asker = await begin(app)
  const own = await plantCase(deps, { conversationId: asker.id, organisationId: places.east })
  const other = await plantCase(deps, { conversationId: asker.id, organisationId: places.west })
  const { number } = await plantTurn(deps, asker.id)
  const link = async (call: Call, body: object) =>
    (await call('POST', `/enterprises/${id}/links`, body)).status
  expect(await link(east.call, { caseCode: own.code.toLowerCase() })).toBe(204)
  expect(await link(east.call, { caseCode: own.code })).toBe(409)
  expect(await link(east.call, { caseCode: other.code })).toBe(404)
  expect(await link(east.call, { consultation: number })).toBe(404)
  expect(await link(city.call, { consultation: number })).toBe(204)
  const linked = await linksOf(city.call, id)
  expect(linked.flatMap(({ caseCode }) => caseCode ?? [])).toEqual([own.code])
  expect(linked.flatMap(({ consultation }) => consultation ?? [])).toEqual([number])
  // A district does not see what lies outside of it, though linked from above.
  const seen = await linksOf(east.call, id)
  expect(seen).toMatchObject([{ caseCode: own.code, consultation: null }])
  expect((await east.call('DELETE', `/enterprises/${id}/links/${seen[0]?.id}`)).status).toBe(204)
  expect(await linksOf(east.call, id)).toEqual([])
})

test('nothing confidential is linked, and what becomes confidential is shown no more', async ({
  app,
  deps,
}) => {
  const { places, east } = await plantStaff(deps)
  const { id } = await enterEnterprise(east.call, places.east)
  const [open, closed] = [await begin(app), await begin(app)]
  const common = { organisationId: places.east }
  const one = await plantCase(deps, { ...common, conversationId: open.id })
  const secret = await plantCase(deps, {
    ...common,
    conversationId: closed.id,
    confidential: true,
  })
  // Another case of the same talk would lead to it as well.
  const beside = await plantCase(deps, { ...common, conversationId: closed.id })
  const link = async (caseCode: string) =>
    (await east.call('POST', `/enterprises/${id}/links`, { caseCode })).status
  expect([await link(secret.code), await link(beside.code)]).toEqual([409, 409])
  expect(await link(one.code)).toBe(204)
  await deps.db.update(cases).set({ confidential: true }).where(eq(cases.id, one.id))
  expect(await linksOf(east.call, id)).toEqual([])
})

test('when an asker is erased, nothing leads from an enterprise to what was theirs', async ({
  app,
  deps,
}) => {
  const { places, city } = await plantStaff(deps)
  const { id } = await enterEnterprise(city.call, places.city)
  const asker = await begin(app)
  const { code } = await plantCase(deps, { conversationId: asker.id, organisationId: places.city })
  const { number } = await plantTurn(deps, asker.id)
  for (const body of [{ caseCode: code }, { consultation: number }]) {
    expect((await city.call('POST', `/enterprises/${id}/links`, body)).status).toBe(204)
  }
  expect((await as(app, asker)('DELETE', '/api/me')).status).toBeLessThan(300)
  expect(await deps.db.$count(enterpriseLinks)).toBe(0)
  expect(await linksOf(city.call, id)).toEqual([])
})
