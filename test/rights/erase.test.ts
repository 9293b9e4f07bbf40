import { asc, eq } from 'drizzle-orm'
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
  messages,
  ratings,
  registrationContacts,
  registrations,
  statements,
  tickets,
} from '../../src/db/schema/index.ts'
import { readCounts } from '../../src/insight/counts.ts'
import { referenceToAsker } from '../../src/security/asker-keys.ts'
import { newId } from '../../src/shared/ids.ts'
import { as, askerIdOf, plantCase, plantTurn } from '../feedback/plant.ts'
import { ask, bearer, begin, get, post } from '../support/front-door.ts'
import { test } from '../support/test-deps.ts'
import { CANARY, placesOf, plantEverything } from './plant-everything.ts'

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
  expect([response.status, await response.json()]).toEqual([
    200,
    { conversations: 1, cases: 1, held: 0 },
  ])
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
