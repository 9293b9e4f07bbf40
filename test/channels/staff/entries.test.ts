import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import { verifyPack } from '../../../src/archive/verify-pack.ts'
import {
  auditEntries,
  consultations,
  enteredConsultations,
  organisations,
  secrecyIncidents,
} from '../../../src/db/schema/index.ts'
import { textOf } from '../../../src/http/texts.ts'
import { runDueJobs } from '../../../src/jobs/run-due-jobs.ts'
import { newId } from '../../../src/shared/ids.ts'
import { type App, plantAccount, plantOrganisations, post, send } from '../../accounts/staff.ts'
import { plantSession } from '../../http/route-matrix-world.ts'
import { placesOf } from '../../rights/plant-everything.ts'
import { problemOf } from '../../support/front-door.ts'
import { test, type TestDeps } from '../../support/test-deps.ts'

const DAY_MS = 86_400_000

const ENTRY = {
  channel: 'telephone',
  question: '专家接到通知以后几天之内回应？',
  answer: '两日内，见第七条。[1]',
  evidence: [{ document: 'measures-draft', locator: 'art7' }],
  field: '专利',
  minutes: 4,
  solved: true,
}

type Wanted = Parameters<typeof plantAccount>[1]

async function signIn(deps: TestDeps, wanted: Wanted) {
  const { id } = await plantAccount(deps, wanted)
  return { id, ...(await plantSession(deps, id)) }
}

/** A city with two districts that have names, and somebody at work in the first. */
async function plantPlaces(deps: TestDeps) {
  const places = await plantOrganisations(deps)
  for (const [id, district] of [
    [places.east, '朝阳区'],
    [places.west, '海淀区'],
  ] as const) {
    await deps.db.update(organisations).set({ district }).where(eq(organisations.id, id))
  }
  const clerk = await signIn(deps, { role: 'staff', organisationId: places.east })
  return { ...places, clerk }
}

const enter = (app: App, cookie: string, change: object = {}) =>
  post(app, '/consultations', { entryKey: newId(), ...ENTRY, ...change }, { cookie })

async function numberFrom(response: Response): Promise<number> {
  expect(response.status).toBe(201)
  return z.object({ number: z.int() }).parse(await response.json()).number
}

const view = async (app: App, cookie: string, number: number) =>
  (await send(app, `/consultations/${number}`, { cookie })).json()

const correct = (app: App, cookie: string, number: number, change: object = {}) =>
  send(app, `/consultations/${number}/entry`, {
    method: 'PUT',
    body: { version: 1, ...ENTRY, ...change },
    cookie,
  })

test('a talk by telephone stands in the archive with who entered it, its evidence and a number of the same sequence', async ({
  app,
  deps,
}) => {
  const { clerk } = await plantPlaces(deps)
  const first = await numberFrom(await enter(app, clerk.cookie))
  const second = await numberFrom(await enter(app, clerk.cookie, { channel: 'counter' }))
  expect(second).toBe(first + 1)
  const listed = await send(app, '/consultations?channel=telephone', { cookie: clerk.cookie })
  expect(await listed.json()).toMatchObject({
    consultations: [
      {
        number: first,
        channel: 'telephone',
        outcome: 'answer',
        level: 'staff',
        district: '朝阳区',
        enteredBy: '王小明',
        question: ENTRY.question,
      },
    ],
  })
  const shown = await view(app, clerk.cookie, first)
  expect(shown).toMatchObject({
    answer: {
      author: 'staff',
      writer: 'staff',
      label: '',
      text: ENTRY.answer,
      citations: [{ n: 1, document: 'measures-draft', locator: 'art7', status: 'draft' }],
    },
    entry: { by: '王小明', minutes: 4, solved: true, hasContact: false, mayCorrect: true },
  })
  const pack = await send(app, `/consultations/${first}/pack`, { cookie: clerk.cookie })
  const bytes = await pack.text()
  expect(await verifyPack(bytes)).toEqual([])
  expect(await verifyPack(bytes.replace('两日内', '十日内'))).not.toEqual([])
})

