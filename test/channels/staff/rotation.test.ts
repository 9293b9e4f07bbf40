import { and, eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import { duties, expertLeaves, experts } from '../../../src/db/schema/index.ts'
import { newId } from '../../../src/shared/ids.ts'
import { type App, plantExpert, post, send } from '../../accounts/staff.ts'
import { actionsOn, plantStaff } from '../../experts/roster.ts'
import { test, type TestDeps } from '../../support/test-deps.ts'

const Rota = z.object({
  weeks: z.array(
    z.object({
      week: z.string(),
      onDuty: z.array(z.object({ id: z.uuid(), name: z.string(), problem: z.string().nullable() })),
      uncovered: z.array(z.string()),
    }),
  ),
  fairness: z.looseObject({ most: z.number(), least: z.number() }),
})

async function plantConsenting(deps: TestDeps, organisationId: string, count: number) {
  const ids: string[] = []
  for (let each = 0; each < count; each += 1) {
    const id = await plantExpert(deps, organisationId)
    await deps.db.update(experts).set({ consentedAt: deps.now() }).where(eq(experts.id, id))
    ids.push(id)
  }
  return ids
}

const PLAN = { from: '2026-03-04', weeks: 4, perWeek: 1 }

async function plan(app: App, cookie: string, change: object = {}) {
  const response = await post(app, '/rotation', { ...PLAN, ...change }, { cookie })
  expect(response.status).toBe(201)
  return Rota.parse(await response.json())
}

test('weeks are planned evenly, stored, and listed with their fairness', async ({ app, deps }) => {
  const { atCity, city } = await plantStaff(deps, app)
  await plantConsenting(deps, city, 2)
  const planned = await plan(app, atCity)
  expect(planned.weeks.map(({ week }) => week)).toEqual([
    '2026-03-02',
    '2026-03-09',
    '2026-03-16',
    '2026-03-23',
  ])
  expect(planned.fairness).toMatchObject({ most: 2, least: 2 })
  expect(planned.weeks[0]?.uncovered).toContain('商标')
  const listed = await send(app, '/rotation?from=2026-03-02&weeks=4', { cookie: atCity })
  expect(Rota.parse(await listed.json())).toEqual(planned)
  expect(await deps.db.$count(duties)).toBe(4)
  expect(await actionsOn(deps, city)).toEqual(['plan_rotation'])
})

test('nobody is planned who is away, suspended, paused or has not consented', async ({
  app,
  deps,
}) => {
  const { atCity, city } = await plantStaff(deps, app)
  const [there, away, suspended, paused] = await plantConsenting(deps, city, 4)
  await plantExpert(deps, city)
  const set = (id: string | undefined, change: object) =>
    deps.db
      .update(experts)
      .set(change)
      .where(eq(experts.id, id ?? ''))
  await set(suspended, { status: 'suspended' })
  await set(paused, { available: false })
  const leave = { id: newId(), expertId: away ?? '', from: '2026-03-01', to: '2026-04-30' }
  await deps.db.insert(expertLeaves).values(leave)
  const { weeks } = await plan(app, atCity, { perWeek: 2 })
  expect(new Set(weeks.flatMap(({ onDuty }) => onDuty.map(({ id }) => id)))).toEqual(
    new Set([there]),
  )
})

test('a plan is replaced only when that is asked, and never for weeks gone by', async ({
  app,
  deps,
}) => {
  const { atCity, city } = await plantStaff(deps, app)
  await plantConsenting(deps, city, 2)
  await plan(app, atCity)
  const again = (change: object) =>
    post(app, '/rotation', { ...PLAN, ...change }, { cookie: atCity })
  expect((await again({ from: '2026-03-23' })).status).toBe(409)
  expect((await again({ from: '2026-03-01' })).status).toBe(400)
  expect((await again({ from: '2026-03-23', replace: true, perWeek: 2 })).status).toBe(201)
  expect(await deps.db.$count(duties)).toBe(3 + 8)
})

test('two experts take each other’s week', async ({ app, deps }) => {
  const { atCity, city } = await plantStaff(deps, app)
  await plantConsenting(deps, city, 2)
  const { weeks } = await plan(app, atCity, { weeks: 2 })
  const [one, other] = weeks.map(({ week, onDuty }) => ({ week, expertId: onDuty[0]?.id ?? '' }))
  const swap = (given: unknown, taken: unknown) =>
    post(app, '/rotation/swap', { given, taken }, { cookie: atCity })
  const swapped = Rota.parse(await (await swap(one, other)).json())
  expect(swapped.weeks.map(({ onDuty }) => onDuty.map(({ id }) => id))).toEqual([
    [other?.expertId],
    [one?.expertId],
  ])
  const [row] = await deps.db
    .select()
    .from(duties)
    .where(and(eq(duties.week, '2026-03-02'), eq(duties.organisationId, city)))
  expect(row).toMatchObject({ expertId: other?.expertId, swappedWith: one?.expertId })
  expect(await actionsOn(deps, city)).toEqual(['plan_rotation', 'swap_rotation'])
  const gone = await swap(one, other)
  expect([gone.status, await gone.json()]).toMatchObject([404, { detail: '没有找到这次轮值。' }])
  const leave = { id: newId(), expertId: one?.expertId ?? '', from: '2026-03-08', to: '2026-03-08' }
  await deps.db.insert(expertLeaves).values(leave)
  const back = [
    { week: one?.week, expertId: other?.expertId },
    { week: other?.week, expertId: one?.expertId },
  ] as const
  const refused = await swap(...back)
  expect([refused.status, await refused.json()]).toMatchObject([
    409,
    { detail: '换班的一方当周请假。' },
  ])
})

test('who can no longer come is named in the list', async ({ app, deps }) => {
  const { atCity, city } = await plantStaff(deps, app)
  const [only = ''] = await plantConsenting(deps, city, 1)
  await plan(app, atCity, { weeks: 2 })
  const leave = { id: newId(), expertId: only, from: '2026-03-10', to: '2026-03-11' }
  await deps.db.insert(expertLeaves).values(leave)
  const problems = async () => {
    const response = await send(app, '/rotation?from=2026-03-02&weeks=2', { cookie: atCity })
    const { weeks } = Rota.parse(await response.json())
    return weeks.flatMap(({ onDuty }) => onDuty.map(({ problem }) => problem))
  }
  expect(await problems()).toEqual([null, 'on_leave'])
  await deps.db.update(experts).set({ status: 'withdrawn' }).where(eq(experts.id, only))
  expect(await problems()).toEqual(['not_active', 'not_active'])
})

test('each organisation has a rota of its own, seen from above only', async ({ app, deps }) => {
  const { atCity, cookieAt, city, east, west } = await plantStaff(deps, app)
  await plantConsenting(deps, east, 1)
  const atEast = await cookieAt(east)
  const atWest = await cookieAt(west)
  await plan(app, atEast)
  const list = async (cookie: string, organisationId: string) => {
    const query = `?from=2026-03-02&weeks=1&organisationId=${organisationId}`
    return send(app, `/rotation${query}`, { cookie })
  }
  const seen = Rota.parse(await (await list(atCity, east)).json())
  expect(seen.weeks[0]?.onDuty.length).toBe(1)
  expect(Rota.parse(await (await list(atCity, city)).json()).weeks[0]?.onDuty).toEqual([])
  const absent = await (await list(atWest, newId())).text()
  const foreign = await list(atWest, east)
  expect([foreign.status, await foreign.text()]).toEqual([404, absent])
  const body = { ...PLAN, organisationId: east, replace: true }
  expect((await post(app, '/rotation', body, { cookie: atWest })).status).toBe(404)
})
