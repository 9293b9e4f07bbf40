import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { expect } from 'vitest'
import type { z } from 'zod'
import {
  RegistrationList,
  RoomCode,
  TrainingList,
  TrainingRow,
  TrainingTotals,
} from '../../src/channels/staff/trainings-schemas.ts'
import { OwnRegistrationList } from '../../src/channels/web/training-schemas.ts'
import { auditEntries, jobs, notices, registrations, trainings } from '../../src/db/schema/index.ts'
import { runDueJobs } from '../../src/jobs/run-due-jobs.ts'
import { newId } from '../../src/shared/ids.ts'
import { isTrainingLink } from '../../src/shared/training-link.ts'
import {
  canTakeStep,
  type TrainingState,
  trainingStates,
  trainingSteps,
} from '../../src/shared/training-states.ts'
import { type App, plantAccount, plantExpert, plantOrganisations, send } from '../accounts/staff.ts'
import { as } from '../feedback/plant.ts'
import { plantSession } from '../http/route-matrix-world.ts'
import { bearer, begin, get, problemOf } from '../support/front-door.ts'
import { test, type TestDeps } from '../support/test-deps.ts'
import { PARTICIPANT, plantRegistration, plantTraining } from './plant.ts'

const DAY_MS = 86_400_000

const INPUT = {
  title: '专利检索入门',
  courses: [5, 1, 5],
  district: '海淀区',
  place: '301 室',
  link: null,
  day: '2026-03-09',
  begins: '14:00',
  ends: '16:00',
  closesOn: '2026-03-08',
  closesAt: '18:00',
  trainerName: '李老师',
  trainerId: null,
  seats: 2,
}

/** A member of staff of a district, and what they send. */
async function plantStaff(deps: TestDeps, app: App) {
  const places = await plantOrganisations(deps)
  const signIn = async (organisationId: string) => {
    const { id } = await plantAccount(deps, { role: 'staff', organisationId })
    // A session of its own for each request: the clock moves by days here.
    const call = async (method: string, path: string, body?: object) => {
      const { cookie } = await plantSession(deps, id)
      return send(app, `/trainings${path}`, { method, cookie, ...(body && { body }) })
    }
    return { id, call }
  }
  return {
    places,
    east: await signIn(places.east),
    west: await signIn(places.west),
    city: await signIn(places.city),
    station: await signIn(places.station),
  }
}

type Call = (method: string, path: string, body?: object) => Response | Promise<Response>

async function plan(call: Call, organisationId: string, change: object = {}) {
  const response = await call('POST', '', { ...INPUT, organisationId, ...change })
  expect(response.status).toBe(201)
  return TrainingRow.parse(await response.json())
}

const step = async (call: Call, { id, version }: { id: string; version: number }, body: object) =>
  call('POST', `/${id}/step`, { version, ...body })

const rowOf = async (response: Response | Promise<Response>) =>
  TrainingRow.parse(await (await response).json())

async function mine(app: Parameters<typeof begin>[0], asker: { token: string }) {
  const response = await get(app, '/api/trainings/mine', bearer(asker))
  return OwnRegistrationList.parse(await response.json()).registrations
}

test('staff plan a session as a draft and open it; colleagues beside them see nothing of it', async ({
  app,
  deps,
}) => {
  const { places, east, west, city, station } = await plantStaff(deps, app)
  const draft = await plan(east.call, places.east)
  expect(draft).toMatchObject({
    state: 'draft',
    courses: [1, 5],
    startsAt: '2026-03-09T06:00:00.000Z',
    closesAt: '2026-03-08T10:00:00.000Z',
    trainer: '李老师',
    registered: 0,
  })
  for (const { call } of [west, station]) {
    expect((await call('GET', `/${draft.id}`)).status).toBe(404)
    expect((await step(call, draft, { step: 'open' })).status).toBe(404)
    expect((await call('PUT', `/${draft.id}`, { ...INPUT, version: 1 })).status).toBe(404)
    expect((await call('GET', `/${draft.id}/registrations`)).status).toBe(404)
    const list = TrainingList.parse(await (await call('GET', '')).json())
    expect(list.trainings).toEqual([])
  }
  expect((await plan(city.call, places.east)).organisationId).toBe(places.east)
  expect((await west.call('POST', '', { ...INPUT, organisationId: places.east })).status).toBe(404)
  const opened = await rowOf(step(city.call, draft, { step: 'open' }))
  expect([opened.state, opened.version]).toEqual(['open', 2])
  expect((await step(east.call, draft, { step: 'open' })).status).toBe(409)
})

