import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { ResultsBody, ReviewBody, ReviewList } from '../../../src/channels/staff/reviews-schemas.ts'
import {
  caseEvents,
  followUps,
  messages,
  organisations,
  reviewDraws,
  reviews,
} from '../../../src/db/schema/index.ts'
import { parseCsv } from '../../../src/experts/csv/parse-csv.ts'
import { readAsked } from '../../../src/insight/gaps/read-asked.ts'
import { queueDailyJobs } from '../../../src/jobs/daily-jobs.ts'
import { runDueJobs } from '../../../src/jobs/run-due-jobs.ts'
import { forgetConversations } from '../../../src/rights/forget.ts'
import { newId } from '../../../src/shared/ids.ts'
import type { Answer } from '../../../src/shared/message.ts'
import { type App, enter, plantAccount, plantOrganisations, send } from '../../accounts/staff.ts'
import { auditOf, plantCase, plantStatement, plantTurn } from '../../feedback/plant.ts'
import { begin, problemOf } from '../../support/front-door.ts'
import { test, type TestDeps } from '../../support/test-deps.ts'

const FEBRUARY = '2026-02-10T02:00:00Z'
const GOOD = { lawful: 3, complete: 3, clear: 3, public: 3 }
const BAD = { lawful: 0, complete: 1, clear: 1, public: 0 }

const answerOf = (id: string, conversationId: string): Answer => ({
  id,
  conversationId,
  author: 'assistant',
  writer: 'extract',
  outcome: 'answer',
  reason: 'planted',
  coverage: 'complete',
  language: 'zh',
  text: '专家应在接到通知后 2 日内响应。',
  sentences: [],
  citations: [],
  routing: {
    level: 'self',
    field: '专利',
    topics: [],
    district: null,
    urgency: 'normal',
    reasons: [],
  },
  suggestions: [],
  label: '',
  stopped: false,
  at: FEBRUARY,
})

async function plantAnswer(deps: TestDeps, app: App, turn: Parameters<typeof plantTurn>[2] = {}) {
  const asker = await begin(app)
  const { id, number } = await plantTurn(deps, asker.id, { askedAt: FEBRUARY, ...turn })
  const answer = answerOf(id, asker.id)
  await deps.db.update(messages).set({ answer }).where(eq(messages.id, id))
  return { asker, id, number }
}

/** The tree was there in February; staff of the city and of one district, and an administrator. */
async function plantStaff(deps: TestDeps, app: App) {
  const places = await plantOrganisations(deps)
  await deps.db.update(organisations).set({ createdAt: new Date('2025-12-01T00:00:00Z') })
  await deps.db
    .update(organisations)
    .set({ district: '东城区' })
    .where(eq(organisations.id, places.east))
  const of = async (organisationId: string) => {
    const person = await plantAccount(deps, { role: 'staff', organisationId })
    return { id: person.id, cookie: await enter(deps, app, person) }
  }
  const chief = await plantAccount(deps, { role: 'administrator' })
  return {
    places,
    city: await of(places.city),
    east: await of(places.east),
    other: await of(places.east),
    administrator: { id: chief.id, cookie: await enter(deps, app, chief) },
  }
}

/** A reply of staff in a case of an organisation, which another colleague has released. */
async function plantReply(
  deps: TestDeps,
  app: App,
  { organisationId, by, releasedBy }: { organisationId: string; by: string; releasedBy: string },
) {
  const { asker, id } = await plantAnswer(deps, app, {
    question: '我的电话13911112222，商标被抢注怎么办？',
  })
  const { id: caseId } = await plantCase(deps, {
    conversationId: asker.id,
    messageId: id,
    organisationId,
  })
  await deps.db.insert(caseEvents).values({
    id: newId(),
    caseId,
    n: 1,
    at: deps.now(),
    actorKind: 'staff',
    actorId: releasedBy,
    event: 'deliver',
  })
  const now = deps.now().toISOString()
  deps.setClock(FEBRUARY)
  await plantStatement(deps, {
    caseId,
    conversationId: asker.id,
    author: 'staff',
    authorId: by,
    text: '可以请求宣告无效。',
  })
  deps.setClock(now)
  return { asker, caseId }
}

async function drawAll(deps: TestDeps) {
  await queueDailyJobs(deps)
  await runDueJobs(deps)
}

async function list(app: App, cookie: string, query = '') {
  const response = await send(app, `/reviews?${query}`, { cookie })
  expect(response.status).toBe(200)
  return ReviewList.parse(await response.json()).reviews
}

async function view(app: App, cookie: string, id: string) {
  const response = await send(app, `/reviews/${id}`, { cookie })
  expect(response.status).toBe(200)
  return ReviewBody.parse(await response.json())
}

