import { and, eq, isNotNull, ne } from 'drizzle-orm'
import { readFile } from 'node:fs/promises'
import { expect } from 'vitest'
import { z } from 'zod'
import { verifyAudit } from '../../src/audit/verify-audit.ts'
import { writeContact } from '../../src/cases/contacts.ts'
import { readConfig } from '../../src/config.ts'
import {
  askerKeys,
  askers,
  auditEntries,
  caseContacts,
  cases,
  complaints,
  consultations,
  conversations,
  followUps,
  jobs,
  legalHolds,
  messages,
  NOBODY_ID,
  ratings,
} from '../../src/db/schema/index.ts'
import { readCounts } from '../../src/insight/counts.ts'
import { readFigures } from '../../src/insight/figures.ts'
import { runDueJobs } from '../../src/jobs/run-due-jobs.ts'
import { newId } from '../../src/shared/ids.ts'
import { plantAccount, plantOrganisations, post as postAsStaff, send } from '../accounts/staff.ts'
import { as, askerIdOf, plantCase, plantTurn } from '../feedback/plant.ts'
import { plantSession } from '../http/route-matrix-world.ts'
import { ask, begin, bearer, get } from '../support/front-door.ts'
import { test, type TestDeps } from '../support/test-deps.ts'
import { CANARY, placesOf, plantEverything } from './plant-everything.ts'

type App = Parameters<typeof begin>[0]

/** MONDAY is 2 March 2026. */
const AFTER_11_MONTHS = '2027-02-02T02:00:00Z'
const AFTER_13_MONTHS = '2027-04-02T02:00:00Z'

const period = { from: '2026-01-01', to: '2026-12-31' }

async function plantAdministrator(deps: TestDeps) {
  const { id } = await plantAccount(deps, { role: 'administrator' })
  const account = {
    id,
    username: 'a',
    name: '王小明',
    role: 'administrator' as const,
    organisationId: null,
    organisationPath: null,
    expertId: null,
    mustChangePassword: false,
  }
  return { account, cookie: () => plantSession(deps, id).then(({ cookie }) => cookie) }
}

/** Case and complaint of `plantEverything` come to their end on the day that they began. */
async function endEverything(deps: TestDeps, caseId: string) {
  const closedAt = deps.now()
  await deps.db.update(cases).set({ state: 'closed', closedAt }).where(eq(cases.id, caseId))
  await deps.db.update(complaints).set({ state: 'closed', closedAt })
}

async function goTo(deps: TestDeps, moment: string) {
  deps.setClock(moment)
  await runDueJobs(deps)
}

const failures = ({ logged }: TestDeps) => logged.filter(({ level }) => level === 'error')

test('the words of a consultation stand for eleven months, and after thirteen they are nowhere', async ({
  app,
  deps,
}) => {
  const { asker, askerId, caseId } = await plantEverything(deps, app)
  await endEverything(deps, caseId)
  const planted = await placesOf(deps, CANARY)
  await goTo(deps, AFTER_11_MONTHS)
  expect(await placesOf(deps, CANARY)).toEqual(planted)
  await goTo(deps, AFTER_13_MONTHS)
  expect(failures(deps)).toEqual([])
  expect(await placesOf(deps, CANARY)).toEqual([])
  // Nor does anything name the person, or lead from the archive to them.
  expect(await placesOf(deps, askerId)).toEqual([])
  expect(await placesOf(deps, asker.id)).toEqual([])
  expect(await deps.db.$count(caseContacts)).toBe(0)
  expect(await deps.db.$count(complaints, isNotNull(complaints.sealedContact))).toBe(0)
  expect(await deps.db.$count(askerKeys)).toBe(0)
  expect(await verifyAudit(deps.db)).toMatchObject({ intact: true })
  expect(JSON.stringify(deps.logged)).not.toContain(CANARY)
  const forgotten = deps.logged.find(({ event }) => event === 'words_forgotten')
  expect(forgotten?.fields).toEqual({
    conversations: 1,
    cases: 1,
    complaints: 1,
    registrations: 2,
    subscriptions: 1,
    askers: 1,
  })
}, 120_000)

