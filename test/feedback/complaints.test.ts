import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import { complaints, notices, organisations, secrecyIncidents } from '../../src/db/schema/index.ts'
import { newId } from '../../src/shared/ids.ts'
import {
  enter,
  plantAccount,
  plantExpert,
  plantOrganisations,
  post,
  send,
} from '../accounts/staff.ts'
import type { App } from '../accounts/staff.ts'
import { type Asker, begin, problemOf } from '../support/front-door.ts'
import { test, type TestDeps } from '../support/test-deps.ts'
import { as, auditOf, plantCase, plantStatement, plantTicket, plantTurn } from './plant.ts'

const Opened = z.strictObject({ code: z.string(), dueAt: z.string() })
const Own = z.object({ state: z.string(), outcome: z.string().nullable(), text: z.string() })
const Listed = z.object({
  complaints: z.array(
    z.looseObject({ id: z.uuid(), version: z.int(), state: z.string(), excerpt: z.string() }),
  ),
})
const Whole = z.looseObject({ text: z.string(), contact: z.string().nullable() })

async function complain(app: App, asker: Asker, body: object = {}) {
  const whole = { kind: 'complaint', text: '答复太慢', ...body }
  const response = await as(app, asker)('POST', '/api/complaints', whole)
  expect(response.status).toBe(201)
  return Opened.parse(await response.json())
}

async function listed(app: App, cookie: string, query = '') {
  const response = await send(app, `/complaints${query}`, { cookie })
  return Listed.parse(await response.json()).complaints
}

const staffOf = async (deps: TestDeps, app: App, organisationId: string) => {
  const person = await plantAccount(deps, { role: 'staff', organisationId })
  return { ...person, cookie: await enter(deps, app, person) }
}

test('an asker complains and sees how far it has come', async ({ app, deps }) => {
  const asker = await begin(app)
  const { code, dueAt } = await complain(app, asker, { contact: '13812345678' })
  expect(code).toMatch(/^TS-/)
  // 15 natural days: the end of 17 March in Beijing.
  expect(dueAt).toBe('2026-03-17T16:00:00.000Z')
  const own = await as(app, asker)('GET', `/api/complaints/${code}`)
  expect(Own.parse(await own.json())).toMatchObject({ state: 'open', outcome: null })
  const [row] = await deps.db.select().from(complaints)
  expect(row?.sealedContact).toMatch(/^v1\./)
  expect(await auditOf(deps, row?.id ?? '')).toEqual([
    { action: 'open_complaint', actorKind: 'asker', details: {} },
  ])
})

test("somebody else's complaint is answered like one that is not there", async ({ app }) => {
  const { code } = await complain(app, await begin(app))
  const stranger = await begin(app)
  const ask = async (each: string) => {
    const response = await as(app, stranger)('GET', `/api/complaints/${each}`)
    return [response.status, await response.text()]
  }
  expect(await ask(code)).toEqual(await ask('TS-22222222'))
  expect((await ask(code))[0]).toBe(404)
})

test('whom a complaint is about neither sees it nor hears of it', async ({ app, deps }) => {
  const { east } = await plantOrganisations(deps)
  const inHand = await staffOf(deps, app, east)
  const author = await staffOf(deps, app, east)
  const colleague = await staffOf(deps, app, east)
  const expertId = await plantExpert(deps, east)
  const expert = await plantAccount(deps, { role: 'expert', expertId })
  const asker = await begin(app)
  const planted = { conversationId: asker.id, organisationId: east, staffId: inHand.id }
  const { id: caseId, code: caseCode } = await plantCase(deps, planted)
  await plantTicket(deps, { caseId, expertId })
  const said = { caseId, conversationId: asker.id, text: '请稍候' }
  await plantStatement(deps, { ...said, author: 'staff', authorId: author.id })
  await complain(app, asker, { caseCode })
  const [row] = await deps.db.select().from(complaints)
  expect(new Set(row?.about)).toEqual(new Set([inHand.id, author.id, expert.id]))
  const id = row?.id ?? ''
  expect((await listed(app, colleague.cookie)).map((each) => each.id)).toEqual([id])
  for (const { cookie } of [inHand, author]) {
    expect(await listed(app, cookie)).toEqual([])
    for (const [path, body] of [
      ['', undefined],
      ['/take', { version: 1 }],
      ['/answer', { version: 1, outcome: '无' }],
      ['/close', { version: 1 }],
    ] as const) {
      const method = body === undefined ? 'GET' : 'POST'
      const about = await send(app, `/complaints/${id}${path}`, { method, body, cookie })
      const absent = await send(app, `/complaints/${newId()}${path}`, { method, body, cookie })
      expect([about.status, await about.text()]).toEqual([404, await absent.text()])
    }
  }
  const told = await deps.db.select().from(notices).where(eq(notices.kind, 'complaint_opened'))
  const people = told.flatMap((each) => (each.recipientKind === 'account' ? each.recipientId : []))
  expect(new Set(people)).toEqual(new Set([colleague.id]))
})