const judgedBy = (app: App, cookie: string, id: string, body: object = {}) =>
  send(app, `/reviews/${id}`, {
    method: 'POST',
    cookie,
    body: { version: 1, rubric: 1, points: GOOD, faults: [], comment: null, ...body },
  })

test('each organisation draws once a month, and the draw can be repeated from its seed', async ({
  deps,
  app,
}) => {
  const { places, city } = await plantStaff(deps, app)
  const numbers: number[] = []
  for (let each = 0; each < 23; each += 1) numbers.push((await plantAnswer(deps, app)).number)
  await plantAnswer(deps, app, { askedAt: '2026-03-01T01:00:00Z' })
  await plantAnswer(deps, app, { askedAt: '2026-01-31T15:00:00Z' })
  await drawAll(deps)
  const drawn = await list(app, city.cookie)
  expect(drawn.length).toBe(20)
  const [draw] = await deps.db
    .select()
    .from(reviewDraws)
    .where(eq(reviewDraws.organisationId, places.city))
  expect(draw).toMatchObject({ month: '2026-02', size: 20, answers: 23, people: 0 })
  const md5 = (number: number) => createHash('md5').update(`${draw?.seed}:${number}`).digest('hex')
  const again = numbers.toSorted((a, b) => (md5(a) < md5(b) ? -1 : 1)).slice(0, 20)
  const rows = await deps.db.select().from(reviews)
  expect(new Set(rows.map(({ consultation }) => consultation))).toEqual(new Set(again))
  deps.setClock('2026-03-03T02:00:00Z')
  await drawAll(deps)
  expect(await deps.db.$count(reviews)).toBe(20)
  deps.setClock('2026-04-03T02:00:00Z')
  await drawAll(deps)
  expect(await deps.db.$count(reviewDraws, eq(reviewDraws.month, '2026-03'))).toBe(4)
  expect(await deps.db.$count(reviews)).toBe(21)
})

test('an answer about a district is drawn for its centre, and only those above it see it', async ({
  deps,
  app,
}) => {
  const { city, east, places } = await plantStaff(deps, app)
  await plantAnswer(deps, app, { district: '东城区' })
  await drawAll(deps)
  const [drawn] = await list(app, east.cookie)
  expect(drawn).toMatchObject({ kind: 'answer', month: '2026-02', own: false })
  expect((await list(app, city.cookie, `organisationId=${places.east}`)).length).toBe(1)
  const west = await plantAccount(deps, { role: 'staff', organisationId: places.west })
  const cookie = await enter(deps, app, west)
  expect(await list(app, cookie)).toEqual([])
  expect((await send(app, `/reviews/${drawn?.id}`, { cookie })).status).toBe(404)
  expect((await judgedBy(app, cookie, drawn?.id ?? '')).status).toBe(404)
})

test('whoever answered or released a reply does not review it; a second person does, once', async ({
  deps,
  app,
}) => {
  const { places, city, east, other } = await plantStaff(deps, app)
  await plantReply(deps, app, { organisationId: places.east, by: east.id, releasedBy: other.id })
  await drawAll(deps)
  const [reply] = (await list(app, city.cookie)).filter(({ kind }) => kind === 'reply')
  const id = reply?.id ?? ''
  for (const { cookie } of [east, other]) {
    expect(await view(app, cookie, id)).toMatchObject({ own: true })
    const refused = await judgedBy(app, cookie, id)
    expect(refused.status).toBe(403)
    expect(await problemOf(refused)).toMatchObject({ code: 'forbidden' })
  }
  const shown = await view(app, city.cookie, id)
  expect(shown.answer?.text).toBe('可以请求宣告无效。')
  expect(shown.question).not.toContain('13911112222')
  expect(shown.judged).toBeNull()
  expect((await judgedBy(app, city.cookie, id, { comment: '联系13911112222' })).status).toBe(204)
  expect((await judgedBy(app, city.cookie, id)).status).toBe(409)
  const after = await view(app, city.cookie, id)
  expect(after.judged).toMatchObject({ result: 'good', score: 100, rubricVersion: 1 })
  expect(after.judged?.comment).not.toContain('13911112222')
  expect(await auditOf(deps, id)).toContainEqual({
    action: 'record_review',
    actorKind: 'staff',
    details: { result: 'good' },
  })
})

