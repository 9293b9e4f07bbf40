import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { expect } from 'vitest'
import { PolicyNoticeList, PolicyNoticeRow } from '../../src/channels/staff/policy-schemas.ts'
import { OwnNoticeList, SubscriptionBody } from '../../src/channels/web/policy-schemas.ts'
import {
  auditEntries,
  organisations,
  policyDeliveries,
  policyNotices,
  policySubscriptions,
} from '../../src/db/schema/index.ts'
import { runDueJobs } from '../../src/jobs/run-due-jobs.ts'
import { withinHours } from '../../src/policy-notices/hours.ts'
import { canTakePolicyStep, policyStates, policySteps } from '../../src/shared/policy-notices.ts'
import { type App, plantAccount, plantOrganisations, send } from '../accounts/staff.ts'
import { as, askerIdOf } from '../feedback/plant.ts'
import { plantSession } from '../http/route-matrix-world.ts'
import { bearer, begin, get, problemOf } from '../support/front-door.ts'
import { test, type TestDeps } from '../support/test-deps.ts'
import { plantPolicyNotice } from './plant.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

const INPUT = {
  title: '措施公开征求意见',
  summary: '志愿服务专家的办法正在公开征求意见。',
  document: 'measures-draft',
  topics: ['专利', '商标'],
  districts: [],
}

type Place = 'city' | 'east' | 'west'

/** Two colleagues of the city, one of each of two districts, and what they send. */
async function plantStaff(deps: TestDeps, app: App) {
  const places = await plantOrganisations(deps)
  for (const [place, district] of [
    ['east', '海淀区'],
    ['west', '西城区'],
  ] as const) {
    await deps.db.update(organisations).set({ district }).where(eq(organisations.id, places[place]))
  }
  const of = async (place: Place) => {
    const { id } = await plantAccount(deps, { role: 'staff', organisationId: places[place] })
    const call = async (method: string, path: string, body?: object) => {
      const { cookie } = await plantSession(deps, id)
      return send(app, `/policy-notices${path}`, { method, cookie, ...(body && { body }) })
    }
    return { id, call }
  }
  const [writer, second] = [await of('city'), await of('city')]
  return { places, writer, second, east: await of('east'), west: await of('west') }
}

type Staff = Awaited<ReturnType<typeof plantStaff>>
type Person = Staff['writer']

const rowOf = async (response: Response | Promise<Response>) =>
  PolicyNoticeRow.parse(await (await response).json())

const step = ({ call }: Person, { id, version }: { id: string; version: number }, body: object) =>
  call('POST', `/${id}/step`, { version, ...body })

/** Written by one, approved by another. */
async function publish({ places, writer, second }: Staff, change: object = {}) {
  const body = { ...INPUT, ...change, organisationId: places.city }
  const draft = await rowOf(writer.call('POST', '', body))
  const submitted = await rowOf(step(writer, draft, { step: 'submit' }))
  return rowOf(step(second, submitted, { step: 'approve' }))
}

/** Somebody who subscribed, and what they read. */
async function plantSubscriber(
  deps: TestDeps,
  app: App & Parameters<typeof begin>[0],
  wanted: object = {},
) {
  const asker = await begin(app)
  const url = '/api/policy-notices/subscription'
  const subscribe = (body: object) => as(app, asker)('POST', url, body)
  const own = { topics: ['专利'], districts: [], consent: true, ...wanted }
  expect((await subscribe(own)).status).toBe(200)
  const list = async () => {
    const response = await get(app, '/api/policy-notices', bearer(asker))
    return OwnNoticeList.parse(await response.json()).notices
  }
  const leave = () => as(app, asker)('DELETE', url)
  return { asker, askerId: await askerIdOf(deps, asker.id), subscribe, list, leave }
}

/** Round after round, as each may note more work. */
async function work(deps: TestDeps) {
  for (let round = 0; round < 4; round += 1) await runDueJobs(deps)
}

