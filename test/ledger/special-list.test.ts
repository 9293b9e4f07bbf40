import { and, eq } from 'drizzle-orm'
import { expect } from 'vitest'
import {
  AddedBody,
  SpecialBody,
  SpecialStations,
} from '../../src/channels/staff/special-lists-schemas.ts'
import { notices, organisations } from '../../src/db/schema/index.ts'
import { parseCsv } from '../../src/experts/csv/parse-csv.ts'
import { queueDailyJobs } from '../../src/jobs/daily-jobs.ts'
import { runDueJobs } from '../../src/jobs/run-due-jobs.ts'
import { newId } from '../../src/shared/ids.ts'
import { type App, enter, plantAccount, plantOrganisations, send } from '../accounts/staff.ts'
import { auditOf } from '../feedback/plant.ts'
import { test, type TestDeps } from '../support/test-deps.ts'

const WORDS = {
  content: '人工智能企业专利预审辅导',
  audience: '区内人工智能企业',
  frequency: '每月一次',
  outcome: '全年辅导 30 家',
}

async function plantStation(deps: TestDeps, app: App) {
  const places = await plantOrganisations(deps)
  const [east] = await deps.db.select().from(organisations).where(eq(organisations.id, places.east))
  const id = newId()
  const at = { createdAt: deps.now(), path: `${east?.path}${id}/`, parentId: places.east }
  const shown = { listed: true, address: '演示路 1 号', district: '海淀区' }
  const station = { id, name: '演示工作站', level: 'station' as const, ...at, ...shown }
  await deps.db.insert(organisations).values(station)
  const of = async (organisationId: string) => {
    const person = await plantAccount(deps, { role: 'staff', organisationId })
    return { id: person.id, cookie: await enter(deps, app, person) }
  }
  const [own, above, foreign] = [await of(id), await of(places.east), await of(places.west)]
  return { id, own, above, foreign }
}

const add = (app: App, cookie: string, id: string, body: object = {}) =>
  send(app, `/special-lists/${id}/services`, {
    method: 'POST',
    cookie,
    body: { year: 2026, words: WORDS, ...body },
  })

const publish = (app: App, cookie: string, id: string, year = 2026) =>
  send(app, `/special-lists/${id}/publish`, { method: 'POST', cookie, body: { year } })

async function read(app: App, cookie: string, id: string) {
  const response = await send(app, `/special-lists/${id}?year=2026`, { cookie })
  expect(response.status).toBe(200)
  return SpecialBody.parse(await response.json())
}

async function publicServices(app: App) {
  const response = await app.request('/api/catalogue/points')
  const { points } = (await response.json()) as { points: { name: string; special: object[] }[] }
  return points.find(({ name }) => name === '演示工作站')?.special
}

async function told(deps: TestDeps, recipientId: string) {
  const own = and(eq(notices.recipientId, recipientId), eq(notices.channel, 'inbox'))
  const rows = await deps.db.select().from(notices).where(own)
  return rows.map(({ kind }) => kind).filter((kind) => kind.startsWith('special_list'))
}

test('a list is public from its publication, and every later change with it', async ({
  deps,
  app,
}) => {
  const { id, own } = await plantStation(deps, app)
  expect((await publish(app, own.cookie, id)).status).toBe(409)
  const { id: service } = AddedBody.parse(await (await add(app, own.cookie, id)).json())
  expect(await publicServices(app)).toEqual([])
  expect((await publish(app, own.cookie, id)).status).toBe(204)
  expect((await publish(app, own.cookie, id)).status).toBe(409)
  expect(await publicServices(app)).toEqual([WORDS])
  const changed = { ...WORDS, frequency: '每周一次' }
  const path = `/special-lists/${id}/services/${service}`
  const body = { year: 2026, version: 1, words: changed }
  const put = () => send(app, path, { method: 'PUT', cookie: own.cookie, body })
  expect((await put()).status).toBe(204)
  expect((await put()).status).toBe(409)
  expect(await publicServices(app)).toEqual([changed])
  const list = await read(app, own.cookie, id)
  expect(list).toMatchObject({
    overdue: false,
    changeable: true,
    published: { by: expect.any(String) },
  })
  expect(list.industries).toContain('人工智能')
  const last = `${path}?year=2026&version=2`
  expect((await send(app, last, { method: 'DELETE', cookie: own.cookie })).status).toBe(409)
  expect((await read(app, own.cookie, id)).services.length).toBe(1)
  expect((await auditOf(deps, id)).map(({ action }) => action)).toEqual([
    'add_special_service',
    'publish_special_list',
    'change_special_service',
  ])
})

