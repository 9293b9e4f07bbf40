import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import { verifyPack } from '../../../src/archive/verify-pack.ts'
import { organisations } from '../../../src/db/schema/index.ts'
import {
  type App,
  enter,
  plantAccount,
  plantExpert,
  plantOrganisations,
  send,
} from '../../accounts/staff.ts'
import { as, auditOf, plantCase, plantTurn } from '../../feedback/plant.ts'
import { ask, begin } from '../../support/front-door.ts'
import { test, type TestDeps } from '../../support/test-deps.ts'

const Listed = z.object({
  consultations: z.array(
    z.looseObject({
      number: z.int(),
      question: z.string().nullable(),
      confidential: z.boolean(),
      district: z.string().nullable(),
    }),
  ),
  next: z.int().nullable(),
})
const Whole = z.looseObject({
  number: z.int(),
  question: z.string().nullable(),
  answer: z.looseObject({ id: z.uuid() }).nullable(),
  trace: z
    .looseObject({
      steps: z.record(z.string(), z.number()),
      found: z.array(z.object({ document: z.string(), locator: z.string(), score: z.number() })),
      findings: z.array(z.unknown()),
    })
    .nullable(),
  rating: z.object({ score: z.int(), solved: z.boolean().nullable() }).nullable(),
  caseCodes: z.array(z.string()),
})

async function list(app: App, cookie: string, query = '') {
  const response = await send(app, `/consultations${query}`, { cookie })
  expect(response.status).toBe(200)
  return Listed.parse(await response.json())
}

const numbers = async (app: App, cookie: string, query = '') =>
  (await list(app, cookie, query)).consultations.map(({ number }) => number)

type Wanted = Parameters<typeof plantAccount>[1]
const signIn = async (deps: TestDeps, app: App, wanted: Wanted) =>
  enter(deps, app, await plantAccount(deps, wanted))

/** Two districts that have centres. */
async function plantDistricts(deps: TestDeps) {
  const places = await plantOrganisations(deps)
  const name = (id: string, district: string) =>
    deps.db.update(organisations).set({ district }).where(eq(organisations.id, id))
  await name(places.east, '朝阳区')
  await name(places.west, '海淀区')
  return places
}

test('the city sees the whole archive, a district its own consultations', async ({ app, deps }) => {
  const { city, east, west, station } = await plantDistricts(deps)
  const { id } = await begin(app)
  const inEast = await plantTurn(deps, id, { district: '朝阳区' })
  const inWest = await plantTurn(deps, id, { district: '海淀区' })
  const nowhere = await plantTurn(deps, id)
  const all = [nowhere.number, inWest.number, inEast.number]
  const seenBy = async (wanted: Wanted) => numbers(app, await signIn(deps, app, wanted))
  expect(await seenBy({ role: 'administrator' })).toEqual(all)
  expect(await seenBy({ role: 'staff', organisationId: city })).toEqual(all)
  expect(await seenBy({ role: 'staff', organisationId: east })).toEqual([inEast.number])
  expect(await seenBy({ role: 'administrator', organisationId: west })).toEqual([inWest.number])
  expect(await seenBy({ role: 'staff', organisationId: station })).toEqual([])
  const expertId = await plantExpert(deps, city)
  for (const wanted of [{ role: 'auditor' }, { role: 'expert', expertId }] as const) {
    const cookie = await signIn(deps, app, wanted)
    expect((await send(app, '/consultations', { cookie })).status).toBe(403)
  }
})

test('one that is not seen is answered like one that is not there', async ({ app, deps }) => {
  const { east } = await plantDistricts(deps)
  const { number } = await plantTurn(deps, (await begin(app)).id, { district: '海淀区' })
  const cookie = await signIn(deps, app, { role: 'staff', organisationId: east })
  for (const part of ['', '/pack']) {
    const foreign = await send(app, `/consultations/${number}${part}`, { cookie })
    const absent = await send(app, `/consultations/${number + 1_000}${part}`, { cookie })
    expect([foreign.status, await foreign.text()]).toEqual([404, await absent.text()])
  }
  for (const number of ['0', 'x', '1.5', '99999999999']) {
    expect((await send(app, `/consultations/${number}`, { cookie })).status).toBe(400)
  }
})

test('the archive is filtered by day, outcome, field and district, and comes in pages', async ({
  app,
  deps,
}) => {
  const { id } = await begin(app)
  const planted = [
    await plantTurn(deps, id, { askedAt: '2026-02-28T15:59:59Z', field: '商标' }),
    await plantTurn(deps, id, { askedAt: '2026-02-28T16:00:00Z', outcome: 'escalate' }),
    await plantTurn(deps, id, { askedAt: '2026-03-01T15:59:59Z', district: '海淀区' }),
    await plantTurn(deps, id, { askedAt: '2026-03-01T16:00:00Z' }),
  ].map(({ number }) => number)
  const cookie = await signIn(deps, app, {})
  const found = async (query: string) => {
    const wanted = await numbers(app, cookie, `?${query}`)
    return wanted.map((number) => planted.indexOf(number))
  }
  expect(await found('from=2026-03-01&to=2026-03-01')).toEqual([2, 1])
  expect(await found('to=2026-02-28')).toEqual([0])
  expect(await found('outcome=escalate')).toEqual([1])
  expect(await found(`field=${encodeURIComponent('商标')}`)).toEqual([0])
  expect(await found(`district=${encodeURIComponent('海淀区')}`)).toEqual([2])
  const first = await list(app, cookie, '?limit=3')
  expect(first.next).toBe(planted[1])
  const second = await list(app, cookie, `?limit=3&before=${first.next}`)
  expect(second.consultations.map(({ number }) => number)).toEqual([planted[0]])
  expect(second.next).toBeNull()
  expect((await send(app, '/consultations?from=yesterday', { cookie })).status).toBe(400)
  expect((await send(app, '/consultations?limit=51', { cookie })).status).toBe(400)
})

