import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import { duties, experts, notices } from '../../../src/db/schema/index.ts'
import { enter, plantAccount, plantExpert, plantOrganisations, send } from '../../accounts/staff.ts'
import { actionsOn, eventsOf, plantSignedInExpert, sendAsExpert } from '../../experts/roster.ts'
import { test } from '../../support/test-deps.ts'

test('experts read their own row, with the weeks of duty that lie ahead', async ({ app, deps }) => {
  const { city } = await plantOrganisations(deps)
  const { id, cookie } = await plantSignedInExpert(deps, app, city)
  for (const week of ['2026-02-23', '2026-03-02', '2026-03-16']) {
    await deps.db.insert(duties).values({ organisationId: city, week, expertId: id })
  }
  const response = await sendAsExpert(app, '/me', { cookie })
  expect(await response.json()).toMatchObject({
    id,
    duties: ['2026-03-02', '2026-03-16'],
    status: 'active',
    leave: [],
  })
})

test('experts change availability, capacity, consent and contact data, and nothing else', async ({
  app,
  deps,
}) => {
  const { city } = await plantOrganisations(deps)
  const { id, cookie } = await plantSignedInExpert(deps, app, city)
  const patch = (body: unknown) => sendAsExpert(app, '/me', { method: 'PATCH', body, cookie })
  const change = { available: false, capacity: 1, consented: true, email: 'new@a.cn' }
  expect((await patch(change)).status).toBe(204)
  const read = await (await sendAsExpert(app, '/me', { cookie })).json()
  expect(read).toMatchObject({ available: false, capacity: 1, email: 'new@a.cn' })
  const [row] = await deps.db.select().from(experts).where(eq(experts.id, id))
  expect(row?.consentedAt).not.toBeNull()
  for (const body of [{}, { name: '别人' }, { years: 30 }, { status: 'active' }, { capacity: 0 }]) {
    expect([body, (await patch(body)).status]).toEqual([body, 400])
  }
  expect(await actionsOn(deps, id)).toEqual(['change_expert'])
})

test('experts note leave and take it back, their own only', async ({ app, deps }) => {
  const { city } = await plantOrganisations(deps)
  const one = await plantSignedInExpert(deps, app, city)
  const other = await plantSignedInExpert(deps, app, city)
  const body = { from: '2026-05-01', to: '2026-05-05' }
  const noted = await sendAsExpert(app, '/me/leave', { method: 'POST', body, cookie: one.cookie })
  expect(noted.status).toBe(201)
  const { id } = z.object({ id: z.uuid() }).parse(await noted.json())
  const remove = (cookie: string) =>
    sendAsExpert(app, `/me/leave/${id}`, { method: 'DELETE', cookie })
  expect((await remove(other.cookie)).status).toBe(404)
  expect((await remove(one.cookie)).status).toBe(204)
  expect(await eventsOf(deps, one.id)).toEqual(
    expect.arrayContaining([
      ['leave_added', null],
      ['leave_removed', null],
    ]),
  )
})

test('an expert withdraws, once, with or without a reason', async ({ app, deps }) => {
  const { city } = await plantOrganisations(deps)
  const { id, cookie } = await plantSignedInExpert(deps, app, city)
  const bystander = await plantExpert(deps, city)
  const withdraw = (reason: string | null) =>
    sendAsExpert(app, '/me/withdraw', { method: 'POST', body: { reason }, cookie })
  const done = await withdraw('工作变动')
  expect([done.status, await done.json()]).toEqual([
    200,
    { status: 'withdrawn', openTickets: 0, recalledTickets: 0 },
  ])
  expect((await withdraw(null)).status).toBe(409)
  expect(await eventsOf(deps, id)).toEqual([['withdrawn', '工作变动']])
  expect(await actionsOn(deps, id)).toEqual(['withdraw_expert'])
  expect(await actionsOn(deps, bystander)).toEqual([])
})

test('experts ask to be relieved of a week on duty: staff are told once, and the rota says so', async ({
  app,
  deps,
}) => {
  const { city } = await plantOrganisations(deps)
  const staff = await plantAccount(deps, { role: 'staff', organisationId: city })
  const { id, cookie } = await plantSignedInExpert(deps, app, city)
  await deps.db.update(experts).set({ consentedAt: deps.now() }).where(eq(experts.id, id))
  const other = await plantExpert(deps, city)
  await deps.db.insert(duties).values([
    { organisationId: city, week: '2026-02-23', expertId: id },
    { organisationId: city, week: '2026-03-09', expertId: id },
    { organisationId: city, week: '2026-03-16', expertId: other },
  ])
  const asks = async (week: string) => {
    const sent = { method: 'POST', body: { week }, cookie }
    return (await sendAsExpert(app, '/me/swap', sent)).status
  }
  expect(await asks('2026-03-09')).toBe(204)
  expect(await asks('2026-03-09')).toBe(204)
  expect(await asks('2026-03-16')).toBe(404)
  expect(await asks('2026-02-23')).toBe(409)
  const told = await deps.db.select().from(notices).where(eq(notices.kind, 'swap_asked'))
  expect(told.filter(({ channel }) => channel === 'inbox')).toMatchObject([
    { recipientId: staff.id, data: { week: '2026-03-09' } },
  ])
  const own = await (await sendAsExpert(app, '/me', { cookie })).json()
  expect(own).toMatchObject({ duties: ['2026-03-09'], swapsAsked: ['2026-03-09'] })
  const rota = await send(app, '/rotation?from=2026-03-09&weeks=1', {
    cookie: await enter(deps, app, staff),
  })
  expect(await rota.json()).toMatchObject({
    weeks: [{ onDuty: [{ id, problem: 'swap_asked' }] }],
  })
})