test('the archive keeps number, day, topic, district, outcome, times and score, without words', async ({
  app,
  deps,
}) => {
  const { caseId, messageId } = await plantEverything(deps, app)
  await endEverything(deps, caseId)
  const read = async () => {
    const [row] = await deps.db
      .select({ consultation: consultations, score: ratings.score, solved: ratings.solved })
      .from(consultations)
      .innerJoin(ratings, eq(ratings.messageId, consultations.messageId))
      .where(eq(consultations.messageId, messageId))
    const { number, trace, ...kept } = z.looseObject({ number: z.int() }).parse(row?.consultation)
    return { number, kept, score: row?.score, solved: row?.solved }
  }
  const before = await read()
  await goTo(deps, AFTER_13_MONTHS)
  expect(await read()).toEqual(before)
  const { cookie } = await plantAdministrator(deps)
  const shown = await send(app, `/consultations/${before.number}`, {
    cookie: await cookie(),
  })
  expect(await shown.json()).toMatchObject({ question: null, answer: null, rating: { score: 1 } })
  const found = await send(app, `/consultations?text=${encodeURIComponent(CANARY)}`, {
    cookie: await cookie(),
  })
  expect(await found.json()).toMatchObject({ consultations: [] })
  const pack = await send(app, `/consultations/${before.number}/pack`, {
    cookie: await cookie(),
  })
  expect(pack.status).toBe(404)
}, 120_000)

test('the figures of the year are the same before and after, and no export holds a word', async ({
  app,
  deps,
}) => {
  const { caseId } = await plantEverything(deps, app)
  await endEverything(deps, caseId)
  const { account, cookie } = await plantAdministrator(deps)
  const query = { period, comparedWith: { from: '2025-01-01', to: '2025-12-31' }, filter: {} }
  const read = async () => ({
    counts: await readCounts(deps, account, period),
    figures: await readFigures(deps, account, { ...query, by: 'month' }),
  })
  // Terms that run out meanwhile are none of the clock's doing.
  deps.setClock(AFTER_13_MONTHS)
  const before = await read()
  expect(before.counts.consultations.total).toBe(1)
  await runDueJobs(deps)
  expect(await placesOf(deps, CANARY)).toEqual([])
  expect(await read()).toEqual(before)
  const path = `/insight/export?from=2026-01-01&to=2026-12-31&by=month&format=csv`
  const exported = await send(app, path, { cookie: await cookie() })
  expect(exported.status).toBe(200)
  expect(await exported.text()).not.toContain(CANARY)
}, 120_000)

test('an open case and an open complaint keep the words until they have ended', async ({
  app,
  deps,
}) => {
  const withCase = await begin(app)
  const first = await plantTurn(deps, withCase.id, { question: '有案件的问题' })
  const open = await plantCase(deps, {
    conversationId: withCase.id,
    state: 'in_review',
    summary: '还没有办结',
  })
  const complaining = await begin(app)
  const second = await plantTurn(deps, complaining.id, { question: '有投诉的问题' })
  await as(app, complaining)('POST', '/api/complaints', {
    kind: 'complaint',
    text: '申诉七号：没有答复',
    messageId: second.id,
  })
  const answered = await begin(app)
  const third = await plantTurn(deps, answered.id, { question: '已答复的问题' })
  await plantCase(deps, { conversationId: answered.id, state: 'delivered', summary: '已答复' })
  const questions = async () => {
    const rows = await deps.db.select().from(messages).where(isNotNull(messages.question))
    return rows.map(({ id }) => id).toSorted()
  }
  expect(await questions()).toEqual([first.id, second.id, third.id].toSorted())
  await goTo(deps, AFTER_13_MONTHS)
  expect(await questions()).toEqual([first.id, second.id].toSorted())
  const ended = deps.now()
  await deps.db.update(complaints).set({ state: 'closed', closedAt: ended })
  const closed = { state: 'closed' as const, closedAt: ended, updatedAt: ended }
  await deps.db.update(cases).set(closed).where(eq(cases.id, open.id))
  await goTo(deps, '2028-03-02T02:00:00Z')
  expect(await questions()).toHaveLength(2)
  await goTo(deps, '2028-04-03T02:00:00Z')
  expect(await questions()).toEqual([])
  expect(await placesOf(deps, '申诉七号')).toEqual([])
}, 120_000)