test('what does not fit is refused in words', async ({ app, deps }) => {
  const { places, east } = await plantStaff(deps, app)
  for (const [change, words] of [
    [{ ends: '14:00' }, '结束应晚于开始'],
    [{ closesOn: '2026-03-09', closesAt: '14:01' }, '报名截止'],
    [{ day: '2026-02-30' }, '不符合要求'],
    [{ begins: '24:00' }, '不符合要求'],
    [{ courses: [99] }, '课程'],
    [{ courses: [] }, '不符合要求'],
    [{ place: null }, '地点'],
    [{ place: null, link: 'http://meeting.example.com/1' }, 'https://'],
    [{ seats: 0 }, '不符合要求'],
    [{ trainerId: newId() }, '专家'],
  ] as const) {
    const body = { ...INPUT, organisationId: places.east, ...change }
    const refused = await east.call('POST', '', body)
    expect([change, refused.status]).toEqual([change, 'trainerId' in change ? 404 : 400])
    expect((await problemOf(refused)).detail).toContain(words)
  }
  expect(await deps.db.$count(trainings)).toBe(0)
})

test('a link is https, a domain and a path, and nothing else', () => {
  for (const link of [
    'https://meeting.tencent.com/dm/AbC-1_2',
    'https://example.com',
    'https://a.example.cn/j?id=1&x=%20',
  ]) {
    expect([link, isTrainingLink(link)]).toEqual([link, true])
  }
  for (const link of [
    'http://example.com/',
    'https://example.com:8443/',
    'https://user@example.com/',
    'https://localhost/x',
    'https://127.0.0.1/x',
    'https://example.com/ x',
    'https://example.com/"onload',
    'javascript:alert(1)',
    'https://例子.中国/',
    `https://example.com/${'x'.repeat(300)}`,
  ]) {
    expect([link, isTrainingLink(link)]).toEqual([link, false])
  }
  const piece = fc.constantFrom('https://', 'a', '.', '-', '/', '@', ':', '?', ' ', '例', 'com')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('')
      if (!isTrainingLink(text)) return
      const url = new URL(text)
      expect([url.protocol, url.username, url.port]).toEqual(['https:', '', ''])
      expect(url.hostname).toContain('.')
    }),
  )
})

test('every state goes on as the table of states says, and in no other way', async ({
  app,
  deps,
}) => {
  const { places, east } = await plantStaff(deps, app)
  // After its day, so that only the state decides; registration would close tomorrow.
  const times = {
    startsAt: new Date('2026-03-02T01:00:00Z'),
    closesAt: new Date('2026-03-03T01:00:00Z'),
  }
  const leads: Record<TrainingState, string[]> = {
    draft: ['open', 'cancel'],
    open: ['close', 'hold', 'cancel'],
    closed: ['open', 'hold', 'cancel'],
    held: ['count'],
    counted: [],
    cancelled: [],
  }
  for (const state of trainingStates) {
    for (const each of trainingSteps) {
      const common = { organisationId: places.east, createdBy: east.id }
      const id = await plantTraining(deps, { ...common, ...times, state })
      const body = { step: each, ...(each === 'cancel' && { reason: '讲师有事' }) }
      const response = await step(east.call, { id, version: 1 }, body)
      const allowed = leads[state].includes(each)
      expect([state, each, response.status]).toEqual([state, each, allowed ? 200 : 409])
      expect([state, each, canTakeStep(state, each)]).toEqual([state, each, allowed])
    }
  }
})

test('to cancel needs a reason, which those who registered are told on their page', async ({
  app,
  deps,
}) => {
  const { places, east } = await plantStaff(deps, app)
  const id = await plantTraining(deps, { organisationId: places.east, createdBy: east.id })
  const asker = await begin(app)
  await as(app, asker)('POST', `/api/trainings/${id}/registrations`, PARTICIPANT)
  expect((await step(east.call, { id, version: 1 }, { step: 'cancel' })).status).toBe(400)
  const body = { step: 'cancel', reason: '场地检修' }
  expect((await rowOf(step(east.call, { id, version: 1 }, body))).state).toBe('cancelled')
  expect(await mine(app, asker)).toMatchObject([
    { news: ['cancelled'], cancelReason: '场地检修', canWithdraw: false },
  ])
})

