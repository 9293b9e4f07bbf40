import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import { caseContacts, experts, notices, tickets } from '../../src/db/schema/index.ts'
import { runDueJobs } from '../../src/jobs/run-due-jobs.ts'
import { verifyAudit } from '../../src/audit/verify-audit.ts'
import {
  type App,
  enter,
  plantAccount,
  plantExpert,
  plantOrganisations,
  send,
} from '../accounts/staff.ts'
import { type Asker, ask, bearer, begin } from '../support/front-door.ts'
import { test, type TestDeps } from '../support/test-deps.ts'

const CONTACT = {
  name: '陈一',
  contact: '13911112222',
  organisation: '甲科技有限公司',
  consent: true,
}
const HOUR = 3_600_000

function asAsker(app: App, asker: Asker, path: string, body?: unknown) {
  return app.request(path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...bearer(asker), 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}

function asExpert(app: App, cookie: string, path: string, body?: unknown) {
  return app.request(`/api/expert${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}

const Changed = z.object({ state: z.string(), version: z.number() })
const changed = async (response: Response) => {
  const body: unknown = await response.json()
  return Changed.parse(body)
}

async function people(app: App, deps: TestDeps) {
  const { city, east } = await plantOrganisations(deps)
  await deps.db.update(experts).set({ consentedAt: deps.now() })
  const expertId = await plantExpert(deps, city)
  const otherId = await plantExpert(deps, city)
  await deps.db.update(experts).set({ consentedAt: deps.now() })
  const staff = await plantAccount(deps, { role: 'staff', organisationId: city })
  const far = await plantAccount(deps, { role: 'staff', organisationId: east })
  const expert = await plantAccount(deps, { role: 'expert', expertId })
  return {
    expertId,
    otherId,
    staff: await enter(deps, app, staff),
    far: await enter(deps, app, far),
    expert: await enter(deps, app, expert),
  }
}

async function handOver(app: App, extra: object = {}) {
  const asker = await begin(app)
  await ask(app, asker, '竞争对手仿冒我们的专利产品，我们该怎么维权？')
  const response = await asAsker(app, asker, `/api/conversations/${asker.id}/handoff`, {
    ...CONTACT,
    ...extra,
  })
  expect(response.status).toBe(201)
  const own = z
    .object({ code: z.string(), promise: z.string(), step: z.string() })
    .parse(await response.json())
  return { asker, ...own }
}

async function findId(app: App, cookie: string, code: string) {
  const response = await send(app, `/cases?q=${code}`, { cookie })
  const { cases } = z
    .object({ cases: z.array(z.object({ id: z.string(), version: z.number() })) })
    .parse(await response.json())
  return cases[0]
}

test('a case goes from the asker to staff, to an expert, through review and back', async ({
  app,
  deps,
}) => {
  const { staff, expert, expertId, far } = await people(app, deps)
  const { asker, code, promise, step } = await handOver(app)
  expect(step).toBe('handed_over')
  expect(promise).toContain(code)
  expect(promise).not.toMatch(/\d+ ?(天|日|小时)/)

  const found = await findId(app, staff, code)
  const id = found?.id ?? ''
  expect(await findId(app, far, code)).toBeUndefined()
  const act = (path: string, body: object) =>
    send(app, `/cases/${id}${path}`, { method: 'POST', cookie: staff, body })

  const taken = await changed(await act('/take', { version: 1 }))
  const proposals = await (await send(app, `/cases/${id}/proposals`, { cookie: staff })).json()
  expect(proposals).toMatchObject({
    proposals: expect.arrayContaining([expect.objectContaining({ expertId })]),
  })
  const assigned = await changed(await act('/assign', { version: taken.version, expertId }))
  expect(assigned.state).toBe('assigned')

  const own = await (await asAsker(app, asker, `/api/cases/${code}`)).json()
  // Monday 10:00: the day of the notice is not counted, the second day is Wednesday, ended at midnight.
  expect(own).toMatchObject({ step: 'with_expert', dueAt: '2026-03-04T16:00:00.000Z' })

  const silent = await ask(app, asker, '专家会联系我吗？')
  expect(silent).toMatchObject({ outcome: 'escalate', reason: 'with_person' })

  const { tickets: mine } = z
    .object({ tickets: z.array(z.object({ id: z.string(), version: z.number() })) })
    .parse(await (await asExpert(app, expert, '/tickets')).json())
  const ticket = mine[0]
  const at = `/tickets/${ticket?.id}`
  expect((await asExpert(app, expert, `${at}/contact`)).status).toBe(403)
  const accepted = await changed(
    await asExpert(app, expert, `${at}/accept`, { version: ticket?.version, noConflict: true }),
  )
  expect((await asExpert(app, expert, `${at}/contact`)).status).toBe(403)
  await asAsker(app, asker, `/api/cases/${code}/contact-consent`, { given: true })
  expect(await (await asExpert(app, expert, `${at}/contact`)).json()).toMatchObject({
    name: '陈一',
  })
  await asAsker(app, asker, `/api/cases/${code}/contact-consent`, { given: false })
  expect((await asExpert(app, expert, `${at}/contact`)).status).toBe(403)

  const reply = { version: accepted.version, text: '可以先固定证据，再请求行政处理或者起诉。' }
  expect((await asExpert(app, expert, `${at}/reply`, reply)).status).toBe(200)
  const before = await (await asAsker(app, asker, `/api/conversations/${asker.id}`)).json()
  expect(before).toMatchObject({ statements: [] })
  const latest = await findId(app, staff, code)
  const delivered = await act('/deliver', {
    version: latest?.version,
    text: `${reply.text}（已核对）`,
  })
  expect((await changed(delivered)).state).toBe('delivered')
  const after = await (await asAsker(app, asker, `/api/conversations/${asker.id}`)).json()
  expect(after).toMatchObject({
    cases: [{ code, step: 'replied' }],
    statements: [{ author: 'expert', text: `${reply.text}（已核对）` }],
  })
  const detail = await (await send(app, `/cases/${id}`, { cookie: staff })).json()
  expect(detail).toMatchObject({
    statements: [{ originalText: reply.text, state: 'delivered' }],
    tickets: [{ state: 'closed' }],
  })
  // The machine answers again.
  expect((await ask(app, asker, '专家接到通知后多久响应？')).outcome).toBe('answer')
  expect(await verifyAudit(deps.db)).toMatchObject({ intact: true })
})

test('contact data is sealed field by field, and no foreign asker opens a case by its code', async ({
  app,
  deps,
}) => {
  await people(app, deps)
  const { code } = await handOver(app)
  const rows = await deps.db.select().from(caseContacts)
  expect(rows.length).toBe(3)
  expect(JSON.stringify(rows)).not.toMatch(/陈一|13911112222|甲科技/)
  const other = await begin(app)
  const foreign = await asAsker(app, other, `/api/cases/${code}`)
  const unknown = await asAsker(app, other, '/api/cases/ZW-22222222')
  expect([foreign.status, await foreign.text()]).toEqual([404, await unknown.text()])
})

test('an offer that nobody answers lapses once, and the case returns for the next proposal', async ({
  app,
  deps,
}) => {
  const { staff, expertId, otherId } = await people(app, deps)
  const { code } = await handOver(app)
  const found = await findId(app, staff, code)
  const id = found?.id ?? ''
  const act = (path: string, body: object) =>
    send(app, `/cases/${id}${path}`, { method: 'POST', cookie: staff, body })
  const taken = await changed(await act('/take', { version: 1 }))
  await act('/assign', { version: taken.version, expertId })
  deps.pass(48 * HOUR)
  await runDueJobs(deps)
  expect((await deps.db.select().from(tickets))[0]?.state).toBe('offered')
  deps.pass(14 * HOUR)
  await runDueJobs(deps)
  await runDueJobs(deps)
  const [ticket] = await deps.db.select().from(tickets).where(eq(tickets.expertId, expertId))
  expect(ticket).toMatchObject({ state: 'lapsed', breachReason: 'no_response' })
  const lapsed = await deps.db.select().from(notices).where(eq(notices.kind, 'ticket_lapsed'))
  expect(new Set(lapsed.map(({ key }) => key)).size).toBe(1)
  const again = await signInAgain(app, deps)
  const now = await findId(app, again, code)
  const refused = await send(app, `/cases/${id}/assign`, {
    method: 'POST',
    cookie: again,
    body: { version: now?.version, expertId },
  })
  expect(refused.status).toBe(409)
  const next = await send(app, `/cases/${id}/assign`, {
    method: 'POST',
    cookie: again,
    body: { version: now?.version, expertId: otherId },
  })
  expect(next.status).toBe(200)
})

/** Sessions do not live for two days. */
async function signInAgain(app: App, deps: TestDeps) {
  const { city } = await plantOrganisations(deps)
  void city
  const administrator = await plantAccount(deps, { role: 'administrator' })
  return enter(deps, app, administrator)
}

test('an asker takes the case back: the expert is told, the machine answers again', async ({
  app,
  deps,
}) => {
  const { staff, expertId, expert } = await people(app, deps)
  const { asker, code } = await handOver(app)
  const found = await findId(app, staff, code)
  const act = (path: string, body: object) =>
    send(app, `/cases/${found?.id}${path}`, { method: 'POST', cookie: staff, body })
  const taken = await changed(await act('/take', { version: 1 }))
  await act('/assign', { version: taken.version, expertId })
  const withdrawn = await asAsker(app, asker, `/api/cases/${code}/withdraw`, {})
  expect(await withdrawn.json()).toMatchObject({ step: 'closed', state: 'withdrawn' })
  const list = await (await asExpert(app, expert, '/tickets?state=offered,accepted')).json()
  expect(list).toEqual({ tickets: [] })
  expect((await ask(app, asker, '专家接到通知后多久响应？')).outcome).toBe('answer')
})

test('staff ask back, and the answer of the asker brings the case into review', async ({
  app,
  deps,
}) => {
  const { staff } = await people(app, deps)
  const { asker, code } = await handOver(app)
  const found = await findId(app, staff, code)
  const act = (path: string, body: object) =>
    send(app, `/cases/${found?.id}${path}`, { method: 'POST', cookie: staff, body })
  const taken = await changed(await act('/take', { version: 1 }))
  await act('/ask-back', { version: taken.version, text: '专利号是多少？' })
  const conversation = await (await asAsker(app, asker, `/api/conversations/${asker.id}`)).json()
  expect(conversation).toMatchObject({ statements: [{ author: 'staff', text: '专利号是多少？' }] })
  await ask(app, asker, '专利号是 ZL202110123456.7')
  const detail = await (await send(app, `/cases/${found?.id}`, { cookie: staff })).json()
  expect(detail).toMatchObject({ state: 'in_review' })
})

test('of two who act on one version the second is told', async ({ app, deps }) => {
  const { staff } = await people(app, deps)
  const { code } = await handOver(app)
  const found = await findId(app, staff, code)
  const take = () =>
    send(app, `/cases/${found?.id}/take`, { method: 'POST', cookie: staff, body: { version: 1 } })
  const [first, second] = [await take(), await take()]
  expect([first.status, second.status]).toEqual([200, 409])
})

test('a second hand-over of a conversation gives the first case', async ({ app, deps }) => {
  await people(app, deps)
  const { asker, code } = await handOver(app)
  const again = await asAsker(app, asker, `/api/conversations/${asker.id}/handoff`, CONTACT)
  expect(again.status).toBe(200)
  expect(await again.json()).toMatchObject({ code })
})

test('without consent nothing is taken, and the form says which field is wrong', async ({
  app,
  deps,
}) => {
  await people(app, deps)
  const asker = await begin(app)
  const response = await asAsker(app, asker, `/api/conversations/${asker.id}/handoff`, {
    ...CONTACT,
    consent: false,
  })
  expect(response.status).toBe(400)
  expect(await response.text()).toMatch(/同意/)
})