test('a complaint that names no consultation has a clock of its own from its closing', async ({
  app,
  deps,
}) => {
  const asker = await begin(app)
  await as(app, asker)('POST', '/api/complaints', { kind: 'report', text: '收费的中介' })
  await deps.db.update(complaints).set({ state: 'closed', closedAt: deps.now() })
  await goTo(deps, AFTER_11_MONTHS)
  expect(await placesOf(deps, '收费的中介')).toEqual(['complaints.text'])
  await goTo(deps, AFTER_13_MONTHS)
  expect(await placesOf(deps, '收费的中介')).toEqual([])
  expect(await deps.db.$count(askers, ne(askers.id, NOBODY_ID))).toBe(0)
})

test('who goes on asking keeps what is young and loses what is old', async ({ app, deps }) => {
  const asker = await begin(app)
  await plantTurn(deps, asker.id, { question: '一年前的问题' })
  deps.setClock('2026-12-01T02:00:00Z')
  const later = await begin(app)
  const laterId = await askerIdOf(deps, later.id)
  await deps.db
    .update(conversations)
    .set({ askerId: laterId })
    .where(eq(conversations.id, asker.id))
  await plantTurn(deps, later.id, { question: '上个月的问题' })
  await goTo(deps, AFTER_13_MONTHS)
  const rows = await deps.db
    .select({ question: messages.question, askerId: conversations.askerId })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .orderBy(messages.askedAt)
  expect(rows).toEqual([
    { question: null, askerId: NOBODY_ID },
    { question: '上个月的问题', askerId: laterId },
  ])
})

test('many are done in batches that each are a piece of work, and once done nothing is left to do', async ({
  app,
  deps,
}) => {
  const { id } = await begin(app)
  const askerId = await askerIdOf(deps, id)
  const more = Array.from({ length: 229 }, (_, at) => ({
    id: newId(),
    askerId,
    channel: 'web' as const,
    // The order in which they came.
    createdAt: new Date(deps.now().getTime() + at * 1000),
  }))
  await deps.db.insert(conversations).values(more)
  const running = await plantTurn(deps, id, { question: '等了一年' })
  await goTo(deps, AFTER_13_MONTHS)
  const batches = deps.logged.filter(({ event }) => event === 'words_forgotten')
  expect(batches.map(({ fields }) => fields?.['conversations'])).toEqual([100, 100, 30])
  const done = and(eq(jobs.kind, 'anonymise'), isNotNull(jobs.doneAt))
  expect(await deps.db.$count(jobs, done)).toBe(3)
  expect(await deps.db.$count(conversations, ne(conversations.askerId, NOBODY_ID))).toBe(0)
  const [turn] = await deps.db.select().from(messages).where(eq(messages.id, running.id))
  expect(turn?.question).toBeNull()
  const count = () =>
    deps.db.$count(auditEntries, eq(auditEntries.action, 'anonymise_consultations'))
  expect(await count()).toBe(3)
  await goTo(deps, '2027-04-03T02:00:00Z')
  expect(await count()).toBe(3)
  expect(failures(deps)).toEqual([])
}, 60_000)