test('who subscribes has consented, which is kept and audited, and can change or take it back', async ({
  app,
  deps,
}) => {
  const { asker, subscribe, leave } = await plantSubscriber(deps, app, { districts: ['海淀区'] })
  const read = async () => {
    const response = await get(app, '/api/policy-notices/subscription', bearer(asker))
    return SubscriptionBody.parse(await response.json())
  }
  const first = await read()
  expect(first.subscription).toMatchObject({ topics: ['专利'], districts: ['海淀区'] })
  for (const wrong of [
    { topics: ['专利'], districts: [] },
    { topics: ['专利'], districts: [], consent: false },
    { topics: [], districts: [], consent: true },
    { topics: ['气象'], districts: [], consent: true },
    { topics: ['专利'], districts: ['浦东新区'], consent: true },
  ]) {
    expect([wrong, (await subscribe(wrong)).status]).toEqual([wrong, 400])
  }
  await subscribe({ topics: ['版权', '商标', '版权'], districts: [], consent: true })
  expect((await read()).subscription).toMatchObject({ topics: ['商标', '版权'], districts: [] })
  expect((await leave()).status).toBe(204)
  expect((await leave()).status).toBe(204)
  expect((await read()).subscription).toBeNull()
  const actions = await deps.db
    .select({ action: auditEntries.action, details: auditEntries.details })
    .from(auditEntries)
    .where(eq(auditEntries.objectKind, 'asker'))
    .orderBy(auditEntries.id)
  expect(actions).toEqual([
    { action: 'subscribe_policy', details: { topics: 1, districts: 1 } },
    { action: 'subscribe_policy', details: { topics: 2, districts: 0 } },
    { action: 'unsubscribe_policy', details: {} },
  ])
})

test('a notice is approved by somebody who neither wrote nor changed it, and not by another district', async ({
  app,
  deps,
}) => {
  const staff = await plantStaff(deps, app)
  const { places, writer, second, east, west } = staff
  const own = { ...INPUT, districts: ['海淀区'], organisationId: places.east }
  for (const districts of [[], ['西城区'], ['海淀区', '西城区']]) {
    const refused = await east.call('POST', '', { ...own, districts })
    expect([districts, refused.status]).toEqual([districts, 400])
  }
  expect((await west.call('POST', '', own)).status).toBe(404)
  const unknown = { ...own, document: 'no-such-document' }
  expect((await east.call('POST', '', unknown)).status).toBe(404)
  const secret = { ...own, summary: '绝密★3年 内容' }
  expect((await east.call('POST', '', secret)).status).toBe(400)
  const draft = await rowOf(east.call('POST', '', own))
  expect(draft).toMatchObject({ state: 'draft', status: 'draft', mayApprove: false })
  expect((await west.call('GET', `/${draft.id}`)).status).toBe(404)
  const changed = { ...INPUT, districts: ['海淀区'], version: 1, title: '新标题' }
  const edited = await rowOf(writer.call('PUT', `/${draft.id}`, changed))
  expect((await east.call('PUT', `/${draft.id}`, changed)).status).toBe(409)
  const submitted = await rowOf(step(east, edited, { step: 'submit' }))
  for (const person of [east, writer]) {
    expect((await step(person, submitted, { step: 'approve' })).status).toBe(403)
  }
  expect((await step(west, submitted, { step: 'approve' })).status).toBe(404)
  expect((await step(second, submitted, { step: 'return' })).status).toBe(400)
  expect((await step(second, edited, { step: 'approve' })).status).toBe(409)
  const approved = await rowOf(step(second, submitted, { step: 'approve' }))
  expect(approved).toMatchObject({ state: 'approved', title: '新标题' })
  const late = { ...changed, version: approved.version }
  expect((await second.call('PUT', `/${draft.id}`, late)).status).toBe(409)
  const { notices } = PolicyNoticeList.parse(await (await west.call('GET', '')).json())
  expect(notices).toEqual([])
})

