import { and, eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { Export } from '../../src/channels/web/me-schemas.ts'
import { readContact, writeContact } from '../../src/cases/contacts.ts'
import { auditEntries, caseEvents } from '../../src/db/schema/index.ts'
import { referenceToAsker } from '../../src/security/asker-keys.ts'
import { newId } from '../../src/shared/ids.ts'
import { ask, begin } from '../support/front-door.ts'
import { test, type TestDeps } from '../support/test-deps.ts'
import { as, askerIdOf, plantCase, plantStatement } from '../feedback/plant.ts'

async function auditActions(deps: TestDeps, conversationId: string) {
  const id = await askerIdOf(deps, conversationId)
  const reference = await referenceToAsker(deps.db, deps.cipher, id)
  const entries = await deps.db
    .select()
    .from(auditEntries)
    .where(and(eq(auditEntries.objectId, reference), eq(auditEntries.actorId, reference)))
  return entries.map(({ action }) => action)
}

test('an asker gets everything that is kept about them', async ({ app, deps }) => {
  const asker = await begin(app)
  const answer = await ask(app, asker, '专利预审怎么申请？')
  await as(app, asker)('POST', `/api/messages/${answer.id}/rating`, { score: 2, text: '不清楚' })
  await as(app, asker)('POST', '/api/complaints', {
    kind: 'report',
    text: '有人冒充工作人员',
    contact: '13812345678',
  })
  const { id, code } = await plantCase(deps, { conversationId: asker.id, parties: ['某某公司'] })
  await writeContact(deps.db, deps.cipher, id, { name: '张三', contact: '13900001111' })
  const said = { caseId: id, conversationId: asker.id, authorId: newId() }
  await plantStatement(deps, { ...said, author: 'expert', text: '建议先检索' })
  await plantStatement(deps, { ...said, author: 'expert', text: '未送出的草稿' }, false)

  const response = await as(app, asker)('GET', '/api/me')
  expect(response.headers.get('content-disposition')).toContain('attachment')
  expect(response.headers.get('cache-control')).toBe('no-store')
  const exported = Export.parse(await response.json())
  expect(exported.AIGC).toMatchObject({ Label: '1', ContentProducer: '知问' })
  const [turn] = exported.conversations.flatMap(({ turns }) => turns)
  expect(turn?.question).toBe('专利预审怎么申请？')
  expect(turn?.answer).toEqual(answer)
  expect(turn?.number).toBeGreaterThan(0)
  expect(exported.ratings).toMatchObject([{ messageId: answer.id, score: 2, text: '不清楚' }])
  expect(exported.complaints).toMatchObject([
    { kind: 'report', text: '有人冒充工作人员', contact: '13812345678' },
  ])
  expect(exported.cases).toMatchObject([
    {
      code,
      parties: ['某某公司'],
      contact: { name: '张三', contact: '13900001111' },
      statements: [{ author: 'expert', text: '建议先检索' }],
    },
  ])
  expect(await auditActions(deps, asker.id)).toEqual(['export_asker'])
})

test("an export holds nothing of anybody else's", async ({ app, deps }) => {
  const other = await begin(app)
  await ask(app, other, '商标注册多久？')
  await plantCase(deps, { conversationId: other.id })
  await as(app, other)('POST', '/api/complaints', { kind: 'report', text: '别人的投诉' })
  const asker = await begin(app)
  const exported = Export.parse(await (await as(app, asker)('GET', '/api/me')).json())
  expect(exported).toMatchObject({ AIGC: null, ratings: [], complaints: [], cases: [] })
  expect(exported.conversations).toMatchObject([{ id: asker.id, turns: [] }])
})

test('contact data of the cases under way is corrected, not of those that are finished', async ({
  app,
  deps,
}) => {
  const asker = await begin(app)
  const open = await plantCase(deps, { conversationId: asker.id, state: 'in_review' })
  const closed = await plantCase(deps, { conversationId: asker.id, state: 'closed' })
  const before = { name: '张三', contact: '13900001111', organisation: '旧公司' }
  for (const { id } of [open, closed]) await writeContact(deps.db, deps.cipher, id, before)
  const change = { contact: '13900002222', organisation: null, address: '海淀区' }
  const response = await as(app, asker)('PATCH', '/api/me/contact', change)
  expect([response.status, await response.json()]).toEqual([200, { cases: 1 }])
  const read = (id: string) => readContact(deps.db, deps.cipher, id)
  expect(await read(open.id)).toEqual({ name: '张三', contact: '13900002222', address: '海淀区' })
  expect(await read(closed.id)).toEqual(before)
  const events = await deps.db.select().from(caseEvents).where(eq(caseEvents.caseId, open.id))
  expect(events).toMatchObject([{ event: 'contact_corrected', actorKind: 'asker', note: null }])
  expect(await auditActions(deps, asker.id)).toEqual(['correct_asker'])
})

test('without a case under way there is nothing to correct', async ({ app, deps }) => {
  const asker = await begin(app)
  const other = await begin(app)
  await plantCase(deps, { conversationId: other.id, state: 'in_review' })
  const correct = (body: object) => as(app, asker)('PATCH', '/api/me/contact', body)
  expect((await correct({ contact: '13900002222' })).status).toBe(404)
  for (const body of [{}, { contact: null }, { contact: '' }, { phone: '13900002222' }]) {
    expect([body, (await correct(body)).status]).toEqual([body, 400])
  }
})

test('without a token nobody gets, says, corrects or erases anything', async ({ app }) => {
  for (const [method, path] of [
    ['GET', '/api/me'],
    ['PATCH', '/api/me/contact'],
    ['DELETE', '/api/me'],
    ['POST', '/api/complaints'],
    ['GET', '/api/complaints/TS-22222222'],
    ['POST', '/api/cases/ZW-22222222/rating'],
  ] as const) {
    expect((await app.request(path, { method })).status).toBe(401)
    const forged = await as(app, { token: 'x'.repeat(43) })(method, path)
    expect(forged.status).toBe(401)
  }
})