test('a clause keeps the status that it had on the day of the talk', async ({ app, deps }) => {
  const { clerk } = await plantPlaces(deps)
  // The plan ended with 2024.
  const { rows } = await deps.db.execute(
    `select locator from passages where document = 'action-plan-2022' order by id limit 1`,
  )
  const [row] = z.array(z.object({ locator: z.string() })).parse(rows)
  const ofPlan = [{ document: 'action-plan-2022', locator: row?.locator ?? '' }]
  const statusAt = async (moment: string) => {
    deps.setClock(moment)
    const { cookie } = await plantSession(deps, clerk.id)
    const tookPlaceAt = new Date(deps.now().getTime() - 2 * DAY_MS).toISOString()
    const number = await numberFrom(await enter(app, cookie, { evidence: ofPlan, tookPlaceAt }))
    const shown = z
      .looseObject({ answer: z.looseObject({ citations: z.array(z.looseObject({})) }) })
      .parse(await view(app, cookie, number))
    return shown.answer.citations[0]?.['status']
  }
  const before = await statusAt('2025-01-01T04:00:00Z')
  expect(before).not.toBe('ended')
  expect(await statusAt('2025-01-10T04:00:00Z')).toBe('ended')
})

test('it counts by its channel and not as answered by the machine', async ({ app, deps }) => {
  const { clerk } = await plantPlaces(deps)
  await enter(app, clerk.cookie)
  await enter(app, clerk.cookie, { channel: 'counter' })
  const administrator = await signIn(deps, { role: 'administrator' })
  const path = '/counts?from=2026-03-01&to=2026-03-31'
  const counts = await send(app, path, { cookie: administrator.cookie })
  expect(await counts.json()).toMatchObject({
    consultations: { total: 2, byChannel: { telephone: 1, counter: 1 } },
    selfServed: { part: 0, of: 2 },
  })
})

test('what is to come, too old, empty or rests on nothing is refused', async ({ app, deps }) => {
  const { clerk } = await plantPlaces(deps)
  const ago = (ms: number) => new Date(deps.now().getTime() - ms).toISOString()
  const refused = [
    [{ tookPlaceAt: ago(-60 * 60_000) }, 'entry_to_come'],
    [{ tookPlaceAt: ago(31 * DAY_MS) }, 'entry_too_old'],
    [{ question: '  ' }, 'text_empty'],
    [{ answer: '\u{200B}' }, 'text_empty'],
    [{ evidence: [{ document: 'measures-draft', locator: 'art99' }] }, 'clause_unknown'],
    [{ district: '金星区' }, 'district_unknown'],
  ] as const
  for (const [change, key] of refused) {
    const response = await enter(app, clerk.cookie, change)
    const { detail, issues } = await problemOf(response)
    const told = [detail, ...(issues ?? [])].join('\n')
    expect([response.status, told.includes(textOf(key, 'zh'))], `${key}: ${told}`).toEqual([
      400,
      true,
    ])
  }
  expect(await deps.db.$count(consultations)).toBe(0)
  await numberFrom(await enter(app, clerk.cookie, { tookPlaceAt: ago(29 * DAY_MS) }))
})

test('of text with a state-secret mark nothing is stored but time, channel and hash', async ({
  app,
  deps,
}) => {
  const { clerk } = await plantPlaces(deps)
  const secret = { question: '绝密★十年 关于霞光工程的专利', answer: '不能答复' }
  expect((await enter(app, clerk.cookie, secret)).status).toBe(400)
  expect(await placesOf(deps, '霞光工程')).toEqual([])
  const [incident] = await deps.db.select().from(secrecyIncidents)
  expect(incident).toMatchObject({ channel: 'telephone' })
  expect(await deps.db.$count(consultations)).toBe(0)
})

test('of a confidential talk the words are nowhere, and it is counted all the same', async ({
  app,
  deps,
}) => {
  const { clerk } = await plantPlaces(deps)
  const said = { question: '霞光工程怎么申请', answer: '霞光工程先备案', confidential: true }
  const number = await numberFrom(await enter(app, clerk.cookie, said))
  expect(await placesOf(deps, '霞光工程')).toEqual([])
  expect(await view(app, clerk.cookie, number)).toMatchObject({
    confidential: true,
    question: null,
    answer: null,
    entry: { minutes: 4 },
  })
  const pack = await send(app, `/consultations/${number}/pack`, { cookie: clerk.cookie })
  expect(pack.status).toBe(403)
})

test('a contact is sealed, and who opens it is audited; another district sees neither', async ({
  app,
  deps,
}) => {
  const { clerk, west } = await plantPlaces(deps)
  const contact = '陈女士 13911112222'
  const number = await numberFrom(await enter(app, clerk.cookie, { contact, solved: false }))
  expect(await placesOf(deps, '13911112222')).toEqual([])
  const path = `/consultations/${number}/contact`
  const opened = await send(app, path, { cookie: clerk.cookie })
  expect(await opened.json()).toEqual({ contact })
  const audited = await deps.db
    .select({ action: auditEntries.action, by: auditEntries.actorId })
    .from(auditEntries)
    .where(eq(auditEntries.objectId, String(number)))
    .orderBy(auditEntries.id)
  expect(audited).toEqual([
    { action: 'enter_consultation', by: clerk.id },
    { action: 'view_entry_contact', by: clerk.id },
  ])
  const other = await signIn(deps, { role: 'staff', organisationId: west })
  expect((await send(app, path, { cookie: other.cookie })).status).toBe(404)
  expect((await send(app, `/consultations/${number}`, { cookie: other.cookie })).status).toBe(404)
})