test('who registered is told when time or place change, and not when only the title does', async ({
  app,
  deps,
}) => {
  const { places, east } = await plantStaff(deps, app)
  const draft = await plan(east.call, places.east)
  await step(east.call, draft, { step: 'open' })
  const asker = await begin(app)
  await as(app, asker)('POST', `/api/trainings/${draft.id}/registrations`, PARTICIPANT)
  deps.pass(60_000)
  const change = (version: number, part: object) =>
    east.call('PUT', `/${draft.id}`, { ...INPUT, version, ...part })
  expect((await rowOf(change(2, { title: '专利检索进阶' }))).version).toBe(3)
  expect(await mine(app, asker)).toMatchObject([{ news: [] }])
  expect((await change(2, { place: '302 室' })).status).toBe(409)
  expect((await change(3, { place: '302 室' })).status).toBe(200)
  expect(await mine(app, asker)).toMatchObject([
    { news: ['changed'], training: { place: '302 室', title: '专利检索入门' } },
  ])
  const told = await deps.db.select().from(jobs).where(eq(jobs.kind, 'training_news'))
  expect(told.map(({ payload }) => payload['news'])).toEqual(['changed'])
})

test('seats can grow, which moves the waiting list up, but not fall below who has registered', async ({
  app,
  deps,
}) => {
  const { places, east } = await plantStaff(deps, app)
  const draft = await plan(east.call, places.east)
  await step(east.call, draft, { step: 'open' })
  for (let n = 0; n < 4; n += 1) {
    const asker = await begin(app)
    await as(app, asker)('POST', `/api/trainings/${draft.id}/registrations`, PARTICIPANT)
  }
  const seats = (version: number, number: number) =>
    east.call('PUT', `/${draft.id}`, { ...INPUT, version, seats: number })
  expect(await rowOf(east.call('GET', `/${draft.id}`))).toMatchObject({ registered: 2, waiting: 2 })
  expect((await seats(2, 1)).status).toBe(409)
  expect(await rowOf(seats(2, 3))).toMatchObject({ registered: 3, waiting: 1 })
})

/** A session of this afternoon with one who is registered, one who waits, and a code. */
async function plantToday(deps: TestDeps, app: App & Parameters<typeof begin>[0]) {
  const staff = await plantStaff(deps, app)
  const { places, east } = staff
  const id = await plantTraining(deps, {
    organisationId: places.east,
    createdBy: east.id,
    startsAt: new Date('2026-03-02T06:00:00Z'),
    endsAt: new Date('2026-03-02T08:00:00Z'),
    closesAt: new Date('2026-03-02T04:00:00Z'),
    seats: 1,
  })
  const [seated, waiting] = [await begin(app), await begin(app)]
  for (const asker of [seated, waiting]) {
    await as(app, asker)('POST', `/api/trainings/${id}/registrations`, PARTICIPANT)
    deps.pass(1000)
  }
  const { code } = RoomCode.parse(await (await east.call('POST', `/${id}/code`)).json())
  return { ...staff, id, seated, waiting, code }
}

async function listOf(call: Call, id: string) {
  const response = await call('GET', `/${id}/registrations`)
  return RegistrationList.parse(await response.json()).registrations
}

test('the list of who registered opens contact data, and that it was looked at is audited', async ({
  app,
  deps,
}) => {
  const { id, east } = await plantToday(deps, app)
  expect(await listOf(east.call, id)).toMatchObject([
    { state: 'registered', name: '陈一', organisation: '某科技公司', telephone: '139 1111 2222' },
    { state: 'waiting', name: '陈一' },
  ])
  const entries = await deps.db
    .select({ details: auditEntries.details, actorId: auditEntries.actorId })
    .from(auditEntries)
    .where(eq(auditEntries.action, 'view_registrations'))
  expect(entries).toEqual([{ details: { rows: 2 }, actorId: east.id }])
})

test('who is in the room checks in by the six digits, on that day and with a seat only', async ({
  app,
  deps,
}) => {
  const { id, seated, waiting, code, east } = await plantToday(deps, app)
  expect(code).toMatch(/^\d{6}$/)
  const again = RoomCode.parse(await (await east.call('POST', `/${id}/code`)).json())
  expect(again.code).toBe(code)
  const checkIn = (asker: { token: string }, given = code) =>
    as(app, asker)('POST', `/api/trainings/${id}/check-in`, { code: given })
  expect((await checkIn(waiting)).status).toBe(409)
  expect((await checkIn(await begin(app))).status).toBe(404)
  expect((await mine(app, seated))[0]?.canCheckIn).toBe(true)
  deps.setClock('2026-03-02T16:00:00Z')
  expect((await checkIn(seated)).status).toBe(409)
  deps.setClock('2026-03-02T05:50:00Z')
  expect((await checkIn(seated)).status).toBe(204)
  expect((await checkIn(seated)).status).toBe(204)
  expect(await listOf(east.call, id)).toMatchObject([{ attendedBy: 'code' }, { attendedAt: null }])
})

