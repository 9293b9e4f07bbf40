import { asc, eq, sql } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import { verifyAudit } from '../../src/audit/verify-audit.ts'
import { writeContact } from '../../src/cases/contacts.ts'
import { recordAnswer } from '../../src/consultation/record-answer.ts'
import type { Database } from '../../src/db/database.ts'
import {
  askerKeys,
  askers,
  auditEntries,
  caseContacts,
  caseEvents,
  cases,
  complaints,
  consultations,
  conversations,
  curatedAnswers,
  followUps,
  messages,
  ratings,
  registrationContacts,
  registrations,
  statements,
  tickets,
  trainings,
  wechatDeliveries,
  wechatInbound,
  wechatUsers,
  wechatWords,
} from '../../src/db/schema/index.ts'
import { readCounts } from '../../src/insight/counts.ts'
import { referenceToAsker } from '../../src/security/asker-keys.ts'
import { contextOf } from '../../src/security/sealed-fields.ts'
import { newId } from '../../src/shared/ids.ts'
import { plantAccount, plantExpert, plantOrganisations } from '../accounts/staff.ts'
import { ask, begin, get, post, bearer } from '../support/front-door.ts'
import { plantTraining } from '../training/plant.ts'
import { test, type TestDeps } from '../support/test-deps.ts'
import {
  as,
  askerIdOf,
  plantCase,
  plantStatement,
  plantTicket,
  plantTurn,
} from '../feedback/plant.ts'

const CANARY = 'canary-7Q4Z'

const Columns = z.array(z.object({ table: z.string(), column: z.string() }))

/** Every place of the database where a word stands, in whatever kind of column. */
async function placesOf({ db }: TestDeps, word: string): Promise<string[]> {
  const { rows } = await db.execute(sql`
    select table_name as table, column_name as column from information_schema.columns
    where table_schema = 'public' and table_name not like 'passage%' and table_name <> 'records'`)
  const places: string[] = []
  for (const { table, column } of Columns.parse(rows)) {
    const holds = sql`${sql.identifier(column)}::text ilike ${`%${word}%`}`
    const found = await db.execute(
      sql`select 1 from ${sql.identifier(table)} where ${holds} limit 1`,
    )
    if (found.rows.length > 0) places.push(`${table}.${column}`)
  }
  return places
}

/** An asker who has left the canary wherever an asker, or who works for them, can leave it. */
async function plantEverything(deps: TestDeps, app: Parameters<typeof begin>[0]) {
  const { db, cipher } = deps
  const asker = await begin(app)
  const askerId = await askerIdOf(deps, asker.id)
  const { city } = await plantOrganisations(deps)
  const expertId = await plantExpert(deps, city)
  const owner = await plantAccount(deps, { role: 'staff', organisationId: city })
  const answer = await ask(app, asker, `我叫 ${CANARY}，专利预审怎么申请？`, { key: CANARY })
  const say = (path: string, body: object) => as(app, asker)('POST', path, body)
  await say(`/api/messages/${answer.id}/rating`, { score: 1, text: CANARY })
  await db
    .update(followUps)
    .set({ outcome: CANARY, doneAt: deps.now() })
    .where(eq(followUps.messageId, answer.id))
  const { id: caseId, code } = await plantCase(deps, {
    conversationId: asker.id,
    messageId: answer.id,
    state: 'assigned',
    summary: CANARY,
    industry: CANARY,
    parties: [CANARY],
    request: { where: CANARY },
    brief: { facts: [CANARY] },
  })
  await writeContact(db, cipher, caseId, { name: CANARY, contact: CANARY })
  await plantTicket(deps, { caseId, expertId, feedback: CANARY, matching: [CANARY] })
  const said = { caseId, conversationId: asker.id, authorId: owner.id }
  await plantStatement(deps, { ...said, author: 'asker', text: CANARY })
  await plantStatement(deps, { ...said, author: 'expert', text: CANARY }, false)
  const event = { id: newId(), caseId, n: 90, at: deps.now(), event: 'note' }
  await db
    .insert(caseEvents)
    .values({ ...event, actorKind: 'staff', note: CANARY, data: { said: CANARY } })
  const curated = { question: CANARY, answer: CANARY, citations: [], field: '专利', version: 1 }
  await db.insert(curatedAnswers).values({
    ...curated,
    id: newId(),
    caseId,
    ownerId: owner.id,
    state: 'draft',
    reviewOn: '2026-12-31',
    createdAt: deps.now(),
  })
  await say('/api/complaints', { kind: 'report', text: CANARY, caseCode: code, contact: CANARY })
  await db.update(complaints).set({ outcome: CANARY }).where(eq(complaints.askerId, askerId))
  await plantRegistered(deps, { city, createdBy: owner.id, say })
  await plantWechat(deps, { askerId, conversationId: asker.id })
  return { asker, askerId, caseId, messageId: answer.id, curated, owner }
}

