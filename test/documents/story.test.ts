import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { RecallBody, RecallList } from '../../src/channels/staff/documents-schemas.ts'
import { Export } from '../../src/channels/web/me-schemas.ts'
import { ConversationBody } from '../../src/channels/web/schemas.ts'
import {
  auditEntries,
  consultations,
  conversations,
  corrections,
  curatedAnswers,
  notices,
  wechatDeliveries,
  wechatUsers,
} from '../../src/db/schema/index.ts'
import { runDueJobs } from '../../src/jobs/run-due-jobs.ts'
import { newId } from '../../src/shared/ids.ts'
import { post, send } from '../accounts/staff.ts'
import { plantCase } from '../feedback/plant.ts'
import { ask, bearer, begin, get } from '../support/front-door.ts'
import { test } from '../support/test-deps.ts'
import { beginWork, byHand, publish, setClock, step, uploaded, type Work } from './work.ts'

const MINUTE_MS = 60_000

const unitOf = (locator: string) => /^art\d+/.exec(locator)?.[0] ?? locator

/** A conversation of somebody new with one answer: the number of its record and the articles that it quotes. */
async function askOnce({ app, deps }: Work, question: string) {
  const asker = await begin(app)
  const answer = await ask(app, asker, question)
  const [record] = await deps.db
    .select({ number: consultations.number })
    .from(consultations)
    .where(eq(consultations.messageId, answer.id))
  const own = answer.citations.filter(({ document }) => document.startsWith('measures-draft'))
  const articles = [...new Set(own.map(({ locator }) => unitOf(locator)))]
  return { ...asker, answer, articles, number: record?.number ?? 0 }
}

async function latestRecall({ app, administrator: { cookie } }: Work) {
  const listed = await send(app, '/recalls', { cookie })
  const [recall] = RecallList.parse(await listed.json()).recalls
  if (!recall) throw new Error('no recall')
  return RecallBody.parse(await (await send(app, `/recalls/${recall.id}`, { cookie })).json())
}

async function readConversation({ app }: Work, asker: { id: string; token: string }) {
  const response = await get(app, `/api/conversations/${asker.id}`, bearer(asker))
  return ConversationBody.parse(await response.json())
}

/** A reply of staff that names an article as its evidence. */
async function replyWith(work: Work, conversationId: string, locator: string) {
  const { app, deps, city, colleague } = work
  const row = { conversationId, organisationId: city, state: 'in_review' as const }
  const planted = await plantCase(deps, { ...row, field: '综合' })
  const evidence = [{ document: 'measures-draft', locator }]
  const reply = { version: 1, text: '请按这一条准备。', evidence }
  const sent = await post(app, `/cases/${planted.id}/reply`, reply, { cookie: colleague.cookie })
  expect(sent.status).toBe(200)
  return planted.code
}

async function plantCurated({ deps, colleague }: Work, citations: unknown[]) {
  const id = newId()
  await deps.db.insert(curatedAnswers).values({
    id,
    question: '工作站要服务多少家企业？',
    answer: '不少于 50 家。',
    citations,
    field: '综合',
    ownerId: colleague.id,
    reviewOn: '2027-01-01',
    state: 'published',
    version: 1,
    createdAt: deps.now(),
    publishedAt: deps.now(),
  })
  return id
}

const STATION = '管理办法第7条对所服务企业数量有什么要求？'

/** Some whose article changes, some whose article only gets another number, stays, or is another document's. */
const QUESTIONS = [
  '管理办法第6条规定了什么？',
  STATION,
  '管理办法第9条规定了什么？',
  '管理办法第10条规定了什么？',
  '管理办法第13条规定了什么？',
  '管理办法第22条规定了什么？',
  '管理办法第25条规定了什么？',
  '管理办法第4条规定了什么？',
  '管理办法第8条规定了什么？',
  '管理办法第12条规定了什么？',
  '管理办法第17条规定了什么？',
  '管理办法第20条规定了什么？',
  '管理办法第6条和第8条规定了什么？',
  '专家接到通知后多久响应？',
]

/** What a person would write down: articles that were changed or removed, with the answers that quote one. */
const gone = new Set([...Object.keys(byHand.changed), ...byHand.removed])
const restedOnIt = ({ articles }: Asked) => articles.some((each) => gone.has(each))

type Asked = Awaited<ReturnType<typeof askOnce>>