test('after five wrong codes even the right one is refused, and staff tick the person', async ({
  app,
  deps,
}) => {
  const { id, seated, code, east } = await plantToday(deps, app)
  const checkIn = (given: string) =>
    as(app, seated)('POST', `/api/trainings/${id}/check-in`, { code: given })
  const wrong = code === '000000' ? '000001' : '000000'
  const statuses: number[] = []
  for (let n = 0; n < 6; n += 1) statuses.push((await checkIn(wrong)).status)
  expect(statuses).toEqual([400, 400, 400, 400, 400, 429])
  expect((await checkIn(code)).status).toBe(429)
  const [row] = await listOf(east.call, id)
  const path = `/${id}/registrations/${row?.id}/attendance`
  expect((await east.call('POST', path, { attended: true })).status).toBe(204)
  expect(await listOf(east.call, id)).toMatchObject([{ attendedBy: 'staff' }, {}])
  expect((await east.call('POST', path, { attended: false })).status).toBe(204)
  expect(await listOf(east.call, id)).toMatchObject([{ attendedBy: null, attendedAt: null }, {}])
})

test('nobody was there before the day of a session, nor changes who was once it is counted', async ({
  app,
  deps,
}) => {
  const { places, east } = await plantStaff(deps, app)
  const common = { organisationId: places.east, createdBy: east.id }
  const id = await plantTraining(deps, common)
  const registration = await plantRegistration(deps, { trainingId: id })
  const tick = () =>
    east.call('POST', `/${id}/registrations/${registration}/attendance`, { attended: true })
  expect((await tick()).status).toBe(409)
  expect((await east.call('POST', `/${id}/walk-ins`, { version: 1, walkIns: 2 })).status).toBe(409)
  expect((await east.call('POST', `/${id}/code`)).status).toBe(409)
  expect((await step(east.call, { id, version: 1 }, { step: 'hold' })).status).toBe(409)
  deps.setClock('2026-03-09T08:30:00Z')
  expect((await tick()).status).toBe(204)
  const noted = await rowOf(east.call('POST', `/${id}/walk-ins`, { version: 1, walkIns: 2 }))
  expect(noted).toMatchObject({ walkIns: 2, attended: 1, version: 2 })
  const held = await rowOf(step(east.call, noted, { step: 'hold' }))
  const counted = await rowOf(step(east.call, held, { step: 'count' }))
  expect(counted.state).toBe('counted')
  expect((await tick()).status).toBe(409)
  const late = { version: counted.version, walkIns: 900 }
  expect((await east.call('POST', `/${id}/walk-ins`, late)).status).toBe(409)
})

test('who was there rates the session, and can change that for seven days', async ({
  app,
  deps,
}) => {
  const { id, seated, code, east } = await plantToday(deps, app)
  const rate = (body: object) => as(app, seated)('POST', `/api/trainings/${id}/rating`, body)
  expect((await rate({ score: 5 })).status).toBe(409)
  await as(app, seated)('POST', `/api/trainings/${id}/check-in`, { code })
  expect((await rate({ score: 2, text: '绝密★3年 内容' })).status).toBe(400)
  expect((await rate({ score: 6 })).status).toBe(400)
  expect((await rate({ score: 2, text: ' 太快，请打 13911112222 ' })).status).toBe(200)
  deps.pass(7 * DAY_MS - 1)
  expect((await rate({ score: 4, text: '请打 13911112222' })).status).toBe(200)
  expect((await mine(app, seated))[0]).toMatchObject({ canRate: true, rating: { score: 4 } })
  deps.pass(1)
  expect((await rate({ score: 5 })).status).toBe(409)
  expect((await mine(app, seated))[0]).toMatchObject({ canRate: false })
  expect(await rowOf(east.call('GET', `/${id}`))).toMatchObject({ ratings: 1, averageScore: 4 })
  const [row] = await listOf(east.call, id)
  expect(row?.opinion).toContain('请打')
  expect(row?.opinion).not.toContain('13911112222')
})

type Totals = z.infer<typeof TrainingTotals>

