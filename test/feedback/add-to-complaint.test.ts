import { and, eq, like } from 'drizzle-orm'
import { expect } from 'vitest'
import { complaints, notices } from '../../src/db/schema/index.ts'
import { newId } from '../../src/shared/ids.ts'
import { type App, plantAccount, plantOrganisations, post, send } from '../accounts/staff.ts'
import { plantSession } from '../http/route-matrix-world.ts'
import { begin } from '../support/front-door.ts'
import { test, type TestDeps } from '../support/test-deps.ts'
import { as, auditOf } from './plant.ts'

async function plant(deps: TestDeps, app: App & Parameters<typeof begin>[0]) {
  const { city, west } = await plantOrganisations(deps)
  const join = async (organisationId: string) => {
    const { id } = await plantAccount(deps, { role: 'staff', organisationId })
    return { id, ...(await plantSession(deps, id)) }
  }
  const [first, second] = [await join(city), await join(city)]
  const asker = await begin(app)
  const body = { kind: 'complaint', text: '工作人员态度不好。' }
  expect((await as(app, asker)('POST', '/api/complaints', body)).status).toBe(201)
  const [row] = await deps.db.select().from(complaints)
  const id = row?.id ?? ''
  await deps.db.update(complaints).set({ organisationId: city })
  const step = async (who: { cookie: string }, name: string, given: object) =>
    (await post(app, `/complaints/${id}/${name}`, given, { cookie: who.cookie })).status
  const seenBy = async (who: { cookie: string }) =>
    (await send(app, `/complaints/${id}`, { cookie: who.cookie })).status
  return { id, first, second, join, west, step, seenBy }
}

const toldTo = async ({ db }: TestDeps, recipientId: string) =>
  (
    await db
      .select()
      .from(notices)
      .where(and(eq(notices.recipientId, recipientId), like(notices.key, 'complaint_opened:%')))
  ).filter(({ channel }) => channel === 'inbox').length

test('whom a complaint is said to be about neither sees nor handles it from then on', async ({
  app,
  deps,
}) => {
  const { id, first, second, step, seenBy } = await plant(deps, app)
  expect(await step(first, 'take', { version: 1 })).toBe(204)
  expect(await step(second, 'about', { version: 2, accountIds: [first.id] })).toBe(204)
  expect([await seenBy(first), await seenBy(second)]).toEqual([404, 200])
  expect(await step(first, 'answer', { version: 3, outcome: '已核实' })).toBe(404)
  const [row] = await deps.db.select().from(complaints)
  // It was in their hands: it is open again.
  expect(row).toMatchObject({ state: 'open', handlerId: null, about: [first.id], version: 3 })
  expect(await toldTo(deps, first.id)).toBe(0)
  expect(await toldTo(deps, second.id)).toBeGreaterThan(0)
  expect(await step(second, 'take', { version: 3 })).toBe(204)
  expect((await auditOf(deps, id)).map(({ action, details }) => [action, details])).toEqual([
    ['open_complaint', {}],
    ['take_complaint', {}],
    ['add_to_complaint', { accounts: 1 }],
    ['view_complaint', {}],
    ['take_complaint', {}],
  ])
})

test('staff may say that it is about themselves, once or twice alike', async ({ app, deps }) => {
  const { first, second, step, seenBy } = await plant(deps, app)
  expect(await step(first, 'about', { version: 1, accountIds: [first.id, first.id] })).toBe(204)
  expect(await seenBy(first)).toBe(404)
  expect(await step(second, 'about', { version: 2, accountIds: [first.id] })).toBe(204)
  const [row] = await deps.db.select().from(complaints)
  expect(row?.about).toEqual([first.id])
})

test('only accounts that one sees are named, and only in the version that one has seen', async ({
  app,
  deps,
}) => {
  const { first, second, step, join, west } = await plant(deps, app)
  const elsewhere = await join(west)
  const about = (accountIds: string[], version = 1) => step(first, 'about', { version, accountIds })
  expect(await about([newId()])).toBe(404)
  expect(await about([second.id, newId()])).toBe(404)
  expect(await about([second.id], 9)).toBe(409)
  expect(await about([])).toBe(400)
  // Of a district below the city: seen.
  expect(await about([elsewhere.id])).toBe(204)
})

test('a complaint that is closed stays as it is', async ({ app, deps }) => {
  const { first, second, step } = await plant(deps, app)
  await step(first, 'take', { version: 1 })
  await step(first, 'answer', { version: 2, outcome: '已核实' })
  await step(first, 'close', { version: 3 })
  expect(await step(second, 'about', { version: 4, accountIds: [first.id] })).toBe(409)
})