/** Registered for two sessions, one of which was held and rated. */
async function plantRegistered(
  deps: TestDeps,
  { city, createdBy, say }: { city: string; createdBy: string; say: Say },
) {
  const body = { name: CANARY, organisation: CANARY, telephone: '13911112222', consent: true }
  const common = { organisationId: city, createdBy }
  const [coming, held] = [await plantTraining(deps, common), await plantTraining(deps, common)]
  for (const id of [coming, held]) await say(`/api/trainings/${id}/registrations`, body)
  await deps.db
    .update(registrations)
    .set({ attendedAt: deps.now(), idempotencyKey: CANARY })
    .where(eq(registrations.trainingId, held))
  await deps.db.update(trainings).set({ state: 'counted' }).where(eq(trainings.id, held))
  await say(`/api/trainings/${held}/rating`, { score: 4, text: CANARY })
}

/** The same person in WeChat, with something on its way to them and a talk with a person. */
async function plantWechat(
  { db, cipher, now }: TestDeps,
  { askerId, conversationId }: { askerId: string; conversationId: string },
) {
  const [userId, channel, at] = [newId(), 'kf' as const, now()]
  const sealedUser = await cipher.seal(CANARY, contextOf.wechatUser(userId))
  const user = { id: userId, channel, userHash: `hash of ${CANARY}`, sealedUser, scene: CANARY }
  await db.insert(wechatUsers).values({ ...user, askerId, conversationId, createdAt: at })
  const word = { conversationId, author: 'asker' as const, text: CANARY, kind: 'text', at }
  await db.insert(wechatWords).values({ id: newId(), ...word })
  const inbound = { key: `key of ${CANARY}`, userId, channel, item: { text: CANARY } }
  await db
    .insert(wechatInbound)
    .values({ ...inbound, state: 'open', reply: CANARY, leaseUntil: at, receivedAt: at })
  const delivery = { id: newId(), userId, text: CANARY, state: 'waiting' as const }
  await db.insert(wechatDeliveries).values({ ...delivery, dueAt: at, createdAt: at })
}

type Say = (path: string, body: object) => Response | Promise<Response>

const erase = (app: Parameters<typeof begin>[0], asker: { token: string }) =>
  as(app, asker)('DELETE', '/api/me')

test('after an erasure no word of the asker is in any table, and nothing names them', async ({
  app,
  deps,
}) => {
  const { asker, askerId } = await plantEverything(deps, app)
  // The search finds what is there.
  expect(await placesOf(deps, CANARY)).toEqual(
    expect.arrayContaining([
      'messages.question',
      'messages.idempotency_key',
      'ratings.text',
      'complaints.text',
      'complaints.outcome',
      'follow_ups.outcome',
      'cases.summary',
      'cases.parties',
      'cases.request',
      'cases.brief',
      'case_events.note',
      'case_events.data',
      'tickets.feedback',
      'tickets.matching',
      'statements.text',
      'registrations.opinion',
      'registrations.idempotency_key',
      'curated_answers.question',
      'wechat_users.scene',
      'wechat_words.text',
      'wechat_inbound.item',
      'wechat_inbound.reply',
      'wechat_deliveries.text',
    ]),
  )
  expect(await placesOf(deps, askerId)).toContain('conversations.asker_id')
  const response = await erase(app, asker)
  expect([response.status, await response.json()]).toEqual([200, { conversations: 1, cases: 1 }])
  expect(await placesOf(deps, CANARY)).toEqual([])
  expect(await placesOf(deps, askerId)).toEqual([])
  expect(await placesOf(deps, asker.id)).toEqual([])
  expect(await deps.db.$count(caseContacts)).toBe(0)
  expect(await deps.db.$count(askerKeys)).toBe(0)
  expect(await deps.db.$count(registrationContacts)).toBe(0)
  const left = await deps.db.select().from(registrations).orderBy(asc(registrations.state))
  expect(left).toMatchObject([
    { state: 'registered', score: 4, askerId: null },
    { state: 'withdrawn', score: null, askerId: null },
  ])
  const [complaint] = await deps.db.select().from(complaints)
  expect(complaint).toMatchObject({ state: 'closed', sealedContact: null })
}, 120_000)

test('the token is good for nothing afterwards', async ({ app }) => {
  const asker = await begin(app)
  expect((await erase(app, asker)).status).toBe(200)
  expect((await erase(app, asker)).status).toBe(401)
  expect((await get(app, '/api/conversations', bearer(asker))).status).toBe(401)
  expect((await post(app, asker, { text: '专利' })).status).toBe(401)
})

test('open cases are withdrawn first and their tickets recalled', async ({ app, deps }) => {
  const { asker, caseId } = await plantEverything(deps, app)
  await erase(app, asker)
  const [row] = await deps.db.select().from(cases).where(eq(cases.id, caseId))
  expect(row?.state).toBe('withdrawn')
  const [ticket] = await deps.db.select().from(tickets).where(eq(tickets.caseId, caseId))
  expect(ticket?.state).toBe('recalled')
  const events = await deps.db.select().from(caseEvents).where(eq(caseEvents.caseId, caseId))
  expect(events.map(({ event }) => event)).toContain('withdraw')
})