test('a search reads the masked question: words are found, personal data is not', async ({
  app,
  deps,
}) => {
  const { id } = await begin(app)
  const question = '我的电话 13812345678，100%_专利 PCT 怎么走？'
  const { number } = await plantTurn(deps, id, { question })
  await plantTurn(deps, id, { question: '商标续展' })
  const cookie = await signIn(deps, app, {})
  const found = (text: string) => numbers(app, cookie, `?text=${encodeURIComponent(text)}`)
  expect(await found('pct')).toEqual([number])
  expect(await found('100%_')).toEqual([number])
  expect(await found('10__')).toEqual([])
  expect(await found('13812345678')).toEqual([])
  expect(await found('1234')).toEqual([])
  const [row] = (await list(app, cookie, '?text=PCT')).consultations
  expect(row?.question).toBe('我的电话 〔手机号1〕，100%_专利 PCT 怎么走？')
})

test('a search goes on where it stopped, past rows that it may not show', async ({ app, deps }) => {
  const { id } = await begin(app)
  const shown = [
    await plantTurn(deps, id, { question: '编号 5678 的专利' }),
    await plantTurn(deps, id, { question: '电话 13812345678' }),
    await plantTurn(deps, id, { question: '5678 号商标' }),
  ]
  const cookie = await signIn(deps, app, {})
  const first = await list(app, cookie, '?text=5678&limit=1')
  expect(first.consultations.map(({ number }) => number)).toEqual([shown[2]?.number])
  const second = await list(app, cookie, `?text=5678&limit=1&before=${first.next}`)
  expect(second.consultations.map(({ number }) => number)).toEqual([shown[0]?.number])
})

test('what is confidential is told without text to all but administrators of the city', async ({
  app,
  deps,
}) => {
  const { city, east } = await plantDistricts(deps)
  const talk = await begin(app)
  const first = await plantTurn(deps, talk.id, { question: '请保密：新方案', district: '朝阳区' })
  const later = await plantTurn(deps, talk.id, { question: '那要多久？', district: '朝阳区' })
  const handed = await begin(app)
  const marked = await plantTurn(deps, handed.id, { question: '技术方案', district: '朝阳区' })
  await plantCase(deps, { conversationId: handed.id, confidential: true })
  const all = [marked.number, later.number, first.number]
  for (const [wanted, sees] of [
    [{ role: 'administrator' }, true],
    [{ role: 'administrator', organisationId: city }, true],
    [{ role: 'staff', organisationId: city }, false],
    [{ role: 'administrator', organisationId: east }, false],
    [{ role: 'staff', organisationId: east }, false],
  ] as const) {
    const cookie = await signIn(deps, app, wanted)
    const { consultations } = await list(app, cookie)
    expect(consultations.map(({ number }) => number)).toEqual(all)
    expect(consultations.every(({ confidential }) => confidential)).toBe(true)
    expect(consultations.map(({ question }) => question !== null)).toEqual([sees, sees, sees])
    const search = `?text=${encodeURIComponent('方案')}`
    expect(await numbers(app, cookie, search)).toEqual([])
    const one = await send(app, `/consultations/${first.number}`, { cookie })
    const text = await one.text()
    expect([one.status, text.includes('新方案')]).toEqual([200, sees])
    const pack = await send(app, `/consultations/${first.number}/pack`, { cookie })
    // Planted without an answer: who may see it is told that there is none.
    expect(pack.status).toBe(sees ? 404 : 403)
  }
})

test('staff read the trace, and the evidence pack proves itself; the audit says who looked', async ({
  app,
  deps,
}) => {
  const asker = await begin(app)
  const answer = await ask(app, asker, '专利预审怎么申请？我的电话 13812345678')
  await as(app, asker)('POST', `/api/messages/${answer.id}/rating`, { score: 4 })
  const { code } = await plantCase(deps, { conversationId: asker.id, messageId: answer.id })
  const cookie = await signIn(deps, app, {})
  const [number] = await numbers(app, cookie)
  const response = await send(app, `/consultations/${number}`, { cookie })
  const whole = Whole.parse(await response.json())
  expect(whole).toMatchObject({
    question: '专利预审怎么申请？我的电话 〔手机号1〕',
    answer: { id: answer.id },
    rating: { score: 4, solved: null },
    caseCodes: [code],
  })
  expect(whole.trace?.found.length).toBeGreaterThan(0)
  const pack = await send(app, `/consultations/${number}/pack`, { cookie })
  expect(pack.headers.get('content-disposition')).toContain(`consultation-${number}.json`)
  const bytes = await pack.text()
  expect(await verifyPack(bytes)).toEqual([])
  expect(await verifyPack(bytes.replace('专利预审', '商标预审'))).not.toEqual([])
  expect(await auditOf(deps, String(number))).toEqual([
    { action: 'view_consultation', actorKind: 'administrator', details: {} },
    { action: 'view_consultation', actorKind: 'administrator', details: {} },
  ])
})