test('staff above see and change the list of a station, others know nothing of it', async ({
  deps,
  app,
}) => {
  const { id, above, foreign } = await plantStation(deps, app)
  expect((await add(app, above.cookie, id)).status).toBe(201)
  expect((await add(app, foreign.cookie, id)).status).toBe(404)
  const unseen = await send(app, `/special-lists/${id}`, { cookie: foreign.cookie })
  expect(unseen.status).toBe(404)
  const list = async (cookie: string) => {
    const response = await send(app, '/special-lists?year=2026', { cookie })
    return SpecialStations.parse(await response.json()).stations
  }
  expect((await list(above.cookie)).map(({ organisationId }) => organisationId)).toContain(id)
  expect((await list(foreign.cookie)).map(({ organisationId }) => organisationId)).not.toContain(id)
})

test('lists of other years stay, marks of secrecy are stopped, personal data is masked', async ({
  deps,
  app,
}) => {
  const { id, own } = await plantStation(deps, app)
  expect((await add(app, own.cookie, id, { year: 2025 })).status).toBe(409)
  expect((await add(app, own.cookie, id, { year: 2027 })).status).toBe(201)
  const secret = { ...WORDS, outcome: '某某项目 机密★10年' }
  expect((await add(app, own.cookie, id, { words: secret })).status).toBe(400)
  const personal = { ...WORDS, audience: '请联系13911112222' }
  expect((await add(app, own.cookie, id, { words: personal })).status).toBe(201)
  const { services } = await read(app, own.cookie, id)
  expect(services.length).toBe(1)
  expect(services[0]?.audience).not.toContain('13911112222')
})

test('a station without a list is told in March and once more in April, one with a list is not', async ({
  deps,
  app,
}) => {
  const { id, own } = await plantStation(deps, app)
  const run = async (moment: string) => {
    deps.setClock(moment)
    await queueDailyJobs(deps)
    await runDueJobs(deps)
  }
  await run('2026-02-27T02:00:00Z')
  expect(await told(deps, own.id)).toEqual([])
  await run('2026-03-03T02:00:00Z')
  await run('2026-03-04T02:00:00Z')
  expect(await told(deps, own.id)).toEqual(['special_list_due'])
  await run('2026-04-01T02:00:00Z')
  await run('2026-04-02T02:00:00Z')
  expect((await told(deps, own.id)).toSorted()).toEqual([
    'special_list_due',
    'special_list_overdue',
  ])
  const person = await plantAccount(deps, { role: 'staff', organisationId: id })
  const cookie = await enter(deps, app, person)
  expect((await read(app, cookie, id)).overdue).toBe(true)
  await add(app, cookie, id)
  await publish(app, cookie, id)
  expect((await read(app, cookie, id)).overdue).toBe(false)
  await run('2026-04-03T02:00:00Z')
  expect(await told(deps, person.id)).toEqual([])
})

test('a list leaves as a table', async ({ deps, app }) => {
  const { id, own } = await plantStation(deps, app)
  await add(app, own.cookie, id)
  const file = await send(app, `/special-lists/${id}/export?year=2026`, { cookie: own.cookie })
  const csv = parseCsv(await file.text())
  const line = 'records' in csv ? csv.records[1] : undefined
  expect(line).toEqual(['2026', '演示工作站', '海淀区', ...Object.values(WORDS)])
})