test('the totals of a year are the sums of its counted sessions, organisation by organisation', async ({
  app,
  deps,
}) => {
  const { places, east, west, city } = await plantStaff(deps, app)
  const held = async (organisationId: string, startsAt: string, attended: number, more: object) => {
    const planted = { organisationId, createdBy: city.id, startsAt: new Date(startsAt) }
    const id = await plantTraining(deps, { ...planted, state: 'counted', ...more })
    for (let n = 0; n < attended + 1; n += 1) {
      const attendedAt = n < attended ? deps.now() : null
      await plantRegistration(deps, { trainingId: id, attendedAt })
    }
    return id
  }
  // The first and the last minute of 2026 in Beijing, and those beside them.
  const first = await held(places.east, '2025-12-31T16:00:00Z', 2, { walkIns: 3 })
  await held(places.east, '2025-12-31T15:59:00Z', 5, {})
  await held(places.west, '2026-12-31T15:59:00Z', 4, {})
  await held(places.west, '2026-12-31T16:00:00Z', 6, {})
  await held(places.west, '2026-06-01T01:00:00Z', 7, { state: 'held' })
  await held(places.west, '2026-06-01T01:00:00Z', 8, { state: 'cancelled' })
  const totals = async (call: Call): Promise<Totals> =>
    TrainingTotals.parse(await (await call('GET', '/totals?year=2026')).json())
  const all = await totals(city.call)
  expect(all.sum).toEqual({ sessions: 2, attended: 6, walkIns: 3, people: 9, uncounted: 1 })
  expect(all.organisations).toHaveLength(2)
  expect((await totals(east.call)).sum).toMatchObject({ sessions: 1, people: 5, uncounted: 0 })
  expect((await totals(west.call)).sum).toMatchObject({ sessions: 1, people: 4, uncounted: 1 })
  // A figure leads to its rows.
  const path = `?year=2026&state=counted&organisationId=${places.east}`
  const { trainings: rows } = TrainingList.parse(await (await city.call('GET', path)).json())
  expect(rows.map(({ id, attended, walkIns }) => [id, attended, walkIns])).toEqual([[first, 2, 3]])
  expect(all.targets).toEqual([
    { clause: 'action-plan-2022#goal.3.s4', from: 2022, to: 2024, sessions: 100, people: 5000 },
  ])
})

test('on the morning before, the organisation and its trainer are reminded once, the asker on the page', async ({
  app,
  deps,
}) => {
  const { places, east } = await plantStaff(deps, app)
  const expertId = await plantExpert(deps, places.east)
  const expert = await plantAccount(deps, {
    role: 'expert',
    expertId,
    organisationId: places.east,
  })
  const input = { trainerName: null, trainerId: expertId }
  const draft = await plan(east.call, places.east, input)
  expect(draft.trainer).toBe('专家')
  await step(east.call, draft, { step: 'open' })
  const asker = await begin(app)
  await as(app, asker)('POST', `/api/trainings/${draft.id}/registrations`, PARTICIPANT)
  const told = async () =>
    (
      await deps.db
        .select({ to: notices.recipientId, channel: notices.channel, data: notices.data })
        .from(notices)
        .where(eq(notices.kind, 'training_tomorrow'))
    ).filter(({ channel }) => channel === 'inbox')
  deps.setClock('2026-03-08T00:59:59Z')
  await runDueJobs(deps)
  expect(await told()).toEqual([])
  deps.setClock('2026-03-08T01:00:00Z')
  await runDueJobs(deps)
  await runDueJobs(deps)
  const data = { startsAt: '2026-03-09T06:00:00.000Z', count: '1', trainingId: draft.id }
  const sent = await told()
  expect(sent.map(({ to }) => to).toSorted()).toEqual([east.id, expert.id].toSorted())
  expect(sent.map((each) => each.data)).toEqual([data, data])
  expect(await mine(app, asker)).toMatchObject([{ news: ['reminder'] }])
  const dead = await deps.db.select().from(jobs).where(eq(jobs.kind, 'training_news'))
  expect(dead.map(({ doneAt, lastError }) => [doneAt !== null, lastError])).toEqual([[true, null]])
})

test('nobody is reminded of a session that was cancelled or put off', async ({ app, deps }) => {
  const { places, east } = await plantStaff(deps, app)
  const [off, later] = [await plan(east.call, places.east), await plan(east.call, places.east)]
  for (const each of [off, later]) await step(east.call, each, { step: 'open' })
  await step(east.call, { ...off, version: 2 }, { step: 'cancel', reason: '讲师生病' })
  await east.call('PUT', `/${later.id}`, { ...INPUT, version: 2, day: '2026-03-12' })
  deps.setClock('2026-03-08T02:00:00Z')
  await runDueJobs(deps)
  const count = () => deps.db.$count(notices, eq(notices.kind, 'training_tomorrow'))
  expect(await count()).toBe(0)
  deps.setClock('2026-03-11T02:00:00Z')
  await runDueJobs(deps)
  expect(await count()).toBeGreaterThan(0)
  expect(await deps.db.$count(registrations)).toBe(0)
})
