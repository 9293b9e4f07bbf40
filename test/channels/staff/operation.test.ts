import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import {
  auditEntries,
  consultations,
  messages,
  organisations,
} from '../../../src/db/schema/index.ts'
import { setSwitch } from '../../../src/operation/switches.ts'
import {
  type App,
  enter,
  plantAccount,
  plantOrganisations,
  post,
  send,
} from '../../accounts/staff.ts'
import { ask, begin, post as postQuestion, problemOf } from '../../support/front-door.ts'
import { test, type TestDeps } from '../../support/test-deps.ts'

const Audit = z.object({
  entries: z.array(
    z.looseObject({
      id: z.number(),
      action: z.string(),
      actor: z.string().nullable(),
      actorId: z.string().nullable(),
      objectId: z.string().nullable(),
      details: z.record(z.string(), z.unknown()),
    }),
  ),
  next: z.number().nullable(),
})

async function audit(app: App, cookie: string, query = '') {
  const response = await send(app, `/audit${query}`, { cookie })
  expect(response.status).toBe(200)
  return Audit.parse(await response.json())
}

const administrator = async (deps: TestDeps, app: App, organisationId?: string) => {
  const person = await plantAccount(deps, organisationId === undefined ? {} : { organisationId })
  return { person, cookie: await enter(deps, app, person) }
}

test('an auditor reads who did what by action, actor and page, and that is audited too', async ({
  app,
  deps,
}) => {
  const { person, cookie } = await administrator(deps, app)
  for (const off of [true, false, true]) {
    await post(app, '/switches', { name: 'model', off, reason: '演练 13911112222' }, { cookie })
  }
  const auditor = await enter(deps, app, await plantAccount(deps, { role: 'auditor' }))
  const first = await audit(app, auditor, `?actorId=${person.id}&objectKind=setting&limit=2`)
  expect(first.entries.map(({ action, actor, objectId }) => [action, actor, objectId])).toEqual([
    ['turn_off', '王小明', 'switch.model'],
    ['turn_on', '王小明', 'switch.model'],
  ])
  const second = await audit(
    app,
    auditor,
    `?actorId=${person.id}&objectKind=setting&limit=2&before=${first.next}`,
  )
  expect(second.entries.map(({ action }) => action)).toEqual(['turn_off'])
  expect(second.next).toBeNull()
  const viewed = await audit(app, auditor, '?action=view_audit')
  expect(viewed.entries.map(({ details }) => details)).toEqual([{ rows: 1 }, { rows: 2 }])
  const everything = await audit(app, auditor, '?limit=200')
  expect(JSON.stringify(everything)).not.toContain('13911112222')
})

test('the audit of a day ends at midnight in Beijing', async ({ app, deps }) => {
  const { cookie } = await administrator(deps, app)
  const [row] = await deps.db.select({ at: auditEntries.at }).from(auditEntries).limit(1)
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' })
  const today = day.format(row?.at)
  expect((await audit(app, cookie, `?from=${today}&to=${today}`)).entries.length).toBeGreaterThan(0)
  expect((await audit(app, cookie, '?to=2020-01-01')).entries).toEqual([])
})

test('the administrator of a district sees what its people did, and switches nothing', async ({
  app,
  deps,
}) => {
  const { east, west } = await plantOrganisations(deps)
  const whole = await administrator(deps, app)
  const own = await administrator(deps, app, east)
  const other = await administrator(deps, app, west)
  const actors = new Set((await audit(app, own.cookie)).entries.map(({ actorId }) => actorId))
  expect([...actors]).toEqual([own.person.id])
  const all = new Set((await audit(app, whole.cookie)).entries.map(({ actorId }) => actorId))
  for (const { person } of [whole, own, other]) expect(all.has(person.id)).toBe(true)
  const thrown = { name: 'model', off: true, reason: '演练' }
  for (const [path, body] of [
    ['/switches', thrown],
    ['/trial', { text: '科幻产业是哪个区的？' }],
    ['/knowledge/build', {}],
  ] as const) {
    expect((await post(app, path, body, { cookie: own.cookie })).status).toBe(403)
  }
  expect((await send(app, '/settings', { cookie: own.cookie })).status).toBe(403)
})

test('a switch is thrown with a reason, and asking on the web stops and goes on with it', async ({
  app,
  deps,
}) => {
  const { cookie } = await administrator(deps, app)
  const missing = await post(app, '/switches', { name: 'web', off: true, reason: ' ' }, { cookie })
  expect([missing.status, (await problemOf(missing)).detail]).toEqual([
    400,
    '请写明原因（不超过 200 字）。',
  ])
  const asker = await begin(app)
  await post(app, '/switches', { name: 'web', off: true, reason: '系统检修' }, { cookie })
  const refused = await postQuestion(app, asker, { text: '科幻产业是哪个区的？' })
  expect(refused.status).toBe(503)
  expect((await problemOf(refused)).detail).toContain('网上咨询暂时停用')
  expect(await deps.db.$count(messages)).toBe(0)
  await post(app, '/switches', { name: 'web', off: false, reason: '检修完成' }, { cookie })
  expect((await ask(app, asker, '科幻产业是哪个区的？')).outcome).toBe('answer')
  const stand = z
    .object({
      switches: z.array(z.looseObject({ name: z.string(), off: z.boolean() })),
      changes: z.array(z.looseObject({ reason: z.string(), by: z.string() })),
    })
    .parse(await (await send(app, '/switches', { cookie })).json())
  expect(stand.switches.map(({ name, off }) => [name, off])).toEqual([
    ['model', false],
    ['web', false],
    ['wechat', false],
  ])
  expect(stand.changes.map(({ reason }) => reason).toSorted()).toEqual(['检修完成', '系统检修'])
})