test('consultation, score and case stay in the counts', async ({ app, deps }) => {
  const { asker, messageId } = await plantEverything(deps, app)
  const viewer = { role: 'administrator', organisationPath: null, id: newId() } as const
  const account = { ...viewer, username: 'a', name: 'a', organisationId: null, expertId: null }
  const period = { from: '2026-03-01', to: '2026-03-31' }
  const count = () => readCounts(deps, { ...account, mustChangePassword: false }, period)
  const before = await count()
  expect(before.consultations.total).toBe(1)
  await erase(app, asker)
  const { casesByState, complaints: complained, respondedInTime, ...after } = await count()
  expect(before).toMatchObject(after)
  expect(casesByState).toEqual({ withdrawn: 1 })
  expect(complained).toMatchObject({ total: 1, waiting: 0 })
  expect(respondedInTime.of).toBe(0)
  const [row] = await deps.db
    .select()
    .from(consultations)
    .where(eq(consultations.messageId, messageId))
  expect(Object.keys(z.record(z.string(), z.unknown()).parse(row?.trace)).toSorted()).toEqual([
    'embeddingModel',
    'index',
    'steps',
  ])
})

test("another asker's data stays as it is", async ({ app, deps }) => {
  const other = await begin(app)
  await ask(app, other, '商标注册需要什么材料？')
  const planted = await plantCase(deps, { conversationId: other.id, state: 'in_review' })
  await writeContact(deps.db, deps.cipher, planted.id, { name: '李四' })
  await as(app, other)('POST', '/api/complaints', { kind: 'report', text: '别人的投诉' })
  const export_ = async () => {
    const response = await as(app, other)('GET', '/api/me')
    return z.looseObject({ AIGC: z.unknown() }).parse(await response.json())
  }
  const { AIGC: _, ...before } = await export_()
  await erase(app, await begin(app))
  const { asker } = await plantEverything(deps, app)
  await erase(app, asker)
  const { AIGC: __, ...after } = await export_()
  expect(after).toEqual(before)
})

test('a published answer stays without a way back to the case', async ({ app, deps }) => {
  const { asker, caseId, curated, owner } = await plantEverything(deps, app)
  const id = newId()
  const published = { ...curated, question: '专利预审的条件', answer: '见规范', id, caseId }
  await deps.db.insert(curatedAnswers).values({
    ...published,
    ownerId: owner.id,
    state: 'published',
    reviewOn: '2026-12-31',
    createdAt: deps.now(),
  })
  await erase(app, asker)
  const rows = await deps.db.select().from(curatedAnswers)
  expect(rows.map((row) => [row.id, row.caseId])).toEqual([[id, null]])
})

test('an answer that is still being written is not kept', async ({ app, deps }) => {
  const asker = await begin(app)
  const whole = await ask(app, asker, '专利预审怎么申请？')
  const { id } = await plantTurn(deps, asker.id, { state: 'running', question: CANARY })
  await erase(app, asker)
  const answer = { ...whole, id, text: CANARY }
  const question = { messageId: id, conversationId: asker.id, channel: 'web' as const, text: '' }
  const written = recordAnswer(deps, { ...question, history: [] }, { answer, trace: {} })
  await expect(written).rejects.toThrow('internal')
  expect(await placesOf(deps, CANARY)).toEqual([])
  const [row] = await deps.db.select().from(messages).where(eq(messages.id, id))
  expect(row).toMatchObject({ state: 'failed', question: null, answer: null })
})

test('the audit names the erasure, still verifies, and leads to nobody any more', async ({
  app,
  deps,
}) => {
  const { asker, askerId } = await plantEverything(deps, app)
  const reference = await referenceToAsker(deps.db, deps.cipher, askerId)
  await erase(app, asker)
  const entries = await deps.db
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.actorId, reference))
    .orderBy(auditEntries.id)
  expect(entries.at(-1)).toMatchObject({
    action: 'erase_asker',
    details: { conversations: 1, cases: 1 },
  })
  expect(await verifyAudit(deps.db)).toMatchObject({ intact: true })
})

test('whoever still names an asker keeps the database from erasing them', async ({ app, deps }) => {
  const asker = await begin(app)
  const askerId = await askerIdOf(deps, asker.id)
  const deleteOnly = (tx: Database) => tx.delete(askers).where(eq(askers.id, askerId))
  await expect(deps.db.transaction(deleteOnly)).rejects.toThrow(
    'Failed query: delete from "askers"',
  )
  await erase(app, asker)
  expect(await deps.db.$count(askers, eq(askers.id, askerId))).toBe(0)
  for (const table of [conversations, ratings, statements]) {
    expect(await deps.db.$count(table)).toBe(table === conversations ? 1 : 0)
  }
})
