import { and, eq } from 'drizzle-orm'
import { expect } from 'vitest'
import type { z } from 'zod'
import { createApp } from '../../src/app.ts'
import {
  OpenTrainingList,
  OwnRegistrationList,
  RegistrationBody,
} from '../../src/channels/web/training-schemas.ts'
import { registrationContacts, registrations, type trainings } from '../../src/db/schema/index.ts'
import { plantAccount, plantOrganisations } from '../accounts/staff.ts'
import { auditOf } from '../feedback/plant.ts'
import { bearer, begin, get, problemOf } from '../support/front-door.ts'
import { createTestDeps, openOwnDatabase, test, type TestDeps } from '../support/test-deps.ts'
import { PARTICIPANT, plantTraining } from './plant.ts'

type App = Parameters<typeof begin>[0]
type Asker = { token: string }

async function plantOpen(deps: TestDeps, planted: Partial<typeof trainings.$inferInsert> = {}) {
  const { city, east } = await plantOrganisations(deps)
  const { id: createdBy } = await plantAccount(deps, { role: 'staff', organisationId: city })
  const id = await plantTraining(deps, { organisationId: city, createdBy, ...planted })
  return { id, city, east, createdBy }
}

type Sent = { body?: object; key?: string; language?: string }

function register(app: App, asker: Asker, id: string, { body, key, language }: Sent = {}) {
  return app.request(`/api/trainings/${id}/registrations`, {
    method: 'POST',
    headers: {
      ...bearer(asker),
      'content-type': 'application/json',
      ...(key !== undefined && { 'idempotency-key': key }),
      ...(language !== undefined && { 'accept-language': language }),
    },
    body: JSON.stringify(body ?? PARTICIPANT),
  })
}

const stateOf = async (response: Response) => RegistrationBody.parse(await response.json()).state

const withdraw = (app: App, asker: Asker, id: string) =>
  app.request(`/api/trainings/${id}/registrations`, { method: 'DELETE', headers: bearer(asker) })

async function mine(app: App, asker: Asker) {
  const response = await get(app, '/api/trainings/mine', bearer(asker))
  return OwnRegistrationList.parse(await response.json()).registrations
}

async function listed(
  app: App,
  query = '',
): Promise<z.infer<typeof OpenTrainingList>['trainings']> {
  const response = await get(app, `/api/trainings${query}`)
  expect(response.status).toBe(200)
  return OpenTrainingList.parse(await response.json()).trainings
}

test('everybody sees the coming open sessions with their courses, the link of none', async ({
  app,
  deps,
}) => {
  const { id, city, createdBy } = await plantOpen(deps, {
    courses: [1, 5],
    link: 'https://meeting.example.com/j/1',
  })
  for (const state of ['draft', 'closed', 'held', 'counted', 'cancelled'] as const) {
    await plantTraining(deps, { organisationId: city, createdBy, state })
  }
  const past = new Date('2026-03-02T01:59:00Z')
  await plantTraining(deps, { organisationId: city, createdBy, startsAt: past })
  const found = await listed(app)
  expect(found).toEqual([
    expect.objectContaining({ id, online: true, seats: 30, left: 30, canRegister: true }),
  ])
  expect(found[0]?.courses.map(({ number, name }) => [number, name])).toEqual([
    [1, '知识产权基础知识'],
    [5, '产品研发的知识产权问题'],
  ])
  expect(JSON.stringify(found)).not.toContain('meeting.example.com')
})

test('sessions are found by district, course and day; those of no district are for all', async ({
  app,
  deps,
}) => {
  const { id: anywhere, city, createdBy } = await plantOpen(deps)
  const common = { organisationId: city, createdBy }
  const haidian = await plantTraining(deps, {
    ...common,
    district: '海淀区',
    courses: [3],
    startsAt: new Date('2026-03-19T16:00:00Z'),
  })
  await plantTraining(deps, { ...common, district: '朝阳区', courses: [3] })
  const ids = async (query: string) => (await listed(app, query)).map(({ id }) => id)
  expect(await ids(`?district=${encodeURIComponent('海淀区')}`)).toEqual([anywhere, haidian])
  expect(await ids(`?district=${encodeURIComponent('海淀区')}&course=3`)).toEqual([haidian])
  expect(await ids('?course=1,5')).toEqual([anywhere])
  // 0:00 of 20 March in Beijing.
  expect(await ids('?from=2026-03-20')).toEqual([haidian])
  expect(await ids('?from=2026-03-21')).toEqual([])
  for (const query of ['?from=2026-02-30', '?course=x', '?limit=51', '?sort=day']) {
    expect([query, (await get(app, `/api/trainings${query}`)).status]).toEqual([query, 400])
  }
})