test('who enters a talk of another district sees it, as do those above', async ({ app, deps }) => {
  const { clerk, west, station } = await plantPlaces(deps)
  const number = await numberFrom(await enter(app, clerk.cookie, { district: '海淀区' }))
  const seenBy = async (wanted: Wanted) => {
    const { cookie } = await signIn(deps, wanted)
    return (await send(app, `/consultations/${number}`, { cookie })).status
  }
  expect(await seenBy({ role: 'staff', organisationId: west })).toBe(200)
  expect(await seenBy({ role: 'staff', organisationId: station })).toBe(404)
  expect((await send(app, `/consultations/${number}`, { cookie: clerk.cookie })).status).toBe(200)
})

test('the same form sent twice is entered once', async ({ app, deps }) => {
  const { clerk } = await plantPlaces(deps)
  const entryKey = newId()
  const first = await numberFrom(await enter(app, clerk.cookie, { entryKey }))
  expect(await numberFrom(await enter(app, clerk.cookie, { entryKey }))).toBe(first)
  const colleague = await signIn(deps, { role: 'administrator' })
  expect((await enter(app, colleague.cookie, { entryKey })).status).toBe(409)
  expect(await deps.db.$count(consultations)).toBe(1)
})

test('its author corrects it for seven days, an administrator too, a colleague never', async ({
  app,
  deps,
}) => {
  const { clerk, east } = await plantPlaces(deps)
  const number = await numberFrom(await enter(app, clerk.cookie))
  const colleague = await signIn(deps, { role: 'staff', organisationId: east })
  const administrator = await signIn(deps, { role: 'administrator', organisationId: east })
  const change = { question: '改过的问题', answer: '改过的答复', evidence: [], minutes: 9 }
  expect((await correct(app, colleague.cookie, number, change)).status).toBe(403)
  expect((await correct(app, clerk.cookie, number, change)).status).toBe(204)
  expect((await correct(app, clerk.cookie, number, change)).status).toBe(409)
  expect(await view(app, clerk.cookie, number)).toMatchObject({
    question: '改过的问题',
    answer: { text: '改过的答复', citations: [] },
    entry: { minutes: 9, version: 2 },
    coverage: 'none',
  })
  const again = await correct(app, administrator.cookie, number, { ...change, version: 2 })
  expect(again.status).toBe(204)
  const audited = await deps.db
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.action, 'correct_consultation'))
  expect(audited.map(({ details }) => Object.keys(details).toSorted())).toEqual([
    ['answerHash', 'questionHash', 'version'],
    ['answerHash', 'questionHash', 'version'],
  ])
  // The words before are hashes only.
  expect(await placesOf(deps, ENTRY.question)).toEqual([])
  deps.pass(8 * DAY_MS)
  const later = await plantSession(deps, clerk.id)
  expect((await correct(app, later.cookie, number, { ...change, version: 3 })).status).toBe(409)
})

test('what stands under a legal hold is not corrected', async ({ app, deps }) => {
  const { clerk } = await plantPlaces(deps)
  const number = await numberFrom(await enter(app, clerk.cookie))
  const { cookie } = await signIn(deps, { role: 'administrator' })
  await post(app, '/holds', { kind: 'consultation', number, reason: '诉讼保全' }, { cookie })
  expect((await correct(app, clerk.cookie, number)).status).toBe(409)
})

test('its words and its contact go at the end of the term like those of every channel', async ({
  app,
  deps,
}) => {
  const { clerk } = await plantPlaces(deps)
  const said = { question: '霞光工程怎么申请', answer: '霞光工程先备案', contact: '13911112222' }
  const number = await numberFrom(await enter(app, clerk.cookie, said))
  deps.setClock('2027-04-02T02:00:00Z')
  await runDueJobs(deps)
  expect(await placesOf(deps, '霞光工程')).toEqual([])
  const [row] = await deps.db.select().from(enteredConsultations)
  expect(row).toMatchObject({ consultation: number, minutes: 4, sealedContact: null })
})
