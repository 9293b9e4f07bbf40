import { and, asc, eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { accounts, curatedAnswers, followUps, jobs, notices } from '../../src/db/schema/index.ts'
import { runDueJobs } from '../../src/jobs/run-due-jobs.ts'
import { newId } from '../../src/shared/ids.ts'
import { plantAccount, plantOrganisations, post } from '../accounts/staff.ts'
import { as, plantCase } from '../feedback/plant.ts'
import { plantSession } from '../http/route-matrix-world.ts'
import { begin } from '../support/front-door.ts'
import { test, type TestDeps } from '../support/test-deps.ts'

const DAY = 86_400_000

async function plantCurated(deps: TestDeps, ownerId: string, reviewOn: string) {
  await deps.db.insert(curatedAnswers).values({
    id: newId(),
    ownerId,
    question: '专利怎么维权？',
    answer: '可以请求行政处理。',
    citations: [],
    field: '专利',
    reviewOn,
    state: 'published',
    version: 1,
    createdAt: deps.now(),
  })
}

const told = (deps: TestDeps, kind: string) =>
  deps.db
    .select({ to: notices.recipientId, data: notices.data, key: notices.key })
    .from(notices)
    .where(and(eq(notices.kind, kind), eq(notices.channel, 'inbox')))
    .orderBy(asc(notices.createdAt))

const statesOf = async ({ db }: TestDeps) =>
  (await db.select().from(curatedAnswers).orderBy(asc(curatedAnswers.reviewOn))).map(
    ({ state }) => state,
  )

test('curated answers expire at 0 o’clock in Beijing of their review day, and their owner is told once', async ({
  deps,
}) => {
  const { city } = await plantOrganisations(deps)
  const owner = await plantAccount(deps, { role: 'staff', organisationId: city })
  await plantCurated(deps, owner.id, '2026-03-03')
  await plantCurated(deps, owner.id, '2026-03-03')
  await plantCurated(deps, owner.id, '2026-03-09')
  deps.setClock('2026-03-02T15:59:59Z')
  await runDueJobs(deps)
  expect(await statesOf(deps)).toEqual(['published', 'published', 'published'])
  deps.setClock('2026-03-02T16:00:00Z')
  await runDueJobs(deps)
  await runDueJobs(deps)
  expect(await statesOf(deps)).toEqual(['expired', 'expired', 'published'])
  expect(await told(deps, 'curated_review_due')).toMatchObject([
    { to: owner.id, data: { count: '2' } },
  ])
})

test('after days without any process the next one makes up for them', async ({ deps }) => {
  const { city, station } = await plantOrganisations(deps)
  const gone = await plantAccount(deps, { role: 'staff', organisationId: station })
  const colleague = await plantAccount(deps, { role: 'staff', organisationId: city })
  await deps.db.update(accounts).set({ disabledAt: deps.now() }).where(eq(accounts.id, gone.id))
  await plantCurated(deps, gone.id, '2026-03-04')
  await runDueJobs(deps)
  deps.setClock('2026-03-20T03:00:00Z')
  await runDueJobs(deps)
  expect(await statesOf(deps)).toEqual(['expired'])
  // The owner has left, and so has everybody of their station.
  expect(await told(deps, 'curated_review_due')).toMatchObject([{ to: colleague.id }])
})

test('work of a day is noted once, whichever processes note it', async ({ deps }) => {
  await runDueJobs(deps)
  await runDueJobs(deps)
  deps.pass(DAY)
  await runDueJobs(deps)
  const rows = await deps.db.select().from(jobs).where(eq(jobs.kind, 'curated_expiry'))
  expect(rows.map(({ key, doneAt }) => [key, doneAt !== null])).toEqual([
    ['curated_expiry:2026-03-02', true],
    ['curated_expiry:2026-03-03', true],
  ])
})

async function plantLowRating(deps: TestDeps, app: Parameters<typeof begin>[0]) {
  const { city } = await plantOrganisations(deps)
  const staff = await plantAccount(deps, { role: 'staff', organisationId: city })
  const asker = await begin(app)
  const { code } = await plantCase(deps, { conversationId: asker.id, organisationId: city })
  await as(app, asker)('POST', `/api/cases/${code}/rating`, { score: 1 })
  const [row] = await deps.db.select().from(followUps)
  return { staff, code, followUpId: row?.id ?? '' }
}

test('a follow-up is told of on the morning of its last day, once', async ({ app, deps }) => {
  const { staff, code } = await plantLowRating(deps, app)
  // Five days, the day itself not counted: until 24:00 on Saturday.
  deps.setClock('2026-03-07T00:59:59Z')
  await runDueJobs(deps)
  expect(await told(deps, 'follow_up_due')).toEqual([])
  deps.setClock('2026-03-07T01:00:00Z')
  await runDueJobs(deps)
  await runDueJobs(deps)
  deps.pass(3 * DAY)
  await runDueJobs(deps)
  expect(await told(deps, 'follow_up_due')).toMatchObject([
    { to: staff.id, data: { code, dueAt: '2026-03-07T16:00:00.000Z' } },
  ])
})

test('a follow-up that is done is not told of', async ({ app, deps }) => {
  const { staff, followUpId } = await plantLowRating(deps, app)
  const { cookie } = await plantSession(deps, staff.id)
  const done = await post(app, `/follow-ups/${followUpId}/done`, { outcome: '已回访' }, { cookie })
  expect(done.status).toBe(204)
  deps.setClock('2026-03-07T01:00:00Z')
  await runDueJobs(deps)
  expect(await told(deps, 'follow_up_due')).toEqual([])
})

test('by 等保 a password of 90 days is told of once, by ASVS never', async ({ deps }) => {
  const { city } = await plantOrganisations(deps)
  const person = await plantAccount(deps, { role: 'staff', organisationId: city })
  const run = async () => {
    await runDueJobs(deps)
    return (await told(deps, 'password_old')).map(({ to }) => to)
  }
  deps.pass(89 * DAY)
  expect(await run()).toEqual([])
  deps.passwordProfile = 'asvs'
  deps.pass(DAY)
  expect(await run()).toEqual([])
  deps.passwordProfile = 'dengbao'
  deps.pass(DAY)
  expect(await run()).toEqual([person.id])
  deps.pass(DAY)
  expect(await run()).toEqual([person.id])
})
