import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import type { z } from 'zod'
import { GapListBody, OneGapBody } from '../../../src/channels/staff/gaps-schemas.ts'
import {
  auditEntries,
  consultations,
  curatedAnswers,
  gapQuestions,
  organisations,
  ratings,
} from '../../../src/db/schema/index.ts'
import { parseCsv } from '../../../src/experts/csv/parse-csv.ts'
import { runDueJobs } from '../../../src/jobs/run-due-jobs.ts'
import { newId } from '../../../src/shared/ids.ts'
import { type App, enter, plantAccount, plantOrganisations, send } from '../../accounts/staff.ts'
import { as, askerIdOf, plantCase, plantTurn } from '../../feedback/plant.ts'
import { begin, problemOf } from '../../support/front-door.ts'
import { test, type TestDeps } from '../../support/test-deps.ts'

const DAY_MS = 86_400_000

const FEES = ['专利年费一年交多少钱？', '专利的年费要交多少钱', '每年的专利年费是多少钱啊'] as const
const MOVING = [
  '公司搬家了商标地址怎么变更？',
  '商标注册地址变更怎么办理',
  '换了地址，商标要变更吗',
]

type Turn = Parameters<typeof plantTurn>[2]

/** Asked by somebody new, and not answered. */
async function plantLack(deps: TestDeps, app: App, question: string, turn: Turn = {}) {
  const asker = await begin(app)
  const { id } = await plantTurn(deps, asker.id, { question, outcome: 'escalate', ...turn })
  return { asker, id }
}

async function plantBoth(deps: TestDeps, app: App) {
  for (const question of [...FEES, ...MOVING]) await plantLack(deps, app, question)
}

async function plantStaff(deps: TestDeps, app: App) {
  const places = await plantOrganisations(deps)
  await deps.db
    .update(organisations)
    .set({ district: '东城区' })
    .where(eq(organisations.id, places.east))
  const of = async (organisationId: string) =>
    enter(deps, app, await plantAccount(deps, { role: 'staff', organisationId }))
  return { city: await of(places.city), east: await of(places.east), west: await of(places.west) }
}

async function seek(deps: TestDeps, app: App, cookie: string) {
  const asked = await send(app, '/gaps/runs', { method: 'POST', cookie })
  expect(asked.status).toBe(202)
  await runDueJobs(deps)
}

async function list(app: App, cookie: string, query = '') {
  const response = await send(app, `/gaps?${query}`, { cookie })
  expect(response.status).toBe(200)
  return GapListBody.parse(await response.json())
}

async function view(app: App, cookie: string, id: string) {
  const response = await send(app, `/gaps/${id}`, { cookie })
  return OneGapBody.parse(await response.json())
}

async function change(app: App, cookie: string, id: string, body: object) {
  return send(app, `/gaps/${id}`, { method: 'PATCH', cookie, body })
}

const about = (gaps: z.infer<typeof GapListBody>['gaps'], word: string) =>
  gaps.find(({ label }) => label?.includes(word))

test('what was not answered is found as gaps, each with its askers', async ({ deps, app }) => {
  const { city } = await plantStaff(deps, app)
  await plantBoth(deps, app)
  await seek(deps, app, city)
  const { gaps, run } = await list(app, city)
  expect(run).toMatchObject({ looked: 6, asked: 6, toDay: '2026-03-02', middleDay: '2026-02-01' })
  expect(gaps.map(({ counts }) => counts)).toEqual([
    { now: 3, before: 0, questions: 3 },
    { now: 3, before: 0, questions: 3 },
  ])
  const fees = await view(app, city, about(gaps, '年费')?.id ?? '')
  expect(new Set(fees.questions.map(({ question }) => question))).toEqual(new Set(FEES))
  expect(fees.evidence.length).toBeGreaterThan(0)
})

test('nothing confidential, refused, or asked by one person alone makes a gap', async ({
  deps,
  app,
}) => {
  const { city } = await plantStaff(deps, app)
  const secret = await plantLack(deps, app, '我们还没公开的方案怎么申请专利？')
  await plantLack(deps, app, '没有公开过的方案怎样申请专利？')
  await plantLack(deps, app, '今天股票怎么样', { outcome: 'refuse' })
  await plantLack(deps, app, '今天的股票怎么样', { outcome: 'refuse' })
  for (const question of FEES) {
    await plantTurn(deps, secret.asker.id, { question, outcome: 'escalate' })
  }
  const alone = await begin(app)
  for (const question of MOVING) {
    await plantTurn(deps, alone.id, { question, outcome: 'escalate' })
  }
  await seek(deps, app, city)
  expect((await list(app, city)).gaps).toEqual([])
})

