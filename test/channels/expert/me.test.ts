import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import { duties, experts } from '../../../src/db/schema/index.ts'
import { plantExpert, plantOrganisations } from '../../accounts/staff.ts'
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
