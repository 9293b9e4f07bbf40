import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { createApp } from '../../../src/app.ts'
import { caseStays, sessions } from '../../../src/db/schema/index.ts'
import {
  enter,
  plantAccount,
  plantOrganisations,
  post,
  send,
  type App,
} from '../../accounts/staff.ts'
import { plantCase } from '../../feedback/plant.ts'
import { begin } from '../../support/front-door.ts'
import { test, type TestDeps } from '../../support/test-deps.ts'

type News = {
  at: number
  changed: { id: string; code: string; state: string; version: number }[]
  missed: boolean
  notices: { unread: number }
  there: { id: string; name: string }[]
}
type Front = { deps: TestDeps; app: App & Parameters<typeof begin>[0] }

async function plantTwoDistricts({ deps, app }: Front) {
  const { east, west } = await plantOrganisations(deps)
  const { id: conversationId } = await begin(app)
  const open = (organisationId: string) =>
    plantCase(deps, { conversationId, organisationId, state: 'open' })
  const sign = async (organisationId: string) => {
    const person = await plantAccount(deps, { role: 'staff', organisationId })
    return { ...person, cookie: await enter(deps, app, person) }
  }
  return {
    east: { case: await open(east), staff: await sign(east), colleague: await sign(east) },
    west: { case: await open(west), staff: await sign(west) },
  }
}

const look = async (app: App, cookie: string, query = ''): Promise<News> => {
  const response = await send(app, `/events${query}`, { cookie })
  expect(response.status).toBe(200)
  return (await response.json()) as News
}

async function stayOf({ db }: TestDeps, accountId: string) {
  const [row] = await db.select().from(caseStays).where(eq(caseStays.accountId, accountId))
  if (!row) throw new Error('nobody is there')
  return row
}

const take = (app: App, cookie: string, id: string) =>
  post(app, `/cases/${id}/take`, { version: 1 }, { cookie })

const NEWS = /^data: (.*)$/gm

/** Everything that a stream tells, one by one; who stops reading has left. */
async function* listen(app: App, cookie: string, { query = '', last = '' } = {}) {
  const headers = { accept: 'text/event-stream', ...(last !== '' && { 'last-event-id': last }) }
  const response = await send(app, `/events${query}`, { cookie, headers })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  for await (const chunk of response.body ?? []) {
    // Each piece of news is written at once, and small enough to come whole.
    const text = new TextDecoder().decode(chunk)
    for (const [, data = ''] of text.matchAll(NEWS)) yield JSON.parse(data) as News
  }
}

test('a change of a case is told within two seconds in its own district and in no other', async ({
  app,
  deps,
}) => {
  const { east, west } = await plantTwoDistricts({ deps, app })
  const heard = listen(app, east.staff.cookie)
  await heard.next()
  const before = (await look(app, west.staff.cookie)).at
  expect((await take(app, east.colleague.cookie, east.case.id)).status).toBe(200)
  const started = performance.now()
  const { value } = await heard.next()
  expect(performance.now() - started).toBeLessThan(2_000)
  expect(value).toMatchObject({
    changed: [{ id: east.case.id, code: east.case.code, state: 'in_review', version: 2 }],
  })
  expect((await look(app, west.staff.cookie, `?after=${before}`)).changed).toEqual([])
  await heard.return(undefined)
})

test('who comes back with the number of the last news hears everything since, and only that', async ({
  app,
  deps,
}) => {
  const { east } = await plantTwoDistricts({ deps, app })
  const { at } = await look(app, east.staff.cookie)
  await take(app, east.colleague.cookie, east.case.id)
  const resumed = listen(app, east.staff.cookie, { query: '?after=1', last: String(at) })
  const { value } = await resumed.next()
  await resumed.return(undefined)
  if (!value) throw new Error('nothing was told')
  expect(value.changed.map(({ id }) => id)).toEqual([east.case.id])
  expect((await look(app, east.staff.cookie, `?after=${value.at}`)).changed).toEqual([])
})