test('an asker registers once; contact data is sealed field by field and the consent audited', async ({
  app,
  deps,
}) => {
  const { id } = await plantOpen(deps)
  const asker = await begin(app)
  const first = await register(app, asker, id)
  expect([first.status, await stateOf(first)]).toEqual([201, 'registered'])
  const again = await register(app, asker, id, { body: { ...PARTICIPANT, name: '陈二' } })
  expect([again.status, await stateOf(again)]).toEqual([200, 'registered'])
  const [row, ...others] = await deps.db.select().from(registrations)
  expect(others).toEqual([])
  const sealed = await deps.db.select().from(registrationContacts)
  expect(sealed.map(({ field }) => field).toSorted()).toEqual(['name', 'organisation', 'telephone'])
  expect(JSON.stringify(sealed)).not.toMatch(/陈一|科技|2222/)
  expect(await auditOf(deps, row?.id ?? '')).toEqual([
    { action: 'register_training', actorKind: 'asker', details: { trainingId: id } },
  ])
  expect(await mine(app, asker)).toMatchObject([
    { state: 'registered', canWithdraw: true, canCheckIn: false, canRate: false, news: [] },
  ])
  expect((await listed(app))[0]?.left).toBe(29)
})

test('nothing is taken without consent, without a telephone number or with a state-secret mark', async ({
  app,
  deps,
}) => {
  const { id } = await plantOpen(deps)
  const asker = await begin(app)
  for (const [change, words] of [
    [{ consent: false }, '需要您同意'],
    [{ telephone: 'abc1234567' }, '7 至 20 位数字'],
    [{ telephone: '+86 (10) 1' }, '7 至 20 位数字'],
    [{ name: ' ' }, '不符合要求'],
    [{ organisation: '机密★10年' }, '国家秘密'],
    [{ wechat: 'x' }, '不符合要求'],
  ] as const) {
    const refused = await register(app, asker, id, { body: { ...PARTICIPANT, ...change } })
    expect([change, refused.status]).toEqual([change, 400])
    expect((await problemOf(refused)).detail).toContain(words)
  }
  expect(await deps.db.$count(registrations)).toBe(0)
  expect(await deps.db.$count(registrationContacts)).toBe(0)
})

test('the same request sent twice is one, also after a withdrawal; its key serves no other', async ({
  app,
  deps,
}) => {
  const { id } = await plantOpen(deps)
  const asker = await begin(app)
  expect((await register(app, asker, id, { key: 'k1' })).status).toBe(201)
  expect((await register(app, asker, id, { key: 'k1' })).status).toBe(200)
  await withdraw(app, asker, id)
  const late = await register(app, asker, id, { key: 'k1' })
  expect([late.status, await stateOf(late)]).toEqual([200, 'withdrawn'])
  const other = await register(app, asker, id, { key: 'k1', body: { ...PARTICIPANT, name: '乙' } })
  expect(other.status).toBe(409)
  const anew = await register(app, asker, id, { key: 'k2' })
  expect([anew.status, await stateOf(anew)]).toEqual([201, 'registered'])
})

test('a full session has a waiting list, and who has waited longest moves up', async ({
  app,
  deps,
}) => {
  const { id } = await plantOpen(deps, { seats: 1 })
  const [first, second, third] = [await begin(app), await begin(app), await begin(app)]
  expect(await stateOf(await register(app, first, id))).toBe('registered')
  deps.pass(1000)
  expect(await stateOf(await register(app, second, id))).toBe('waiting')
  deps.pass(1000)
  expect(await stateOf(await register(app, third, id))).toBe('waiting')
  expect((await withdraw(app, first, id)).status).toBe(200)
  expect(await mine(app, second)).toMatchObject([{ state: 'registered', news: ['moved_up'] }])
  expect(await mine(app, third)).toMatchObject([{ state: 'waiting', news: [] }])
  // Nobody keeps what names somebody who does not come.
  expect(await deps.db.$count(registrationContacts, eq(registrationContacts.field, 'name'))).toBe(2)
  // Who has withdrawn and comes back stands at the end.
  deps.pass(1000)
  expect(await stateOf(await register(app, first, id))).toBe('waiting')
  await withdraw(app, second, id)
  expect(await mine(app, third)).toMatchObject([{ state: 'registered' }])
  expect(await mine(app, first)).toMatchObject([{ state: 'waiting' }])
})

