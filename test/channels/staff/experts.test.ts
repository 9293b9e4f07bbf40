import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import { experts } from '../../../src/db/schema/index.ts'
import { newId } from '../../../src/shared/ids.ts'
import { type App, plantExpert, post, send } from '../../accounts/staff.ts'
import { actionsOn, eventsOf, expertInput, plantStaff } from '../../experts/roster.ts'
import { test } from '../../support/test-deps.ts'

const Entered = z.object({
  id: z.uuid(),
  warnings: z.array(z.looseObject({ condition: z.string() })),
})
const Listed = z.object({
  experts: z.array(z.looseObject({ id: z.uuid(), name: z.string() })),
  total: z.int(),
})

async function add(app: App, cookie: string, change: object = {}) {
  const response = await post(app, '/experts', { ...expertInput, ...change }, { cookie })
  expect(response.status).toBe(201)
  return Entered.parse(await response.json())
}

async function list(app: App, cookie: string, query = '') {
  const response = await send(app, `/experts${query}`, { cookie })
  return Listed.parse(await response.json())
}

test('an expert is entered, read, changed, and everything of it is recorded', async ({
  app,
  deps,
}) => {
  const { atCity, city } = await plantStaff(deps, app)
  const { id, warnings } = await add(app, atCity)
  expect(warnings).toEqual([])
  const read = async () => (await send(app, `/experts/${id}`, { cookie: atCity })).json()
  expect(await read()).toMatchObject({
    organisationId: city,
    status: 'active',
    email: 'li.na@example.cn',
    phone: '13800138000',
    clients: ['甲公司'],
    openTickets: 0,
    events: [{ event: 'entered', reason: null }],
  })
  const body = { years: 9, phone: null, consented: false, reason: '本人来函更正' }
  const changed = await send(app, `/experts/${id}`, { method: 'PATCH', body, cookie: atCity })
  expect(changed.status).toBe(204)
  expect(await read()).toMatchObject({ years: 9, phone: null, consentedAt: null, name: '李娜' })
  expect(await actionsOn(deps, id)).toEqual(['enter_expert', 'change_expert'])
  expect(await eventsOf(deps, id)).toContainEqual(['changed', '本人来函更正'])
})

test('contact data is sealed in its row and stays out of lists', async ({ app, deps }) => {
  const { atCity } = await plantStaff(deps, app)
  const { id } = await add(app, atCity)
  const [row] = await deps.db.select().from(experts).where(eq(experts.id, id))
  expect(JSON.stringify(row)).not.toMatch(/13800138000|li\.na@/)
  const opened = await deps.cipher.open(row?.sealedEmail ?? '', `experts.sealed_email:${id}`)
  expect(opened).toBe('li.na@example.cn')
  const response = await send(app, '/experts', { cookie: atCity })
  expect(await response.text()).not.toMatch(/13800138000|li\.na@|sealed|甲公司/)
})

test('conditions of the standard that are not met are told, and bar nobody', async ({
  app,
  deps,
}) => {
  const { atCity } = await plantStaff(deps, app)
  const missing = { qualification: '', years: 2, recommendedBy: '', filingNumber: null }
  const { id, warnings } = await add(app, atCity, missing)
  const conditions = ['qualification', 'years', 'recommendation', 'filing']
  expect(warnings.map(({ condition }) => condition)).toEqual(conditions)
  const { experts: listed } = await list(app, atCity)
  expect(listed).toMatchObject([{ id, warnings: conditions.map((condition) => ({ condition })) }])
})

test('the roster is searched by standing, field, district and words, and comes in pages', async ({
  app,
  deps,
}) => {
  const { atCity } = await plantStaff(deps, app)
  for (const [name, fields, districts] of [
    ['王一', ['专利'], ['海淀区']],
    ['王二', ['商标'], ['朝阳区']],
    ['赵三', ['专利', '商标'], []],
  ] as const) {
    await add(app, atCity, { name, fields, districts, filingNumber: `备案${name}_1` })
  }
  const names = async (query: string) =>
    new Set((await list(app, atCity, query)).experts.map(({ name }) => name))
  expect(await names('')).toEqual(new Set(['王一', '王二', '赵三']))
  expect(await names('?field=商标')).toEqual(new Set(['王二', '赵三']))
  expect(await names('?district=海淀区')).toEqual(new Set(['王一']))
  expect(await names('?text=王')).toEqual(new Set(['王一', '王二']))
  expect(await names('?text=%25')).toEqual(new Set())
  expect(await names('?text=赵三_')).toEqual(new Set(['赵三']))
  expect(await names('?text=某某专利&field=专利')).toEqual(new Set(['王一', '赵三']))
  expect(await names('?status=suspended')).toEqual(new Set())
  const first = await list(app, atCity, '?limit=2')
  const second = await list(app, atCity, `?limit=2&after=${first.experts.at(-1)?.id}`)
  expect([first.experts.length, second.experts.length, second.total]).toEqual([2, 1, 3])
  const seen = [...first.experts, ...second.experts].map(({ name }) => name)
  expect(new Set(seen)).toEqual(new Set(['王一', '王二', '赵三']))
})