test('every state of a notice goes on as the table says, and in no other way', async ({
  app,
  deps,
}) => {
  const { places, writer, second } = await plantStaff(deps, app)
  const leads = {
    draft: ['submit', 'withdraw'],
    submitted: ['approve', 'return', 'withdraw'],
    approved: ['withdraw'],
    withdrawn: [],
  }
  for (const state of policyStates) {
    for (const each of policySteps) {
      const common = { organisationId: places.city, createdBy: writer.id }
      const id = await plantPolicyNotice(deps, { ...common, state })
      const response = await step(second, { id, version: 1 }, { step: each, reason: '有误' })
      const allowed = new Set<string>(leads[state]).has(each)
      expect([state, each, response.status]).toEqual([state, each, allowed ? 200 : 409])
      expect([state, each, canTakePolicyStep(state, each)]).toEqual([state, each, allowed])
    }
  }
})

test('what is approved comes once to those who subscribed to its topic and district, and to nobody else', async ({
  app,
  deps,
}) => {
  const staff = await plantStaff(deps, app)
  const all = await plantSubscriber(deps, app)
  const here = await plantSubscriber(deps, app, { districts: ['海淀区', '西城区'] })
  const elsewhere = await plantSubscriber(deps, app, { districts: ['昌平区'] })
  const other = await plantSubscriber(deps, app, { topics: ['版权'] })
  const gone = await plantSubscriber(deps, app)
  await gone.leave()
  const { id } = await publish(staff, { districts: ['海淀区'] })
  await work(deps)
  await work(deps)
  for (const person of [all, here]) {
    expect(await person.list()).toMatchObject([
      { title: INPUT.title, summary: INPUT.summary, status: 'draft', withdrawn: false },
    ])
  }
  for (const person of [elsewhere, other, gone]) expect(await person.list()).toEqual([])
  expect(await rowOf(staff.writer.call('GET', `/${id}`))).toMatchObject({
    released: 2,
    waiting: 0,
    wechatSent: 0,
  })
})

test('nothing is sent at night: what is approved in the evening comes at eight in Beijing', async ({
  app,
  deps,
}) => {
  deps.setClock('2026-03-02T13:00:00Z')
  const staff = await plantStaff(deps, app)
  const { list } = await plantSubscriber(deps, app)
  await publish(staff)
  await work(deps)
  deps.setClock('2026-03-02T23:59:59Z')
  await work(deps)
  expect(await list()).toEqual([])
  deps.setClock('2026-03-03T00:00:00Z')
  await work(deps)
  expect(await list()).toMatchObject([{ at: '2026-03-03T00:00:00.000Z' }])
})

test('no asker is sent more than two in a week; the third comes when the first is a week old', async ({
  app,
  deps,
}) => {
  deps.setClock('2026-03-02T02:00:00Z')
  const staff = await plantStaff(deps, app)
  const early = await plantSubscriber(deps, app)
  for (let n = 0; n < 3; n += 1) {
    await publish(staff)
    await work(deps)
    deps.pass(HOUR_MS)
  }
  const late = await plantSubscriber(deps, app)
  await publish(staff)
  await work(deps)
  expect(await early.list()).toHaveLength(2)
  expect(await late.list()).toHaveLength(1)
  deps.setClock('2026-03-09T01:59:59Z')
  await work(deps)
  expect(await early.list()).toHaveLength(2)
  deps.setClock('2026-03-09T02:00:00Z')
  await work(deps)
  expect(await early.list()).toHaveLength(3)
  deps.setClock('2026-03-09T03:00:00Z')
  await work(deps)
  expect(await early.list()).toHaveLength(4)
})

test('what was withdrawn says so and why, and does not come to those who still waited', async ({
  app,
  deps,
}) => {
  deps.setClock('2026-03-02T02:00:00Z')
  const staff = await plantStaff(deps, app)
  const reader = await plantSubscriber(deps, app)
  const first = await publish(staff)
  await work(deps)
  deps.setClock('2026-03-02T14:00:00Z')
  const second = await publish(staff, { title: '第二条' })
  await work(deps)
  for (const notice of [first, second]) {
    const taken = await step(staff.writer, notice, { step: 'withdraw', reason: '日期有误' })
    expect(taken.status).toBe(200)
  }
  deps.setClock('2026-03-03T03:00:00Z')
  await work(deps)
  expect(await reader.list()).toMatchObject([
    { title: INPUT.title, withdrawn: true, reason: '日期有误', summary: '' },
  ])
  const read = await rowOf(staff.writer.call('GET', `/${second.id}`))
  expect(read).toMatchObject({ released: 0, stopped: 1, waiting: 0 })
})