test('answers rated low, handed to a person or with far evidence make gaps; good ones hot questions', async ({
  deps,
  app,
}) => {
  const { city } = await plantStaff(deps, app)
  const [low, handed, far] = [
    await plantLack(deps, app, FEES[0], { outcome: 'answer' }),
    await plantLack(deps, app, FEES[1], { outcome: 'answer' }),
    await plantLack(deps, app, FEES[2], { outcome: 'answer' }),
  ]
  const at = { createdAt: deps.now(), updatedAt: deps.now() }
  const askerId = await askerIdOf(deps, low.asker.id)
  const bad = { id: newId(), askerId, messageId: low.id, score: 2, reasons: [], ...at }
  await deps.db.insert(ratings).values(bad)
  await plantCase(deps, { conversationId: handed.asker.id, messageId: handed.id })
  await deps.db
    .update(consultations)
    .set({ trace: { nearest: 0.5 } })
    .where(eq(consultations.messageId, far.id))
  for (const question of MOVING) await plantLack(deps, app, question, { outcome: 'answer' })
  await seek(deps, app, city)
  const { gaps } = await list(app, city)
  expect(gaps.map(({ counts }) => counts.now)).toEqual([3])
  expect(gaps[0]?.label).toContain('年费')
  const hot = await list(app, city, 'kind=hot')
  expect(about(hot.gaps, '年费')?.counts.now).toBe(3)
  expect(about(hot.gaps, '商标')?.counts.now).toBe(3)
})

test('the next period shows whether a gap has shrunk, and it keeps what was made of it', async ({
  deps,
  app,
}) => {
  const { city } = await plantStaff(deps, app)
  await plantBoth(deps, app)
  await seek(deps, app, city)
  const first = about((await list(app, city)).gaps, '年费')
  const marked = await change(app, city, first?.id ?? '', { version: 1, state: 'in_work' })
  expect(marked.status).toBe(204)
  deps.pass(30 * DAY_MS)
  await plantLack(deps, app, '年费多少钱，一件专利的')
  const cookie = (await plantStaff(deps, app)).city
  await seek(deps, app, cookie)
  const second = about((await list(app, cookie)).gaps, '年费')
  expect(second).toMatchObject({ id: first?.id, state: 'in_work', counts: { before: 3, now: 1 } })
  deps.pass(70 * DAY_MS)
  for (const question of FEES.slice(0, 2)) await plantLack(deps, app, question)
  const late = (await plantStaff(deps, app)).city
  await seek(deps, app, late)
  const third = about((await list(app, late)).gaps, '年费')
  expect(third).toMatchObject({ id: first?.id, state: 'in_work', counts: { before: 0, now: 2 } })
})

test('a district sees the gaps and the askers of its own district only', async ({ deps, app }) => {
  const { city, east, west } = await plantStaff(deps, app)
  const district = '东城区'
  for (const question of FEES) await plantLack(deps, app, question, { district })
  await plantLack(deps, app, '一件专利的年费是多少钱')
  await seek(deps, app, city)
  expect((await list(app, city)).gaps.map(({ counts }) => counts.now)).toEqual([4])
  const [own] = (await list(app, east)).gaps
  expect(own?.counts.now).toBe(3)
  expect((await list(app, west)).gaps).toEqual([])
  const hidden = await send(app, `/gaps/${own?.id ?? ''}`, { cookie: west })
  expect(await problemOf(hidden)).toMatchObject({ status: 404, code: 'not_found' })
  const marked = await change(app, west, own?.id ?? '', { version: 1, state: 'covered' })
  expect(marked.status).toBe(404)
  const asked = await send(app, '/gaps/runs', { method: 'POST', cookie: east })
  expect(asked.status).toBe(403)
})

