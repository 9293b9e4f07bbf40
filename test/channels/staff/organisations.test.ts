import { expect } from 'vitest'
import { z } from 'zod'
import { eq } from 'drizzle-orm'
import { auditEntries, organisations } from '../../../src/db/schema/index.ts'
import { newId } from '../../../src/shared/ids.ts'
import { test, type TestDeps } from '../../support/test-deps.ts'
import {
  type App,
  enter,
  plantAccount,
  plantOrganisations,
  post,
  send,
} from '../../accounts/staff.ts'

const Body = z.looseObject({ id: z.uuid(), parentId: z.uuid().nullable() })
const Listed = z.object({ organisations: z.array(Body) })

async function bossOf(deps: TestDeps, app: App, organisationId: string | null = null) {
  return enter(deps, app, await plantAccount(deps, { organisationId }))
}

const patch = (app: App, cookie: string, id: string, body: unknown) =>
  send(app, `/organisations/${id}`, { method: 'PATCH', body, cookie })

async function listed(app: App, cookie: string, query = '') {
  const response = await send(app, `/organisations${query}`, { cookie })
  return Listed.parse(await response.json()).organisations.map(({ id }) => id)
}

test('a tree of three levels is built from the top', async ({ app, deps }) => {
  const cookie = await bossOf(deps, app)
  const add = async (body: object) => {
    const response = await post(app, '/organisations', body, { cookie })
    expect(response.status).toBe(201)
    return Body.parse(await response.json())
  }
  const city = await add({ name: '市中心', level: 'city', parentId: null })
  const district = await add({
    name: '海淀区中心',
    level: 'district',
    parentId: city.id,
    district: '海淀区',
    phone: null,
  })
  const station = await add({ name: '中关村工作站', level: 'station', parentId: district.id })
  const [row] = await deps.db.select().from(organisations).where(eq(organisations.id, station.id))
  expect(row?.path).toBe(`${city.id}/${district.id}/${station.id}/`)
  const entries = await deps.db
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.objectId, station.id))
  expect(entries.map(({ action }) => action)).toEqual(['open_organisation'])
})

test('everyone sees their own level and what lies below it', async ({ app, deps }) => {
  const places = await plantOrganisations(deps)
  const seenBy = async (role: 'staff' | 'auditor', organisationId: string) => {
    const person = await plantAccount(deps, { role, organisationId })
    return new Set(await listed(app, await enter(deps, app, person)))
  }
  const { city, east, west, station } = places
  expect(await seenBy('staff', city)).toEqual(new Set([city, east, west, station]))
  expect(await seenBy('staff', east)).toEqual(new Set([east, station]))
  expect(await seenBy('auditor', west)).toEqual(new Set([west]))
  expect(await seenBy('staff', station)).toEqual(new Set([station]))
})

test('one that is not seen is answered like one that is not there', async ({ app, deps }) => {
  const { city, west, east } = await plantOrganisations(deps)
  const cookie = await bossOf(deps, app, east)
  const absent = await patch(app, cookie, newId(), { name: '新名' })
  const answer = [404, await absent.text()]
  expect(absent.status).toBe(404)
  for (const id of [city, west]) {
    const changed = await patch(app, cookie, id, { name: '新名' })
    expect([changed.status, await changed.text()]).toEqual(answer)
    const body = { name: '工作站', level: 'station', parentId: id }
    const added = await post(app, '/organisations', body, { cookie })
    expect([added.status, await added.text()]).toEqual(answer)
  }
  const top = { name: '另一市中心', level: 'city', parentId: null }
  expect((await post(app, '/organisations', top, { cookie })).status).toBe(404)
})

test('levels that do not fit are refused', async ({ app, deps }) => {
  const { city, east, station } = await plantOrganisations(deps)
  const cookie = await bossOf(deps, app)
  for (const [level, parentId, status] of [
    ['district', null, 400],
    ['city', city, 400],
    ['district', east, 400],
    ['station', station, 400],
    ['district', station, 400],
    ['station', city, 201],
  ] as const) {
    const body = { name: `新机构 ${level} ${parentId}`, level, parentId }
    const response = await post(app, '/organisations', body, { cookie })
    expect([level, response.status]).toEqual([level, status])
  }
})

test('a name is given once', async ({ app, deps }) => {
  const { city, east } = await plantOrganisations(deps)
  const cookie = await bossOf(deps, app)
  const body = { name: '朝阳区中心', level: 'district', parentId: city }
  expect((await post(app, '/organisations', body, { cookie })).status).toBe(201)
  expect((await post(app, '/organisations', body, { cookie })).status).toBe(409)
  expect((await patch(app, cookie, east, { name: '朝阳区中心' })).status).toBe(409)
  expect((await patch(app, cookie, east, { name: '通州区中心' })).status).toBe(200)
})

test('one is closed after those below it, takes nobody in then, and can be opened again', async ({
  app,
  deps,
}) => {
  const { east, station } = await plantOrganisations(deps)
  const cookie = await bossOf(deps, app)
  expect((await patch(app, cookie, east, { closed: true })).status).toBe(409)
  expect((await patch(app, cookie, station, { closed: true })).status).toBe(200)
  expect((await patch(app, cookie, east, { closed: true })).status).toBe(200)
  const person = { username: 'li.na', name: '李娜', role: 'staff', organisationId: east }
  expect((await post(app, '/accounts', person, { cookie })).status).toBe(409)
  const below = { name: '新站', level: 'station', parentId: east }
  expect((await post(app, '/organisations', below, { cookie })).status).toBe(409)
  expect((await patch(app, cookie, east, { closed: false })).status).toBe(200)
  expect((await post(app, '/accounts', person, { cookie })).status).toBe(201)
  const entries = await deps.db
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.objectId, east))
    .orderBy(auditEntries.id)
  expect(entries.map(({ action }) => action)).toEqual(['close_organisation', 'change_organisation'])
})

test('the list comes in pages', async ({ app, deps }) => {
  await plantOrganisations(deps)
  const cookie = await bossOf(deps, app)
  const all = await listed(app, cookie)
  const names = await deps.db.select().from(organisations).orderBy(organisations.name)
  const first = await listed(app, cookie, '?limit=3')
  const after = encodeURIComponent(names[2]?.name ?? '')
  expect([...first, ...(await listed(app, cookie, `?limit=3&after=${after}`))]).toEqual(all)
})

test('what is no organisation is refused', async ({ app, deps }) => {
  const { city } = await plantOrganisations(deps)
  const cookie = await bossOf(deps, app)
  for (const body of [
    {},
    { name: '', level: 'city', parentId: null },
    { name: '站', level: 'village', parentId: city },
    { name: '站', level: 'station', parentId: 'x' },
    { name: '站', level: 'station', parentId: city, path: '/' },
    { name: '站\n站', level: 'station', parentId: city },
  ]) {
    expect([body, (await post(app, '/organisations', body, { cookie })).status]).toEqual([
      body,
      400,
    ])
  }
  expect((await patch(app, cookie, city, {})).status).toBe(400)
  expect((await patch(app, cookie, city, { parentId: city })).status).toBe(400)
  expect((await patch(app, cookie, 'not-an-id', { name: '站' })).status).toBe(400)
})