test('an expert has no part in complaints', async ({ app, deps }) => {
  const { east } = await plantOrganisations(deps)
  const expertId = await plantExpert(deps, east)
  const cookie = await enter(deps, app, await plantAccount(deps, { role: 'expert', expertId }))
  expect((await send(app, '/complaints', { cookie })).status).toBe(403)
})

test('a complaint is seen by the organisation of its case and those above it', async ({
  app,
  deps,
}) => {
  const { city, east, west, station } = await plantOrganisations(deps)
  const asker = await begin(app)
  const { code: caseCode } = await plantCase(deps, {
    conversationId: asker.id,
    organisationId: east,
  })
  await complain(app, asker, { caseCode })
  const [row] = await deps.db.select().from(complaints)
  const absent = newId()
  for (const [organisationId, sees] of [
    [city, true],
    [east, true],
    [west, false],
    [station, false],
  ] as const) {
    const { cookie } = await staffOf(deps, app, organisationId)
    expect((await listed(app, cookie)).length).toBe(sees ? 1 : 0)
    const one = await send(app, `/complaints/${row?.id}`, { cookie })
    const none = await send(app, `/complaints/${absent}`, { cookie })
    expect(one.status).toBe(sees ? 200 : 404)
    expect((await one.text()) === (await none.text())).toBe(!sees)
  }
})

test('staff take, answer and close it, and the asker is told the outcome', async ({
  app,
  deps,
}) => {
  const { city } = await plantOrganisations(deps)
  const first = await staffOf(deps, app, city)
  const second = await staffOf(deps, app, city)
  const asker = await begin(app)
  const { code } = await complain(app, asker)
  const [row] = await deps.db.select().from(complaints)
  const id = row?.id ?? ''
  const step = async (who: { cookie: string }, name: string, body: object) =>
    (await post(app, `/complaints/${id}/${name}`, body, { cookie: who.cookie })).status
  expect(await step(first, 'answer', { version: 1, outcome: '已核实' })).toBe(409)
  expect(await step(first, 'take', { version: 1 })).toBe(204)
  expect(await step(second, 'take', { version: 1 })).toBe(409)
  expect(await step(second, 'answer', { version: 2, outcome: '已核实' })).toBe(409)
  expect(await step(first, 'close', { version: 2 })).toBe(409)
  expect(await step(first, 'answer', { version: 2, outcome: '已核实并道歉' })).toBe(204)
  const own = await as(app, asker)('GET', `/api/complaints/${code}`)
  expect(Own.parse(await own.json())).toMatchObject({ state: 'answered', outcome: '已核实并道歉' })
  expect(await step(first, 'close', { version: 3 })).toBe(204)
  expect(await step(first, 'take', { version: 4 })).toBe(409)
  const [closed] = await deps.db.select().from(complaints)
  expect(closed).toMatchObject({ state: 'closed', version: 4, handlerId: first.id })
  expect(await auditOf(deps, id)).toEqual([
    { action: 'open_complaint', actorKind: 'asker', details: {} },
    { action: 'take_complaint', actorKind: 'staff', details: {} },
    { action: 'answer_complaint', actorKind: 'staff', details: {} },
    { action: 'close_complaint', actorKind: 'staff', details: {} },
  ])
})