/** Answers, replies and curated answers of before, some of which rest on what will change. */
async function liveBefore(work: Work) {
  await setClock(work, '2026-04-29T02:00:00Z')
  const asked: Asked[] = []
  for (const question of QUESTIONS) asked.push(await askOnce(work, question))
  expect(asked.filter(({ articles }) => articles.length > 0).length).toBeGreaterThan(12)
  const [sixth, station, , tenth] = asked
  const eighth = asked[8]
  if (!sixth || !station || !tenth || !eighth) throw new Error('too few questions')
  const recalledCase = await replyWith(work, station.id, 'art9')
  await replyWith(work, station.id, 'art8')
  const curated = await plantCurated(work, station.answer.citations)
  const kept = await plantCurated(work, eighth.answer.citations)
  return { asked, sixth, station, tenth, recalledCase, curated, kept }
}

/** Published, but its day has not come: the draft still answers, as a draft. */
async function seeTheEve(work: Work) {
  const eve = await askOnce(work, STATION)
  expect(eve.answer.text).toContain('50家')
  const cited = { document: 'measures-draft@1', status: 'draft', version: 1 }
  expect(eve.answer.citations[0]).toMatchObject(cited)
  const past = await askOnce(work, `2026年4月30日适用的${STATION}`)
  expect(past.answer.text).toContain('50家')
  work.deps.pass(5 * MINUTE_MS)
  await runDueJobs(work.deps)
  expect(await latestRecall(work)).toMatchObject({ state: 'waiting', items: 0 })
  await setClock(work, '2026-04-30T15:59:59Z')
  const lastSecond = await askOnce(work, STATION)
  expect(lastSecond.answer.text).toContain('50家')
  return { rested: [eve, lastSecond], past }
}

/** From midnight in Beijing the final version answers; what held the day before can still be asked. */
async function seeTheFirstDay(work: Work) {
  await setClock(work, '2026-04-30T16:00:00Z')
  const first = await askOnce(work, STATION)
  expect(first.answer.text).toContain('30家')
  expect(first.answer.text).not.toContain('50家')
  const cited = { document: 'measures-draft', status: 'in_force', version: 2 }
  expect(first.answer.citations[0]).toMatchObject(cited)
  const before = await askOnce(work, `2026年4月30日适用的${STATION}`)
  expect(before.answer.text).toContain('50家')
  expect(before.answer.text).toContain('第 1 版，当时为征求意见稿，未施行')
  expect(before.answer.text).toContain('现已被新版本取代')
  const since = await askOnce(work, `2026年5月1日适用的${STATION}`)
  expect(since.answer.text).toContain('30家')
  expect(since.answer.text).toContain('第 2 版，当时有效（2026-05-01 起）')
  return { first, past: before }
}

const numbers = (list: { number: number }[]) =>
  list.map(({ number }) => number).toSorted((one, other) => one - other)

type Lived = Awaited<ReturnType<typeof liveBefore>>

/** Precision and recall are 1: the list is exactly what was to be written down, each once. */
async function checkTheList(work: Work, lived: Lived, rested: Asked[]) {
  work.deps.pass(2 * MINUTE_MS)
  await runDueJobs(work.deps)
  const recall = await latestRecall(work)
  expect(recall.state).toBe('ready')
  expect(recall.changed.map(({ locator }) => locator).toSorted()).toEqual([...gone].toSorted())
  const expected = [...lived.asked.filter(restedOnIt), ...rested]
  expect(expected.length).toBeLessThan(lived.asked.length)
  const listed = recall.list.flatMap(({ consultation }) =>
    consultation === null ? [] : { number: consultation },
  )
  expect(numbers(listed)).toEqual(numbers(expected))
  expect(recall.list.flatMap(({ caseCode }) => caseCode ?? [])).toEqual([lived.recalledCase])
  expect(recall.list.flatMap(({ curatedId }) => curatedId ?? [])).toEqual([lived.curated])
  const stateOf = async (id: string) => {
    const rows = await work.deps.db.select().from(curatedAnswers).where(eq(curatedAnswers.id, id))
    return rows.map(({ state }) => state)
  }
  expect(await stateOf(lived.curated)).toEqual(['expired'])
  expect(await stateOf(lived.kept)).toEqual(['published'])
  const told = await work.deps.db
    .select()
    .from(notices)
    .where(eq(notices.kind, 'answers_to_recall'))
  expect(told.map(({ data }) => data['count'])).toContain(String(recall.items))
  // Looking again finds the same, once.
  await setClock(work, '2026-04-30T16:40:00Z')
  await runDueJobs(work.deps)
  expect((await latestRecall(work)).items).toBe(recall.items)
  return recall
}

