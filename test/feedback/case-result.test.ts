import { and, eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import { caseEvents, cases, followUps, notices } from '../../src/db/schema/index.ts'
import { runDueJobs } from '../../src/jobs/run-due-jobs.ts'
import { type App, plantAccount, plantOrganisations, post, send } from '../accounts/staff.ts'
import { plantSession } from '../http/route-matrix-world.ts'
import { begin } from '../support/front-door.ts'
import { test, type TestDeps } from '../support/test-deps.ts'
import { as, auditOf, plantCase } from './plant.ts'

const RESULT = {
  done: '已与仲裁机构约定 3 月 6 日面谈，并告知所需材料。',
  doer: 'public_body',
  by: '北京仲裁委员会',
  on: '2026-03-02',
  outcome: 'passed_on',
  followUpOn: '2026-03-20',
}

async function plant(
  deps: TestDeps,
  app: App & Parameters<typeof begin>[0],
  row: Partial<typeof cases.$inferInsert> = {},
) {
  const { city, east } = await plantOrganisations(deps)
  const staff = await plantAccount(deps, { role: 'staff', organisationId: city })
  const asker = await begin(app)
  const planted = { conversationId: asker.id, organisationId: city, state: 'in_review' as const }
  const { id, code } = await plantCase(deps, { ...planted, kind: 'referral', ...row })
  const { cookie } = await plantSession(deps, staff.id)
  const record = async (result: object, version = 1) => {
    const body = { version, ...RESULT, ...result }
    return post(app, `/cases/${id}/result`, body, await plantSession(deps, staff.id))
  }
  const own = async () => (await as(app, asker)('GET', `/api/cases/${code}`)).json()
  return { city, east, staff, asker, id, code, cookie, record, own }
}

test('the result of a referral answers it: the asker sees it, staff follow it up on its day', async ({
  app,
  deps,
}) => {
  const { staff, id, code, cookie, record, own } = await plant(deps, app)
  expect(await own()).toMatchObject({ state: 'in_review', result: null })
  const response = await record({})
  expect(await response.json()).toMatchObject({ state: 'delivered', version: 3 })
  expect(await own()).toMatchObject({
    state: 'delivered',
    step: 'replied',
    result: { ...RESULT, recordedAt: deps.now().toISOString() },
  })
  const detail = await (await send(app, `/cases/${id}`, { cookie })).json()
  expect(detail).toMatchObject({ result: { by: '北京仲裁委员会' } })
  const events = await deps.db.select().from(caseEvents).where(eq(caseEvents.caseId, id))
  expect(events.map(({ event }) => event).toSorted()).toEqual([
    'deliver',
    'reply',
    'result_recorded',
  ])
  expect(await auditOf(deps, id)).toMatchObject([{ action: 'record_case_result' }])
  deps.setClock('2026-03-20T01:00:00Z')
  await runDueJobs(deps)
  const due = and(eq(notices.kind, 'follow_up_due'), eq(notices.channel, 'inbox'))
  expect(await deps.db.select().from(notices).where(due)).toMatchObject([
    { recipientId: staff.id, data: { code, dueAt: '2026-03-20T16:00:00.000Z' } },
  ])
  const listed = await (
    await send(app, '/follow-ups', { cookie: (await plantSession(deps, staff.id)).cookie })
  ).json()
  expect(listed).toMatchObject({ followUps: [{ reason: 'case_result', caseCode: code }] })
})

test('a result is corrected while the case is not closed, and the follow-up moves with it', async ({
  app,
  deps,
}) => {
  const { record, own } = await plant(deps, app, { kind: 'service_request' })
  await record({})
  const corrected = await record({ outcome: 'done', followUpOn: '2026-03-25' }, 3)
  expect(await corrected.json()).toMatchObject({ state: 'delivered', version: 4 })
  expect((await record({ outcome: 'partly' }, 3)).status).toBe(409)
  expect(await own()).toMatchObject({ result: { outcome: 'done', followUpOn: '2026-03-25' } })
  const open = await deps.db.select().from(followUps)
  expect(open.map(({ dueAt }) => dueAt.toISOString())).toEqual(['2026-03-25T16:00:00.000Z'])
  deps.setClock('2026-03-20T01:00:00Z')
  await runDueJobs(deps)
  const due = eq(notices.kind, 'follow_up_due')
  expect(await deps.db.select().from(notices).where(due)).toEqual([])
  expect((await record({ on: '2026-03-02', followUpOn: null }, 4)).status).toBe(200)
  expect(await deps.db.select().from(followUps)).toEqual([])
})

test('a consultation has an answer and no result, nor has what is not in review', async ({
  app,
  deps,
}) => {
  const consultation = await plant(deps, app, { kind: 'consultation' })
  expect((await consultation.record({})).status).toBe(409)
  const open = await plant(deps, app, { state: 'open' })
  expect((await open.record({})).status).toBe(409)
  const foreign = await plant(deps, app)
  const other = await plantAccount(deps, { role: 'staff', organisationId: foreign.east })
  const { cookie } = await plantSession(deps, other.id)
  const tried = await post(
    app,
    `/cases/${foreign.id}/result`,
    { version: 1, ...RESULT },
    { cookie },
  )
  expect(tried.status).toBe(404)
})

const Problem = z.looseObject({ detail: z.string() })

test.for([
  ['a day that lies ahead', { on: '2026-03-03' }, 400],
  ['a follow-up of today', { followUpOn: '2026-03-02' }, 400],
  ['a list of bodies', { by: '甲公证处、乙公证处' }, 400],
  ['a ranking', { by: '北京排名第一的公证处' }, 400],
  ['a firm that is recommended', { done: '推荐京诚远知识产权代理有限公司，代理费优惠。' }, 409],
  ['a ranking in the words', { done: '已提供三家机构的排名。' }, 409],
] as const)('%s is refused', async ([, given, status], { app, deps }) => {
  const { record, own } = await plant(deps, app)
  const response = await record(given)
  expect(response.status).toBe(status)
  expect(Problem.parse(await response.json()).detail).not.toBe('')
  expect(await own()).toMatchObject({ state: 'in_review', result: null })
})

test('who has themselves erased leaves no result behind', async ({ app, deps }) => {
  const { asker, record } = await plant(deps, app)
  await record({})
  const exported = await (await as(app, asker)('GET', '/api/me')).json()
  expect(exported).toMatchObject({ cases: [{ result: { outcome: 'passed_on' } }] })
  expect((await as(app, asker)('DELETE', '/api/me')).status).toBeLessThan(300)
  expect(await deps.db.select({ result: cases.result }).from(cases)).toEqual([{ result: null }])
  expect(await deps.db.select().from(followUps)).toEqual([])
})