async function plantHeld(deps: TestDeps, app: App) {
  const asker = await begin(app)
  const held = await plantTurn(deps, asker.id, { question: '要保全的问题' })
  const { id: otherId } = await begin(app, asker.token)
  const free = await plantTurn(deps, otherId, { question: '不必保全的问题' })
  const { code, id: caseId } = await plantCase(deps, {
    conversationId: asker.id,
    state: 'closed',
    summary: '要保全的转办件',
  })
  await writeContact(deps.db, deps.cipher, caseId, { name: '李四' })
  const { cookie } = await plantAdministrator(deps)
  const hold = async (body: object) =>
    postAsStaff(app, '/holds', { reason: '法院要求保全', ...body }, { cookie: await cookie() })
  const lift = async (id: string) =>
    postAsStaff(app, `/holds/${id}/lift`, { reason: '案件已审结' }, { cookie: await cookie() })
  return { asker, held, free, code, caseId, hold, lift, cookie }
}

const Id = z.object({ id: z.uuid() })

test('what stands under a legal hold stays past its term, and goes when the hold is lifted', async ({
  app,
  deps,
}) => {
  const { held, free, hold, lift, cookie } = await plantHeld(deps, app)
  const set = await hold({ kind: 'consultation', number: held.number })
  expect(set.status).toBe(201)
  const { id } = Id.parse(await set.json())
  await goTo(deps, AFTER_13_MONTHS)
  expect(await placesOf(deps, '要保全的问题')).toEqual(['messages.question'])
  expect(await placesOf(deps, '要保全的转办件')).toEqual(['cases.summary'])
  expect(await deps.db.$count(caseContacts)).toBe(1)
  expect(await placesOf(deps, '不必保全的问题')).toEqual([])
  const shown = await send(app, `/consultations/${held.number}`, { cookie: await cookie() })
  expect(await shown.json()).toMatchObject({ holds: [{ id, consultation: held.number }] })
  const listed = await send(app, '/holds', { cookie: await cookie() })
  expect(await listed.json()).toMatchObject({
    holds: [{ id, reason: '法院要求保全', setBy: '王小明', liftedAt: null }],
  })
  expect((await lift(id)).status).toBe(204)
  await goTo(deps, '2027-04-03T02:00:00Z')
  expect(await placesOf(deps, '要保全')).toEqual([])
  expect(await deps.db.$count(caseContacts)).toBe(0)
  const audited = await deps.db.select().from(auditEntries).where(eq(auditEntries.objectId, id))
  expect(audited.map(({ action, details }) => [action, details])).toEqual([
    ['set_hold', { consultation: held.number }],
    ['lift_hold', { consultation: held.number }],
  ])
  expect((await hold({ kind: 'consultation', number: free.number })).status).toBe(409)
}, 60_000)

test('a case and a complaint can be held, each once at a time, and what is not there cannot', async ({
  app,
  deps,
}) => {
  const { asker, code, hold, lift } = await plantHeld(deps, app)
  const opened = await as(app, asker)('POST', '/api/complaints', {
    kind: 'report',
    text: '收费的中介',
  })
  const { code: complaint } = z.object({ code: z.string() }).parse(await opened.json())
  const ofCase = await hold({ kind: 'case', code })
  expect([ofCase.status, (await hold({ kind: 'case', code })).status]).toEqual([201, 409])
  expect((await hold({ kind: 'complaint', code: complaint })).status).toBe(201)
  for (const target of [{ number: 999_999 }, { kind: 'case', code: 'ZW-0' }]) {
    expect((await hold({ kind: 'consultation', ...target })).status).toBe(404)
  }
  await deps.db.update(complaints).set({ state: 'closed', closedAt: deps.now() })
  await goTo(deps, AFTER_13_MONTHS)
  expect(await placesOf(deps, '收费的中介')).toEqual(['complaints.text'])
  expect(await placesOf(deps, '要保全的转办件')).toEqual(['cases.summary'])
  const { id } = Id.parse(await ofCase.json())
  expect([(await lift(id)).status, (await lift(id)).status]).toEqual([204, 409])
  expect((await lift(newId())).status).toBe(404)
}, 60_000)