test('a mark names the version that was seen and, where it is not ours, the reason; it is audited', async ({
  deps,
  app,
}) => {
  const { city } = await plantStaff(deps, app)
  await plantBoth(deps, app)
  await seek(deps, app, city)
  const id = (await list(app, city)).gaps[0]?.id ?? ''
  const bare = await change(app, city, id, { version: 1, state: 'not_ours' })
  expect(await problemOf(bare)).toMatchObject({ detail: expect.stringContaining('不属于本服务') })
  const reason = '属于税务，找 13911112222'
  expect((await change(app, city, id, { version: 1, state: 'not_ours', reason })).status).toBe(204)
  const again = await change(app, city, id, { version: 1, state: 'open' })
  expect(await problemOf(again)).toMatchObject({ status: 409 })
  const gap = await view(app, city, id)
  expect(gap).toMatchObject({ state: 'not_ours', reason: '属于税务，找 〔手机号1〕' })
  const audited = await deps.db.select().from(auditEntries).where(eq(auditEntries.objectId, id))
  expect(audited.map(({ action }) => action)).toEqual(['change_gap'])
})

test('a gap becomes a drafted answer, and goes with the asker whose words it bears', async ({
  deps,
  app,
}) => {
  const { city } = await plantStaff(deps, app)
  const planted = []
  for (const question of FEES) planted.push(await plantLack(deps, app, question))
  await seek(deps, app, city)
  const id = (await list(app, city)).gaps[0]?.id ?? ''
  const gap = await view(app, city, id)
  const evidence = gap.evidence.slice(0, 1).map(({ document, locator }) => ({ document, locator }))
  const body = { version: 1, answer: '以缴费通知为准。', evidence, reviewOn: '2026-12-01' }
  const drafted = await send(app, `/gaps/${id}/draft`, { method: 'POST', cookie: city, body })
  expect(drafted.status).toBe(201)
  const again = { ...body, version: 2 }
  const second = await send(app, `/gaps/${id}/draft`, { method: 'POST', cookie: city, body: again })
  expect(second.status).toBe(409)
  const [draft] = await deps.db.select().from(curatedAnswers)
  expect(draft).toMatchObject({ question: gap.label, answer: body.answer, state: 'draft' })
  expect(draft?.citations).toMatchObject([{ n: 1, ...evidence[0] }])
  expect(await view(app, city, id)).toMatchObject({ state: 'in_work', curatedState: 'draft' })
  await deps.db.update(curatedAnswers).set({ state: 'published' })
  expect(await view(app, city, id)).toMatchObject({ curatedState: 'published' })
  await deps.db.update(curatedAnswers).set({ state: 'draft' })
  const author = planted.find((each) => each.id === draft?.messageId)
  const erased = await as(app, author?.asker ?? { token: '' })('DELETE', '/api/me')
  expect(erased.status).toBe(200)
  expect(await deps.db.$count(curatedAnswers)).toBe(0)
  expect(await deps.db.$count(gapQuestions, eq(gapQuestions.messageId, author?.id ?? ''))).toBe(0)
  const left = await view(app, city, id)
  expect(left).toMatchObject({ counts: { now: 2 }, curatedId: null })
  expect(left.label).not.toBe(gap.label)
})

test('the exported list holds no living formula, and the export is audited', async ({
  deps,
  app,
}) => {
  const { city } = await plantStaff(deps, app)
  const formula = '=HYPERLINK("http://a.example","专利年费")'
  for (const mark of ['一', '二']) await plantLack(deps, app, `${formula}${mark}`)
  await seek(deps, app, city)
  const response = await send(app, '/gaps/export', { cookie: city })
  const csv = parseCsv((await response.text()).replace('\u{FEFF}', ''))
  const row = 'records' in csv ? csv.records[1] : undefined
  expect(row?.[1]).toMatch(/^'=HYPERLINK/)
  const audited = await deps.db
    .select({ details: auditEntries.details })
    .from(auditEntries)
    .where(eq(auditEntries.action, 'export_gaps'))
  expect(audited).toEqual([{ details: { rows: 1, format: 'csv' } }])
})

test('where the runtime lacks the model of the index nothing is sought', async ({ deps, app }) => {
  const { city } = await plantStaff(deps, app)
  await plantBoth(deps, app)
  deps.embedder = undefined
  await seek(deps, app, city)
  expect(await list(app, city)).toMatchObject({ run: null, running: null, gaps: [] })
  expect(deps.logged.some(({ event }) => event === 'gaps_not_sought')).toBe(true)
})