test('a list masks personal data; who opens a complaint sees it, and the audit says so', async ({
  app,
  deps,
}) => {
  const { city } = await plantOrganisations(deps)
  const { cookie } = await staffOf(deps, app, city)
  const text = '工作人员让我打 13812345678，没人接'
  await complain(app, await begin(app), { text, contact: 'zhang@example.com', kind: 'report' })
  const [summary] = await listed(app, cookie)
  expect(summary?.excerpt).toContain('〔手机号1〕')
  expect(JSON.stringify(summary)).not.toMatch(/13812345678|zhang@/)
  const whole = await send(app, `/complaints/${summary?.id}`, { cookie })
  expect(Whole.parse(await whole.json())).toMatchObject({ text, contact: 'zhang@example.com' })
  expect((await auditOf(deps, summary?.id ?? '')).map(({ action }) => action)).toEqual([
    'open_complaint',
    'view_complaint',
  ])
})

test('the list comes in pages, by state, with what is overdue', async ({ app, deps }) => {
  const { city } = await plantOrganisations(deps)
  const asker = await begin(app)
  for (let n = 0; n < 3; n += 1) {
    await complain(app, asker, { text: `第 ${n} 件` })
    deps.pass(1_000)
  }
  const { cookie } = await staffOf(deps, app, city)
  const all = await listed(app, cookie)
  expect(all.map(({ excerpt }) => excerpt)).toEqual(['第 2 件', '第 1 件', '第 0 件'])
  const first = await listed(app, cookie, '?limit=2')
  const rest = await listed(app, cookie, `?limit=2&after=${first.at(-1)?.id}`)
  expect([...first, ...rest]).toEqual(all)
  expect(await listed(app, cookie, '?state=closed')).toEqual([])
  expect(all.every(({ overdue }) => overdue === false)).toBe(true)
  await deps.db.update(complaints).set({ dueAt: deps.now() })
  expect((await listed(app, cookie)).every(({ overdue }) => overdue === true)).toBe(true)
})

test('a complaint about an answer goes to the centre of its district', async ({ app, deps }) => {
  const { east } = await plantOrganisations(deps)
  await deps.db.update(organisations).set({ district: '海淀区' }).where(eq(organisations.id, east))
  const asker = await begin(app)
  const { id } = await plantTurn(deps, asker.id, { district: '海淀区' })
  await complain(app, asker, { messageId: id })
  const [row] = await deps.db.select().from(complaints)
  expect([row?.messageId, row?.organisationId]).toEqual([id, east])
})

test('what is no complaint, or about what is not theirs, is refused', async ({ app, deps }) => {
  const asker = await begin(app)
  const other = await begin(app)
  const { id: messageId } = await plantTurn(deps, other.id)
  const { code: caseCode } = await plantCase(deps, { conversationId: other.id })
  const whole = { kind: 'complaint', text: '不满意' }
  for (const [body, status] of [
    [{ kind: 'complaint' }, 400],
    [{ ...whole, text: '  ' }, 400],
    [{ ...whole, text: '\u200b' }, 400],
    [{ ...whole, text: '长'.repeat(2_001) }, 400],
    [{ ...whole, kind: 'praise' }, 400],
    [{ ...whole, about: [newId()] }, 400],
    [{ ...whole, text: '附件：绝密★启用前' }, 400],
    [{ ...whole, caseCode }, 404],
    [{ ...whole, messageId }, 404],
    [{ ...whole, messageId: newId() }, 404],
  ] as const) {
    const response = await as(app, asker)('POST', '/api/complaints', body)
    expect([body, response.status]).toEqual([body, status])
  }
  expect(await deps.db.$count(complaints)).toBe(0)
  expect(await deps.db.$count(secrecyIncidents)).toBe(1)
})

test('more than ten complaints within a day are refused', async ({ app, deps }) => {
  const asker = await begin(app)
  for (let n = 0; n < 10; n += 1) await complain(app, asker)
  const body = { kind: 'complaint', text: '再来一次' }
  const response = await as(app, asker)('POST', '/api/complaints', body)
  expect([response.status, (await problemOf(response)).code]).toEqual([429, 'rate_limited'])
  deps.pass(86_400_000)
  await complain(app, asker)
})