test('staff keep the rosters of their level and below, and no others', async ({ app, deps }) => {
  const { atCity, cookieAt, city, east, west } = await plantStaff(deps, app)
  const atEast = await cookieAt(east)
  const { id: own } = await add(app, atEast)
  const { id: above } = await add(app, atCity)
  const beside = await plantExpert(deps, west)
  expect((await list(app, atEast)).experts.map(({ id }) => id)).toEqual([own])
  expect((await list(app, atCity)).total).toBe(3)
  const absent = await send(app, `/experts/${newId()}`, { cookie: atEast })
  const answer = [404, await absent.text()]
  expect(absent.status).toBe(404)
  for (const id of [above, beside]) {
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['PATCH', '', { years: 9 }],
      ['POST', '/standing', { action: 'remove', reason: '违规' }],
      ['POST', '/leave', { from: '2026-05-01', to: '2026-05-02' }],
      ['DELETE', `/leave/${newId()}`, undefined],
    ] as const) {
      const response = await send(app, `/experts/${id}${path}`, { method, body, cookie: atEast })
      expect([response.status, await response.text()]).toEqual(answer)
    }
  }
  const body = { ...expertInput, name: '新', organisationId: city }
  expect((await post(app, '/experts', body, { cookie: atEast })).status).toBe(404)
})

test('a page after an expert who is not seen is empty', async ({ app, deps }) => {
  const { cookieAt, east, west } = await plantStaff(deps, app)
  const atEast = await cookieAt(east)
  await add(app, atEast, { name: '一' })
  const beside = await plantExpert(deps, west)
  for (const after of [beside, newId()]) {
    expect((await list(app, atEast, `?after=${after}`)).experts).toEqual([])
  }
})

test('nobody is entered twice, but somebody of the same name elsewhere is', async ({
  app,
  deps,
}) => {
  const { atCity, east } = await plantStaff(deps, app)
  await add(app, atCity)
  const enter = async (change: object) =>
    (await post(app, '/experts', { ...expertInput, ...change }, { cookie: atCity })).status
  expect(await enter({ filingNumber: null })).toBe(409)
  expect(await enter({ name: '另一人' })).toBe(409)
  expect(await enter({ name: '另一人', filingNumber: null })).toBe(201)
  expect(await enter({ organisationId: east })).toBe(201)
})

test('standing changes along its table, each time with a reason', async ({ app, deps }) => {
  const { atCity } = await plantStaff(deps, app)
  const { id } = await add(app, atCity)
  const act = async (action: string) => {
    const body = { action, reason: `因故 ${action}` }
    return (await post(app, `/experts/${id}/standing`, body, { cookie: atCity })).status
  }
  const steps = ['reinstate', 'suspend', 'suspend', 'reinstate', 'withdraw', 'suspend', 'reinstate']
  const found: number[] = []
  for (const step of steps) found.push(await act(step))
  expect(found).toEqual([409, 200, 409, 200, 200, 409, 200])
  expect(await act('remove')).toBe(200)
  for (const action of ['reinstate', 'suspend', 'withdraw', 'remove']) {
    expect(await act(action)).toBe(409)
  }
  const patched = await send(app, `/experts/${id}`, {
    method: 'PATCH',
    body: { years: 9 },
    cookie: atCity,
  })
  expect(patched.status).toBe(409)
  expect(await actionsOn(deps, id)).toEqual([
    'enter_expert',
    'suspend_expert',
    'reinstate_expert',
    'withdraw_expert',
    'reinstate_expert',
    'remove_expert',
  ])
  expect(await eventsOf(deps, id)).toContainEqual(['removed', '因故 remove'])
  const bare = { action: 'suspend', reason: ' ' }
  const refused = await post(app, `/experts/${id}/standing`, bare, { cookie: atCity })
  expect(await refused.json()).toMatchObject({ status: 400, detail: '请说明理由。' })
})

test('leave is noted, does not overlap, and is taken back', async ({ app, deps }) => {
  const { atCity } = await plantStaff(deps, app)
  const { id } = await add(app, atCity)
  const leave = (from: string, to: string) =>
    post(app, `/experts/${id}/leave`, { from, to }, { cookie: atCity })
  const noted = await leave('2026-05-01', '2026-05-05')
  expect(noted.status).toBe(201)
  const { id: leaveId } = z.object({ id: z.uuid() }).parse(await noted.json())
  for (const [from, to, status] of [
    ['2026-05-05', '2026-05-06', 409],
    ['2026-05-07', '2026-05-06', 400],
    ['2026-02-01', '2026-03-01', 400],
    ['2026-02-30', '2026-03-05', 400],
    ['2026-03-01', '2026-03-02', 201],
  ] as const) {
    expect([from, (await leave(from, to)).status]).toEqual([from, status])
  }
  const path = `/experts/${id}/leave/${leaveId}`
  const remove = () => send(app, path, { method: 'DELETE', cookie: atCity })
  expect([(await remove()).status, (await remove()).status]).toEqual([204, 404])
})

test.for([
  ['no name', { name: '' }],
  ['two lines', { name: '李\n娜' }],
  ['a negative age', { years: -1 }],
  ['half a year', { years: 1.5 }],
  ['no field', { fields: [] }],
  ['an unknown field', { fields: ['机械'] }],
  ['an unknown district', { districts: ['火星区'] }],
  ['a list in one entry', { clients: ['甲；乙'] }],
  ['too many clients', { clients: Array.from({ length: 51 }, (_, at) => `公司${at}`) }],
  ['no address', { email: 'x' }],
  ['a number that is none', { phone: 'call me' }],
  ['capacity for nothing', { capacity: 0 }],
  ['more than is asked', { status: 'removed' }],
] as const)('what is no expert is refused: %s', async ([, change], { app, deps }) => {
  const { atCity } = await plantStaff(deps, app)
  const body = { ...expertInput, ...change }
  expect((await post(app, '/experts', body, { cookie: atCity })).status).toBe(400)
  expect(await deps.db.$count(experts)).toBe(0)
})