test('who waits and withdraws frees no seat', async ({ app, deps }) => {
  const { id } = await plantOpen(deps, { seats: 1 })
  const [first, second, third] = [await begin(app), await begin(app), await begin(app)]
  for (const asker of [first, second, third]) {
    await register(app, asker, id)
    deps.pass(1000)
  }
  await withdraw(app, second, id)
  expect(await mine(app, third)).toMatchObject([{ state: 'waiting' }])
  expect(await deps.db.$count(registrations, eq(registrations.state, 'registered'))).toBe(1)
})

test('registration ends at its hour, withdrawing when the session begins', async ({
  app,
  deps,
}) => {
  const { id } = await plantOpen(deps)
  const [early, late] = [await begin(app), await begin(app)]
  deps.setClock('2026-03-08T09:59:59Z')
  expect((await register(app, early, id)).status).toBe(201)
  deps.setClock('2026-03-08T10:00:00Z')
  const refused = await register(app, late, id, { language: 'en' })
  expect(refused.status).toBe(409)
  expect((await problemOf(refused)).detail).toBe('Registration for this session is closed.')
  deps.setClock('2026-03-09T05:59:59Z')
  expect((await withdraw(app, early, id)).status).toBe(200)
  deps.setClock('2026-03-02T02:00:00Z')
  await register(app, early, id)
  deps.setClock('2026-03-09T06:00:00Z')
  expect((await withdraw(app, early, id)).status).toBe(409)
})

test('a session that is no longer open, or a draft, takes nobody', async ({ app, deps }) => {
  const { city, createdBy } = await plantOpen(deps)
  const asker = await begin(app)
  for (const [state, status] of [
    ['draft', 404],
    ['closed', 409],
    ['held', 409],
    ['counted', 409],
    ['cancelled', 409],
  ] as const) {
    const id = await plantTraining(deps, { organisationId: city, createdBy, state })
    expect([state, (await register(app, asker, id)).status]).toEqual([state, status])
  }
  expect((await withdraw(app, asker, '00000000-0000-4000-8000-000000000001')).status).toBe(404)
})

test('the link of an online session is for those who have a seat', async ({ app, deps }) => {
  const link = 'https://meeting.example.com/j/1'
  const { id } = await plantOpen(deps, { seats: 1, link })
  const [first, second] = [await begin(app), await begin(app)]
  await register(app, first, id)
  await register(app, second, id)
  expect((await mine(app, first))[0]?.link).toBe(link)
  expect((await mine(app, second))[0]?.link).toBeNull()
})

test('of fifty who register at once for twenty seats twenty get one and thirty wait', async ({
  localEmbedder,
}) => {
  const own = await openOwnDatabase(10)
  const deps = createTestDeps(own, localEmbedder)
  const app = createApp(() => deps)
  try {
    const { id } = await plantOpen(deps, { seats: 20 })
    const askers: Asker[] = []
    for (let n = 0; n < 50; n += 1) askers.push(await begin(app))
    const states = await Promise.all(
      askers.map(async (asker) => stateOf(await register(app, asker, id))),
    )
    expect(states.filter((state) => state === 'registered')).toHaveLength(20)
    expect(states.filter((state) => state === 'waiting')).toHaveLength(30)
    // Ten leave at once: the seats are filled, and no more than there are.
    const seated = askers.filter((_, at) => states[at] === 'registered').slice(0, 10)
    await Promise.all(seated.map(async (asker) => withdraw(app, asker, id)))
    const taken = and(eq(registrations.trainingId, id), eq(registrations.state, 'registered'))
    expect(await deps.db.$count(registrations, taken)).toBe(20)
    expect(await deps.db.$count(registrations, eq(registrations.state, 'waiting'))).toBe(20)
    await deps.settled()
  } finally {
    await own.close()
  }
}, 300_000)
