import { and, eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import { auditEntries, notices } from '../../src/db/schema/index.ts'
import { deliverNotices } from '../../src/notices/deliver-notices.ts'
import { newId } from '../../src/shared/ids.ts'
import { type App, enter, plantAccount, plantOrganisations, post, send } from '../accounts/staff.ts'
import { problemOf } from '../support/front-door.ts'
import type { TestDeps } from '../support/test-deps.ts'
import { CODE, plantStaff, tell, test } from './post-office.ts'

const Inbox = z.strictObject({
  notices: z.array(
    z.strictObject({
      id: z.uuid(),
      kind: z.string(),
      title: z.string(),
      text: z.string(),
      data: z.record(z.string(), z.string()),
      caseId: z.null(),
      ticketId: z.null(),
      createdAt: z.string(),
      readAt: z.string().nullable(),
    }),
  ),
  unread: z.number(),
  next: z.string().nullable(),
})

const Listed = z.object({
  notices: z.array(z.looseObject({ id: z.uuid(), channel: z.string(), lastError: z.string() })),
  next: z.string().nullable(),
})

async function inboxOf(app: App, cookie: string, query = '', language = 'zh') {
  const headers = { 'accept-language': language }
  return Inbox.parse(await (await send(app, `/inbox${query}`, { cookie, headers })).json())
}

/** Staff with so many notices, the last one a second after the one before. */
async function staffWithNotices(deps: TestDeps, app: App, many: number) {
  const person = await plantStaff(deps)
  for (let n = 0; n < many; n += 1) {
    await tell(deps, { key: `case_opened:${n}`, recipient: { kind: 'account', id: person.id } })
    deps.pass(1_000)
  }
  return { ...person, cookie: await enter(deps, app, person) }
}

test('everyone reads their own notices, in their language', async ({ app, deps }) => {
  const { cookie, organisationId } = await staffWithNotices(deps, app, 1)
  const { notices: own, unread, next } = await inboxOf(app, cookie)
  expect([own.length, unread, next]).toEqual([1, 1, null])
  expect(own[0]).toMatchObject({
    kind: 'case_opened',
    title: `新的转办件 ${CODE}`,
    text: '有一件咨询转人工办理，请受理。\n领域：专利\n紧急程度：紧急',
    data: { code: CODE },
    createdAt: '2026-03-02T02:00:00.000Z',
    readAt: null,
  })
  expect((await inboxOf(app, cookie, '', 'en')).notices[0]?.title).toBe(`New case ${CODE}`)
  const colleague = await plantAccount(deps, { role: 'staff', organisationId })
  const theirs = await inboxOf(app, await enter(deps, app, colleague))
  expect(theirs).toEqual({ notices: [], unread: 0, next: null })
})

test('an inbox is read page by page, newest first, each notice once', async ({ app, deps }) => {
  const { cookie } = await staffWithNotices(deps, app, 5)
  const pages: string[][] = []
  let query = '?limit=2'
  for (let turns = 0; turns < 3; turns += 1) {
    const { notices: page, next, unread } = await inboxOf(app, cookie, query)
    expect(unread).toBe(5)
    pages.push(page.map(({ createdAt }) => createdAt))
    query = `?limit=2&before=${next}`
    expect(next === null).toBe(turns === 2)
  }
  expect(pages.map((page) => page.length)).toEqual([2, 2, 1])
  const times = pages.flat()
  expect(times).toEqual([...new Set(times)].sort().reverse())
})

test('notices of one moment are not lost between two pages', async ({ app, deps }) => {
  const person = await plantStaff(deps)
  for (const key of ['a', 'b', 'c', 'd']) {
    await tell(deps, { key, recipient: { kind: 'account', id: person.id } })
  }
  const cookie = await enter(deps, app, person)
  const first = await inboxOf(app, cookie, '?limit=3')
  const second = await inboxOf(app, cookie, `?limit=3&before=${first.next}`)
  const ids = [...first.notices, ...second.notices].map(({ id }) => id)
  expect(new Set(ids).size).toBe(4)
})

test('a notice is marked as read once and keeps that time', async ({ app, deps }) => {
  const { cookie } = await staffWithNotices(deps, app, 2)
  const [newest] = (await inboxOf(app, cookie)).notices
  const read = () => post(app, `/inbox/${newest?.id}/read`, undefined, { cookie })
  expect((await read()).status).toBe(204)
  const { notices: after, unread } = await inboxOf(app, cookie)
  expect(unread).toBe(1)
  expect(after.map(({ readAt }) => readAt !== null)).toEqual([true, false])
  deps.pass(1_000)
  await read()
  expect((await inboxOf(app, cookie)).notices[0]?.readAt).toBe(after[0]?.readAt)
})

test('all are marked as read at once, those of others are not', async ({ app, deps }) => {
  const { cookie, organisationId } = await staffWithNotices(deps, app, 3)
  const colleague = await plantAccount(deps, { role: 'staff', organisationId })
  await tell(deps, { recipient: { kind: 'account', id: colleague.id } })
  expect((await post(app, '/inbox/read-all', undefined, { cookie })).status).toBe(204)
  expect((await inboxOf(app, cookie)).unread).toBe(0)
  expect((await inboxOf(app, await enter(deps, app, colleague))).unread).toBe(1)
})

test("another person's notice is answered like one that is not there", async ({ app, deps }) => {
  const { cookie, organisationId } = await staffWithNotices(deps, app, 1)
  const colleague = await plantAccount(deps, { role: 'staff', organisationId })
  await tell(deps, { key: 'theirs', recipient: { kind: 'account', id: colleague.id } })
  const rows = await deps.db.select().from(notices).where(eq(notices.recipientId, colleague.id))
  const answers = []
  for (const id of [newId(), ...rows.map((row) => row.id)]) {
    const answer = await post(app, `/inbox/${id}/read`, undefined, { cookie })
    answers.push(JSON.stringify([answer.status, await answer.text()]))
  }
  expect(new Set(answers).size).toBe(1)
  expect(answers[0]).toContain('404')
  expect(rows.every(({ readAt }) => readAt === null)).toBe(true)
})

test('nobody reads an inbox without having signed in', async ({ app }) => {
  for (const [path, method] of [
    ['/inbox', 'GET'],
    ['/inbox/read-all', 'POST'],
    [`/inbox/${newId()}/read`, 'POST'],
    ['/notices', 'GET'],
    [`/notices/${newId()}/retry`, 'POST'],
  ] as const) {
    expect((await send(app, path, { method })).status).toBe(401)
  }
})

/** One notice to a person in each district whose mail was given up, and one to the webhook. */
async function withDeadLetters(deps: TestDeps) {
  const { east, west } = await plantOrganisations(deps)
  const inEast = await plantAccount(deps, { role: 'staff', organisationId: east })
  const inWest = await plantAccount(deps, { role: 'staff', organisationId: west })
  for (const { id } of [inEast, inWest]) {
    await tell(deps, { recipient: { kind: 'account', id } })
  }
  await deps.db
    .update(notices)
    .set({ state: 'dead', attempts: 6, lastError: 'answered 500' })
    .where(eq(notices.state, 'waiting'))
  return { east, inEast }
}

async function deadSeenBy(app: App, cookie: string) {
  const response = await send(app, '/notices?state=dead', { cookie })
  return Listed.parse(await response.json()).notices
}

test('administrators see what was given up and have it tried again, from the start', async ({
  app,
  deps,
  office,
}) => {
  await withDeadLetters(deps)
  const administrator = await plantAccount(deps)
  const cookie = await enter(deps, app, administrator)
  const dead = await deadSeenBy(app, cookie)
  expect(dead.map(({ channel }) => channel).sort()).toEqual(['webhook', 'wecom_app', 'wecom_app'])
  const id = dead.find(({ channel }) => channel === 'webhook')?.id ?? ''
  expect((await post(app, `/notices/${id}/retry`, undefined, { cookie })).status).toBe(204)
  expect(await deadSeenBy(app, cookie)).toHaveLength(2)
  await deliverNotices(deps)
  expect(office.webhook.requests.map(({ headers }) => headers['webhook-id'])).toEqual([id])
  const entries = await deps.db
    .select()
    .from(auditEntries)
    .where(and(eq(auditEntries.action, 'retry_notice'), eq(auditEntries.objectId, id)))
  expect(entries.map(({ actorId }) => actorId)).toEqual([administrator.id])
  const again = await post(app, `/notices/${id}/retry`, undefined, { cookie })
  expect(again.status).toBe(409)
  expect((await problemOf(again)).detail).toBe('这条通知没有发送失败，不需要重发。')
})

test('an administrator of a district sees and retries what is for its people', async ({
  app,
  deps,
}) => {
  const { east, inEast } = await withDeadLetters(deps)
  const cookie = await enter(deps, app, await plantAccount(deps, { organisationId: east }))
  const seen = await deadSeenBy(app, cookie)
  expect(seen.map((row) => [row.channel, row['recipientId']])).toEqual([['wecom_app', inEast.id]])
  const rows = await deps.db.select().from(notices).where(eq(notices.state, 'dead'))
  const foreign = rows.filter(({ recipientId }) => recipientId !== inEast.id)
  expect(foreign).toHaveLength(2)
  for (const { id } of foreign) {
    const answer = await post(app, `/notices/${id}/retry`, undefined, { cookie })
    expect(answer.status).toBe(404)
  }
})

test('staff, experts and auditors retry nothing', async ({ app, deps }) => {
  const { cookie } = await staffWithNotices(deps, app, 0)
  const auditor = await enter(deps, app, await plantAccount(deps, { role: 'auditor' }))
  for (const each of [cookie, auditor]) {
    expect((await send(app, '/notices', { cookie: each })).status).toBe(403)
    const retry = await post(app, `/notices/${newId()}/retry`, undefined, { cookie: each })
    expect(retry.status).toBe(403)
  }
})