test('what is switched from the command line is audited as well', async ({ deps }) => {
  await setSwitch(deps.db, 'wechat', { off: true, now: deps.now() })
  expect(await deps.db.select().from(auditEntries)).toMatchObject([
    { actorKind: 'system', actorId: null, action: 'turn_off', objectId: 'switch.wechat' },
  ])
})

test('the settings are shown without anything that opens anything', async ({ app, deps }) => {
  const { cookie } = await administrator(deps, app)
  deps.settings = {
    ...deps.settings,
    chat: { model: 'some-model', host: 'models.example', jsonMode: false },
  }
  const response = await send(app, '/settings', { cookie })
  const text = await response.text()
  const settings = z
    .looseObject({
      service: z.looseObject({ embedOrigins: z.string() }),
      calendar: z.array(z.looseObject({ year: z.number() })),
      prompts: z.array(z.looseObject({ id: z.string(), version: z.number(), purpose: z.string() })),
      indexes: z.array(z.looseObject({ state: z.string(), contentHash: z.string() })),
    })
    .parse(JSON.parse(text))
  expect(settings.service).toMatchObject({ embedOrigins: '*', chat: { model: 'some-model' } })
  expect(settings.calendar.map(({ year }) => year)).toContain(2026)
  expect(settings.prompts.map(({ id }) => id)).toContain('answer')
  expect(settings.indexes.filter(({ state }) => state === 'active')).toHaveLength(1)
  expect(text).not.toMatch(/apiKey|api_key|password|secret|MASTER|postgres:\/\//i)
})

test('a trial shows every step with its passages and keeps nothing', async ({ app, deps }) => {
  const { cookie } = await administrator(deps, app)
  const response = await post(app, '/trial', { text: '专家接到通知后多久响应？' }, { cookie })
  expect(response.status).toBe(200)
  const trial = z
    .looseObject({
      steps: z.array(z.object({ step: z.string(), ms: z.number() })),
      found: z.array(z.looseObject({ document: z.string(), score: z.number() })),
      understanding: z.looseObject({ intent: z.string(), reasons: z.array(z.string()) }),
      answer: z.looseObject({ outcome: z.string(), text: z.string() }),
    })
    .parse(await response.json())
  expect(trial.steps.map(({ step }) => step)).toEqual([
    'understand',
    'retrieve',
    'rerank',
    'reconsider',
    'overview',
    'answer',
    'verify',
    'triage',
    'write',
  ])
  const scores = trial.found.map(({ score }) => score)
  expect(scores.length).toBeGreaterThan(3)
  expect(trial.answer.text).toContain('2日')
  expect(await deps.db.$count(messages)).toBe(0)
  expect(await deps.db.$count(consultations)).toBe(0)
  const secret = await post(app, '/trial', { text: '机密★10年 内部方案怎么申请专利' }, { cookie })
  expect([secret.status, (await problemOf(secret)).code]).toEqual([400, 'invalid'])
})

test('an administrator tries ten questions a minute and no more', async ({ app, deps }) => {
  const { cookie } = await administrator(deps, app)
  const statuses: number[] = []
  for (let at = 0; at < 11; at += 1) {
    statuses.push((await post(app, '/trial', { text: '您好' }, { cookie })).status)
  }
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429])
})

test('the guide through the first start goes by what is there', async ({ app, deps }) => {
  const { cookie } = await administrator(deps, app)
  const Guide = z.object({
    closed: z.boolean(),
    steps: z.array(z.object({ step: z.string(), done: z.boolean() })),
  })
  const open = async () => {
    const guide = Guide.parse(await (await send(app, '/guide', { cookie })).json())
    return guide.steps.filter(({ done }) => !done).map(({ step }) => step)
  }
  expect(await open()).toEqual(['organisation', 'first_staff', 'embed_code', 'test_question'])
  const { city } = await plantOrganisations(deps)
  expect(await open()).toEqual(['first_staff', 'embed_code', 'test_question'])
  await plantAccount(deps, { role: 'staff', organisationId: city })
  expect(await open()).toEqual(['embed_code', 'test_question'])
  await post(app, '/guide', { step: 'embed_code' }, { cookie })
  await post(app, '/trial', { text: '您好' }, { cookie })
  expect(Guide.parse(await (await send(app, '/guide', { cookie })).json()).closed).toBe(true)
})

test('a city centre without a telephone is not set up yet; the guide can be put away', async ({
  app,
  deps,
}) => {
  const { cookie } = await administrator(deps, app)
  const { city, east, west, station } = await plantOrganisations(deps)
  for (const id of [station, east, west]) {
    await deps.db.delete(organisations).where(eq(organisations.id, id))
  }
  const step = async () => {
    const guide = z
      .object({
        closed: z.boolean(),
        steps: z.array(z.object({ step: z.string(), done: z.boolean() })),
      })
      .parse(await (await send(app, '/guide', { cookie })).json())
    return [guide.closed, guide.steps.find((each) => each.step === 'organisation')?.done]
  }
  expect(await step()).toEqual([false, false])
  await send(app, `/organisations/${city}`, {
    method: 'PATCH',
    cookie,
    body: { phone: '010-12345678' },
  })
  expect(await step()).toEqual([false, true])
  await post(app, '/guide', { step: 'closed' }, { cookie })
  expect(await step()).toEqual([true, true])
})