test('a poor reply opens a follow-up; a poor answer of the machine counts as lacking for the gaps', async ({
  deps,
  app,
}) => {
  const { places, city, east, other } = await plantStaff(deps, app)
  const planted = await plantReply(deps, app, {
    organisationId: places.east,
    by: east.id,
    releasedBy: other.id,
  })
  const answer = await plantAnswer(deps, app, { question: '专利年费一年交多少钱？' })
  await drawAll(deps)
  const period = { from: '2026-02-01', to: '2026-02-28' }
  const lackOf = async () =>
    (await readAsked(deps.db, period)).asked.find(({ messageId }) => messageId === answer.id)?.lack
  const before = await lackOf()
  for (const { id } of await list(app, city.cookie)) {
    expect((await judgedBy(app, city.cookie, id, { points: BAD })).status).toBe(204)
  }
  const opened = await deps.db.select().from(followUps)
  expect(opened).toEqual([
    expect.objectContaining({ caseId: planted.caseId, reason: 'low_review', messageId: null }),
  ])
  expect(await lackOf()).toBeGreaterThan(before ?? 1)
})

test('what is confidential is there for administrators of the city only', async ({ deps, app }) => {
  const { city, administrator } = await plantStaff(deps, app)
  await plantAnswer(deps, app, { question: '我们还没公开的方案怎么申请专利？' })
  await drawAll(deps)
  expect(await list(app, city.cookie)).toEqual([])
  const [drawn] = await list(app, administrator.cookie)
  const id = drawn?.id ?? ''
  expect((await send(app, `/reviews/${id}`, { cookie: city.cookie })).status).toBe(404)
  expect((await judgedBy(app, city.cookie, id)).status).toBe(404)
  expect((await judgedBy(app, administrator.cookie, id)).status).toBe(204)
})

test('points by another version of the rubric, or not of the rubric, are refused', async ({
  deps,
  app,
}) => {
  const { city } = await plantStaff(deps, app)
  await plantAnswer(deps, app)
  await drawAll(deps)
  const [drawn] = await list(app, city.cookie)
  const id = drawn?.id ?? ''
  expect((await judgedBy(app, city.cookie, id, { rubric: 2 })).status).toBe(409)
  expect((await judgedBy(app, city.cookie, id, { points: { lawful: 3 } })).status).toBe(400)
  expect((await judgedBy(app, city.cookie, id, { faults: ['rude'] })).status).toBe(400)
  expect((await judgedBy(app, city.cookie, id, { comment: '机密★10年' })).status).toBe(400)
  expect(await view(app, city.cookie, id)).toMatchObject({ state: 'open', judged: null })
})

test('with the words an open review goes; of a finished one the points stay and the comment goes', async ({
  deps,
  app,
}) => {
  const { city } = await plantStaff(deps, app)
  const [open, done] = [await plantAnswer(deps, app), await plantAnswer(deps, app)]
  await drawAll(deps)
  const rows = await deps.db.select().from(reviews)
  const idOf = (number: number) => rows.find((row) => row.consultation === number)?.id ?? ''
  await judgedBy(app, city.cookie, idOf(done.number), { comment: '讲得清楚' })
  await forgetConversations(deps.db, [open.asker.id, done.asker.id], deps.now())
  const left = await deps.db.select().from(reviews)
  expect(left).toEqual([
    expect.objectContaining({ id: idOf(done.number), result: 'good', comment: null }),
  ])
  const shown = await view(app, city.cookie, idOf(done.number))
  expect(shown).toMatchObject({ question: null, answer: null })
})

test('results are counted for each organisation and in all, and leave as a table', async ({
  deps,
  app,
}) => {
  const { city, east } = await plantStaff(deps, app)
  for (const district of ['东城区', '东城区', null]) await plantAnswer(deps, app, { district })
  await drawAll(deps)
  const [first, second] = await list(app, east.cookie)
  await judgedBy(app, city.cookie, first?.id ?? '')
  await judgedBy(app, city.cookie, second?.id ?? '', { faults: ['wrong_law'] })
  const query = 'from=2026-02&to=2026-02'
  const body = await (await send(app, `/reviews/results?${query}`, { cookie: city.cookie })).json()
  const { rows, total } = ResultsBody.parse(body)
  expect(total).toMatchObject({ drawn: 3, done: 2, good: 1, fair: 0, poor: 1, faulty: 1 })
  expect(new Set(rows.map(({ drawn, done }) => `${done} of ${drawn}`))).toEqual(
    new Set(['0 of 1', '2 of 2']),
  )
  const own = await (await send(app, `/reviews/results?${query}`, { cookie: east.cookie })).json()
  expect(ResultsBody.parse(own).total).toMatchObject({ drawn: 2 })
  const file = await send(app, `/reviews/export?${query}`, { cookie: city.cookie })
  const csv = parseCsv(await file.text())
  expect('records' in csv ? csv.records.length : 0).toBe(4)
  const before = await send(app, '/reviews/results?from=2026-03&to=2026-02', {
    cookie: city.cookie,
  })
  expect(before.status).toBe(400)
})