test('only administrators of the city set a hold, and the reason keeps no telephone number', async ({
  app,
  deps,
}) => {
  const { held, hold } = await plantHeld(deps, app)
  const { east, city } = await plantOrganisations(deps)
  const body = { kind: 'consultation', number: held.number, reason: '保全' }
  const refused = [
    await plantAccount(deps, { role: 'administrator', organisationId: east }),
    await plantAccount(deps, { role: 'staff', organisationId: city }),
    await plantAccount(deps, { role: 'auditor' }),
  ]
  for (const person of refused) {
    const { cookie } = await plantSession(deps, person.id)
    expect((await postAsStaff(app, '/holds', body, { cookie })).status).toBe(403)
    expect((await send(app, '/holds', { cookie })).status).toBe(403)
  }
  await hold({ ...body, reason: '当事人电话 13912345678' })
  const [row] = await deps.db.select().from(legalHolds)
  expect(row?.reason).toBe('当事人电话 〔手机号1〕')
})

test('an erasure under a hold is told, takes all the rest at once, and is finished when the hold is lifted', async ({
  app,
  deps,
}) => {
  const { asker, held, hold, lift } = await plantHeld(deps, app)
  const askerId = await askerIdOf(deps, asker.id)
  const { id } = Id.parse(await (await hold({ kind: 'consultation', number: held.number })).json())
  const erased = await as(app, asker)('DELETE', '/api/me')
  expect(await erased.json()).toEqual({ conversations: 1, cases: 0, held: 1 })
  expect(await placesOf(deps, '不必保全的问题')).toEqual([])
  expect(await placesOf(deps, '要保全的问题')).toEqual(['messages.question'])
  expect((await get(app, '/api/conversations', bearer(asker))).status).toBe(401)
  await goTo(deps, '2026-03-03T02:00:00Z')
  expect(await placesOf(deps, '要保全的问题')).toEqual(['messages.question'])
  await lift(id)
  await goTo(deps, '2026-03-04T02:00:00Z')
  expect(await placesOf(deps, '要保全')).toEqual([])
  expect(await placesOf(deps, askerId)).toEqual([])
  expect(await deps.db.$count(caseContacts)).toBe(0)
  expect(await verifyAudit(deps.db)).toMatchObject({ intact: true })
  expect(failures(deps)).toEqual([])
}, 60_000)

test('a follow-up that was never made is not made of somebody who is nobody', async ({
  app,
  deps,
}) => {
  const asker = await begin(app)
  const answer = await ask(app, asker, '专利预审怎么申请？')
  await as(app, asker)('POST', `/api/messages/${answer.id}/rating`, { score: 1, solved: false })
  expect(await deps.db.$count(followUps)).toBe(1)
  await goTo(deps, AFTER_13_MONTHS)
  expect(await deps.db.$count(followUps)).toBe(0)
  expect(await deps.db.$count(ratings)).toBe(1)
})

test('terms that are too short are refused at the start', () => {
  expect(readConfig({}).dialogueRetentionMonths).toBe(12)
  expect(readConfig({ DIALOGUE_RETENTION_MONTHS: '6' }).dialogueRetentionMonths).toBe(6)
  for (const wrong of [
    { DIALOGUE_RETENTION_MONTHS: '5' },
    { DIALOGUE_RETENTION_MONTHS: '0' },
    { DIALOGUE_RETENTION_MONTHS: '121' },
    { AUDIT_RETENTION_DAYS: '179' },
  ]) {
    expect(() => readConfig(wrong)).toThrow('settings are wrong')
  }
})

test('every table is named in the table of terms, so that no new one is forgotten', async ({
  deps,
}) => {
  const page = await readFile(new URL('../../docs/privacy.md', import.meta.url), 'utf8')
  const { rows } = await deps.db.execute(
    `select table_name as name from information_schema.tables where table_schema = 'public'`,
  )
  const names = z.array(z.object({ name: z.string() })).parse(rows)
  const unnamed = names.filter(({ name }) => !page.includes(`\`${name}`))
  expect(unnamed).toEqual([])
})