test('to look at a case or its contact data is no news', async ({ app, deps }) => {
  const { east } = await plantTwoDistricts({ deps, app })
  const { at } = await look(app, east.staff.cookie)
  await send(app, `/cases/${east.case.id}/contact`, { cookie: east.colleague.cookie })
  const news = await look(app, east.staff.cookie, `?after=${at}`)
  expect(news.at).toBeGreaterThan(at)
  expect(news.changed).toEqual([])
})

test('a number from another database, or of long ago, has everything read anew', async ({
  app,
  deps,
}) => {
  const { east } = await plantTwoDistricts({ deps, app })
  const { at } = await look(app, east.staff.cookie)
  expect(await look(app, east.staff.cookie, `?after=${at + 1_000}`)).toMatchObject({ missed: true })
  expect(await look(app, east.staff.cookie, `?after=${at}`)).toMatchObject({ missed: false })
})

test('two who have the same case open are told of each other by name, until one leaves', async ({
  app,
  deps,
}) => {
  const { east } = await plantTwoDistricts({ deps, app })
  const query = `?case=${east.case.id}`
  const first = listen(app, east.staff.cookie, { query })
  expect((await first.next()).value?.there).toEqual([])
  const second = listen(app, east.colleague.cookie, { query })
  const { id } = east.staff
  expect((await second.next()).value?.there).toEqual([{ id, name: '王小明' }])
  expect((await first.next()).value?.there.map((person) => person.id)).toEqual([east.colleague.id])
  await second.return(undefined)
  expect((await first.next()).value?.there).toEqual([])
  await first.return(undefined)
})

test('who works with another process is seen too, and is gone when it has ended without a word', async ({
  app,
  deps,
}) => {
  const { east } = await plantTwoDistricts({ deps, app })
  const elsewhere = createApp(() => ({ ...deps, cache: new Map() }))
  const query = `?case=${east.case.id}`
  const other = listen(elsewhere, east.colleague.cookie, { query })
  await other.next()
  const { there } = await look(app, east.staff.cookie, query)
  expect(there.map(({ id }) => id)).toEqual([east.colleague.id])

  const { seenAt } = await stayOf(deps, east.colleague.id)
  const now = deps.now()
  expect(Math.abs(seenAt.getTime() - now.getTime())).toBeLessThan(5_000)
  const later = createApp(() => ({ ...deps, now: () => new Date(seenAt.getTime() + 10_001) }))
  expect((await look(later, east.staff.cookie, query)).there).toEqual([])
  await other.return(undefined)
})

test('whose scope a case is not in sees nobody there, and is not seen', async ({ app, deps }) => {
  const { east, west } = await plantTwoDistricts({ deps, app })
  const query = `?case=${east.case.id}`
  const own = listen(app, east.staff.cookie, { query })
  await own.next()
  const foreign = listen(app, west.staff.cookie, { query })
  expect((await foreign.next()).value?.there).toEqual([])
  expect((await look(app, east.colleague.cookie, query)).there.map(({ id }) => id)).toEqual([
    east.staff.id,
  ])
  await foreign.return(undefined)
  await own.return(undefined)
})

test(
  'to listen keeps no session alive, and ends with it',
  { timeout: 40_000 },
  async ({ app, deps }) => {
    const { east } = await plantTwoDistricts({ deps, app })
    const heard = listen(app, east.staff.cookie)
    await heard.next()
    const [{ lastSeenAt } = { lastSeenAt: undefined }] = await deps.db
      .select()
      .from(sessions)
      .where(eq(sessions.accountId, east.staff.id))
    deps.pass(31 * 60_000)
    expect(await heard.next()).toEqual({ value: undefined, done: true })
    const [after] = await deps.db
      .select()
      .from(sessions)
      .where(eq(sessions.accountId, east.staff.id))
    expect(after?.lastSeenAt).toEqual(lastSeenAt)
  },
)