/** The same asker, in WeChat. */
async function moveToWechat({ deps: { db, now } }: Work, { id: conversationId }: Asked) {
  const [moved] = await db
    .update(conversations)
    .set({ channel: 'wechat' })
    .where(eq(conversations.id, conversationId))
    .returning({ askerId: conversations.askerId })
  if (!moved) throw new Error('no conversation')
  const user = { id: newId(), channel: 'wechat' as const, userHash: newId(), sealedUser: '' }
  await db.insert(wechatUsers).values({ ...user, ...moved, conversationId, createdAt: now() })
}

/** An approved correction stands in the conversation of its asker, a dismissed one does not. */
async function correct(work: Work, { sixth, station, tenth }: Lived) {
  const recall = await latestRecall(work)
  const { cookie } = work.colleague
  const decide = async (name: string, body: object) =>
    (await post(work.app, `/recalls/${recall.id}/${name}`, body, { cookie })).status
  const only = ({ number }: Asked) => ({
    items: recall.list.filter(({ consultation }) => consultation === number).map(({ id }) => id),
  })
  const note = '如有疑问请再咨询。'
  await moveToWechat(work, tenth)
  expect(await decide('approve', { ...only(station), note: '加我微信 abc12345 细聊' })).toBe(409)
  expect(await decide('approve', { ...only(station), note })).toBe(200)
  expect(await decide('approve', only(station))).toBe(409)
  const [correction] = (await readConversation(work, station)).statements.slice(-1)
  expect(correction).toMatchObject({ author: 'staff', authorName: '更正通知' })
  for (const words of ['第7条', '2026-05-01 起', note]) expect(correction?.text).toContain(words)
  expect(correction?.citations[0]?.quote).toContain('30家')
  expect(await decide('dismiss', only(sixth))).toBe(200)
  expect(await decide('approve', {})).toBe(200)
  expect((await readConversation(work, sixth)).statements).toEqual([])
  const { statements } = await readConversation(work, tenth)
  expect(statements.map(({ text }) => text)).toEqual([expect.stringContaining('新版本中不再有')])
  const sent = await work.deps.db.select().from(wechatDeliveries)
  expect(sent.map(({ text }) => text)).toEqual([expect.stringContaining('第10条')])
  expect((await latestRecall(work)).open).toBe(0)
  await takeAway(work, station)
}

/** A correction is given out with what else is kept of an asker, and erased with it. */
async function takeAway({ app, deps }: Work, asker: Asked) {
  const own = await get(app, '/api/me', bearer(asker))
  const given = Export.parse(await own.json())
  expect(given.conversations.flatMap((each) => each.corrections).length).toBeGreaterThan(0)
  const told = () => deps.db.$count(corrections, eq(corrections.conversationId, asker.id))
  expect(await told()).toBeGreaterThan(0)
  await app.request('/api/me', { method: 'DELETE', headers: bearer(asker) })
  expect(await told()).toBe(0)
}

/** The draft answers again, and the answers of the days between stand on a list of their own. */
async function takeBack(work: Work, versionId: string, between: Asked) {
  expect((await step(work, work.administrator, [versionId, 'roll-back'])).status).toBe(200)
  await work.deps.settled()
  const back = await askOnce(work, STATION)
  expect(back.answer.text).toContain('50家')
  const cited = { document: 'measures-draft', status: 'draft', version: 3 }
  expect(back.answer.citations[0]).toMatchObject(cited)
  work.deps.pass(2 * MINUTE_MS)
  await runDueJobs(work.deps)
  const recall = await latestRecall(work)
  expect(recall).toMatchObject({ from: 2, to: 3 })
  expect(recall.list.map(({ consultation }) => consultation)).toEqual([between.number])
}

test('the final version of the measures is published by a second person, holds from its day, recalls exactly the answers that rested on what it changed, and is taken back', async ({
  app,
  deps,
}) => {
  const work = await beginWork(app, deps)
  const lived = await liveBefore(work)
  const { id } = await uploaded(work, work.uploader)
  await publish(work, id)
  const eve = await seeTheEve(work)
  const day = await seeTheFirstDay(work)
  const recall = await checkTheList(work, lived, eve.rested)
  const listed = recall.list.map(({ consultation }) => consultation)
  for (const { number } of [eve.past, day.first, day.past]) expect(listed).not.toContain(number)
  await correct(work, lived)
  await takeBack(work, id, day.first)
  const entries = await deps.db.select({ action: auditEntries.action }).from(auditEntries)
  expect(entries.map(({ action }) => action)).toEqual(
    expect.arrayContaining([
      'upload_document',
      'submit_document',
      'publish_document',
      'approve_correction',
      'dismiss_correction',
      'roll_back_document',
    ]),
  )
}, 600_000)