test('who takes the subscription back is sent nothing that was on its way, also after subscribing anew', async ({
  app,
  deps,
}) => {
  deps.setClock('2026-03-02T14:00:00Z')
  const staff = await plantStaff(deps, app)
  const { list, leave, subscribe } = await plantSubscriber(deps, app)
  await publish(staff)
  await work(deps)
  await leave()
  await subscribe({ topics: ['专利'], districts: [], consent: true })
  deps.setClock('2026-03-03T02:00:00Z')
  await work(deps)
  expect(await list()).toEqual([])
})

test('an asker has subscription and notices in their data; erased, they leave a count and nothing else', async ({
  app,
  deps,
}) => {
  const staff = await plantStaff(deps, app)
  const { asker } = await plantSubscriber(deps, app)
  const { id } = await publish(staff)
  await work(deps)
  const own = (await (await get(app, '/api/me', bearer(asker))).json()) as { policies: object }
  expect(own.policies).toMatchObject({
    subscription: { topics: ['专利'], districts: [] },
    received: [{ title: INPUT.title }],
  })
  await as(app, asker)('DELETE', '/api/me')
  expect(await deps.db.$count(policySubscriptions)).toBe(0)
  const left = await deps.db.select().from(policyDeliveries)
  expect(left.map(({ askerId, state }) => [askerId, state])).toEqual([[null, 'released']])
  expect((await rowOf(staff.writer.call('GET', `/${id}`))).released).toBe(1)
})

test('of five hundred subscribers each gets a notice once, batch by batch, also when two processes work', async ({
  app,
  deps,
}) => {
  const staff = await plantStaff(deps, app)
  const { askerId } = await plantSubscriber(deps, app)
  await deps.db.execute(`
    insert into askers (id, token_hash, created_at, expires_at)
      select gen_random_uuid(), 'planted ' || n, created_at, expires_at
      from askers, generate_series(1, 500) n where id = '${askerId}'`)
  await deps.db.execute(`
    insert into policy_subscriptions (asker_id, topics, districts, consented_at, updated_at)
      select id, '{专利}', '{}', created_at, created_at from askers
      where token_hash like 'planted %'`)
  const { id } = await publish(staff)
  for (let round = 0; round < 4; round += 1) {
    await Promise.all([runDueJobs(deps), runDueJobs(deps)])
  }
  const row = await rowOf(staff.writer.call('GET', `/${id}`))
  expect(row).toMatchObject({ released: 501, waiting: 0 })
  expect(await deps.db.$count(policyDeliveries)).toBe(501)
  expect(await deps.db.$count(policyNotices)).toBe(1)
})

test('a moment is put off to the next hour of the day that is open, and never by more than a night', () => {
  const moment = fc.date({
    min: new Date('2026-01-01T00:00:00Z'),
    max: new Date('2027-12-31T00:00:00Z'),
    noInvalidDate: true,
  })
  const hours = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 24 }))
    .filter(([from, to]) => from < to)
  fc.assert(
    fc.property(moment, hours, (at, [fromHour, toHour]) => {
      const open = withinHours(at, { fromHour, toHour })
      const hour = new Date(open.getTime() + 8 * HOUR_MS).getUTCHours()
      expect(hour >= fromHour && hour < toHour).toBe(true)
      expect(open.getTime() - at.getTime()).toBeGreaterThanOrEqual(0)
      expect(open.getTime() - at.getTime()).toBeLessThan(DAY_MS)
      expect(withinHours(open, { fromHour, toHour })).toEqual(open)
    }),
  )
})

test('what is refused is told in words', async ({ app, deps }) => {
  const { places, writer } = await plantStaff(deps, app)
  const id = await plantPolicyNotice(deps, {
    organisationId: places.city,
    createdBy: writer.id,
    state: 'submitted',
  })
  const refused = await step(writer, { id, version: 1 }, { step: 'approve' })
  expect((await problemOf(refused)).detail).toContain('另一人')
})
