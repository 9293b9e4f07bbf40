import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import { followUps } from '../../src/db/schema/index.ts'
import { newId } from '../../src/shared/ids.ts'
import { type App, enter, plantAccount, plantOrganisations, post, send } from '../accounts/staff.ts'
import { begin } from '../support/front-door.ts'
import { test, type TestDeps } from '../support/test-deps.ts'
import { as, plantCase, plantTurn } from './plant.ts'

const Listed = z.object({
  followUps: z.array(
    z.looseObject({
      id: z.uuid(),
      caseCode: z.string().nullable(),
      rating: z.object({ score: z.int(), text: z.string().nullable() }).nullable(),
      overdue: z.boolean(),
      outcome: z.string().nullable(),
    }),
  ),
})

async function listed(app: App, cookie: string, query = '') {
  const response = await send(app, `/follow-ups${query}`, { cookie })
  return Listed.parse(await response.json()).followUps
}

/** A badly rated case of the district, and a badly rated answer that goes to the city. */
async function plantFollowUps(deps: TestDeps, app: App) {
  const places = await plantOrganisations(deps)
  const asker = await begin(app)
  const planted = { conversationId: asker.id, organisationId: places.east }
  const { code } = await plantCase(deps, planted)
  const { id } = await plantTurn(deps, asker.id)
  const text = '请打 13812345678 联系我'
  await as(app, asker)('POST', `/api/cases/${code}/rating`, { score: 1, text })
  deps.pass(86_400_000)
  await as(app, asker)('POST', `/api/messages/${id}/rating`, { score: 2 })
  return { ...places, code, messageId: id }
}

const signIn = async (deps: TestDeps, app: App, organisationId: string) => {
  const person = await plantAccount(deps, { role: 'staff', organisationId })
  return { id: person.id, cookie: await enter(deps, app, person) }
}

test('staff see the follow-ups of their level and below, the most urgent first, masked', async ({
  app,
  deps,
}) => {
  const { city, east, west, code, messageId } = await plantFollowUps(deps, app)
  const ofCity = await listed(app, (await signIn(deps, app, city)).cookie)
  expect(ofCity.map(({ caseCode, messageId: of }) => [caseCode, of])).toEqual([
    [code, null],
    [null, messageId],
  ])
  expect(ofCity.map(({ rating }) => rating?.score)).toEqual([1, 2])
  expect(ofCity[0]?.rating?.text).toBe('请打 〔手机号1〕 联系我')
  const { cookie } = await signIn(deps, app, east)
  expect((await listed(app, cookie)).map(({ caseCode }) => caseCode)).toEqual([code])
  expect(await listed(app, (await signIn(deps, app, west)).cookie)).toEqual([])
  const first = await listed(app, (await signIn(deps, app, city)).cookie, '?limit=1')
  const next = `?limit=1&after=${first[0]?.id}`
  const second = await listed(app, (await signIn(deps, app, city)).cookie, next)
  expect([...first, ...second]).toEqual(ofCity)
})

test('what came of a follow-up is noted once', async ({ app, deps }) => {
  const { east } = await plantFollowUps(deps, app)
  const { id: account, cookie } = await signIn(deps, app, east)
  const [open] = await listed(app, cookie)
  const done = (outcome: string) =>
    post(app, `/follow-ups/${open?.id}/done`, { outcome }, { cookie })
  expect((await done('已电话说明')).status).toBe(204)
  expect((await done('又一次')).status).toBe(409)
  expect(await listed(app, cookie)).toEqual([])
  expect((await listed(app, cookie, '?state=done')).map(({ outcome }) => outcome)).toEqual([
    '已电话说明',
  ])
  const [row] = await deps.db
    .select()
    .from(followUps)
    .where(eq(followUps.id, open?.id ?? ''))
  expect(row).toMatchObject({ doneBy: account, doneAt: deps.now() })
})

test('one that is not seen is answered like one that is not there', async ({ app, deps }) => {
  const { city, west } = await plantFollowUps(deps, app)
  const [seen] = await listed(app, (await signIn(deps, app, city)).cookie)
  const { cookie } = await signIn(deps, app, west)
  const done = async (id: string | undefined) => {
    const response = await post(app, `/follow-ups/${id}/done`, { outcome: '无' }, { cookie })
    return [response.status, await response.text()]
  }
  expect(await done(seen?.id)).toEqual(await done(newId()))
  expect((await done(seen?.id))[0]).toBe(404)
})

test('a follow-up is overdue from the end of its term', async ({ app, deps }) => {
  const { east } = await plantFollowUps(deps, app)
  const { cookie } = await signIn(deps, app, east)
  const due = new Date(deps.now().getTime() + 1_000)
  await deps.db.update(followUps).set({ dueAt: due })
  expect((await listed(app, cookie)).map(({ overdue }) => overdue)).toEqual([false])
  deps.pass(1_000)
  expect((await listed(app, cookie)).map(({ overdue }) => overdue)).toEqual([true])
})
