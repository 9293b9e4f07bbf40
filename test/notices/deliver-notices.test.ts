import { createHmac } from 'node:crypto'
import { asc, eq } from 'drizzle-orm'
import { expect, test as plainTest } from 'vitest'
import type { Database } from '../../src/db/database.ts'
import { accounts, notices } from '../../src/db/schema/index.ts'
import { deliverNotices } from '../../src/notices/deliver-notices.ts'
import { plantAccount } from '../accounts/staff.ts'
import {
  cloneTemplate,
  createTestDeps,
  describeWithSeveralConnections,
  type TestDeps,
} from '../support/test-deps.ts'
import {
  CODE,
  openPostOffice,
  outsideRows,
  plantStaff,
  statesByChannel,
  tell,
  test,
  WEBHOOK_SECRET,
} from './post-office.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

const toOrganisation = (organisationId: string) => ({
  recipient: { kind: 'organisation' as const, id: organisationId },
})
const toWebhook = { recipient: { kind: 'endpoint', id: 'webhook' } } as const

async function planted(deps: TestDeps) {
  const staff = await plantStaff(deps)
  await tell(deps, toOrganisation(staff.organisationId))
  return staff
}

test('a new case reaches its staff by mail and WeCom, the duty group and the other system', async ({
  deps,
  office,
}) => {
  const { username } = await planted(deps)
  await deliverNotices(deps)
  expect(await statesByChannel(deps)).toEqual({
    email: 'sent',
    wecom_app: 'sent',
    wecom_robot: 'sent',
    webhook: 'sent',
  })
  const [mail] = office.smtp.mails
  expect(mail?.to).toEqual(['li@district.example'])
  expect(mail?.from).toBe('service@zhiwen.example')
  expect(mail?.headers.get('subject')).toBe(`新的转办件 ${CODE}`)
  expect(mail?.headers.get('auto-submitted')).toBe('auto-generated')
  expect(mail?.text.replaceAll('\r\n', '\n').trim()).toBe(
    `有一件咨询转人工办理，请受理。\n领域：专利\n紧急程度：紧急\nhttps://zhiwen.example/console/\n\n—\n` +
      `New case ${CODE}\nA consultation was handed over to staff. Please take it.\nField: patents\nUrgency: urgent\n` +
      'https://zhiwen.example/console/',
  )
  const [message] = office.messages()
  expect(message?.query.get('access_token')).toBe('token-1')
  expect(JSON.parse(message?.body ?? '')).toEqual({
    touser: username,
    agentid: 1000002,
    enable_duplicate_check: 1,
    duplicate_check_interval: 1800,
    msgtype: 'textcard',
    textcard: {
      title: `新的转办件 ${CODE}`,
      description: '有一件咨询转人工办理，请受理。<br>领域：专利<br>紧急程度：紧急',
      url: 'https://zhiwen.example/console/',
      btntxt: '查看',
    },
  })
  const [group] = office.robot()
  expect(group?.query.get('key')).toBe('robot-key')
  expect(JSON.parse(group?.body ?? '')).toEqual({
    msgtype: 'markdown',
    markdown: {
      content: `**新的转办件 ${CODE}**\n有一件咨询转人工办理，请受理。\n领域：专利\n紧急程度：紧急\n[打开](https://zhiwen.example/console/)`,
    },
  })
})

test('a message to the group or another system names nobody', async ({ deps, office }) => {
  const { id, username } = await planted(deps)
  await deliverNotices(deps)
  const [row] = await deps.db.select().from(accounts).where(eq(accounts.id, id))
  const public_ = [...office.robot(), ...office.webhook.requests]
  expect(public_).toHaveLength(2)
  for (const { body, headers } of public_) {
    const said = body + JSON.stringify(headers)
    for (const private_ of [username, id, row?.name ?? '', 'li@district.example']) {
      expect(said).not.toContain(private_)
    }
  }
})

test('what has been sent is not sent again', async ({ deps, office }) => {
  await planted(deps)
  await deliverNotices(deps)
  deps.pass(24 * HOUR)
  await deliverNotices(deps)
  expect(office.smtp.mails).toHaveLength(1)
  expect(office.messages()).toHaveLength(1)
  expect(office.robot()).toHaveLength(1)
  expect(office.webhook.requests).toHaveLength(1)
})

test('another system can tell that a notice comes from us, and which it has had before', async ({
  deps,
  office,
}) => {
  office.answers.webhook = () => ({ status: 503 })
  await tell(deps, toWebhook)
  await deliverNotices(deps)
  deps.pass(MINUTE)
  await deliverNotices(deps)
  const [first, second] = office.webhook.requests
  const [row] = await outsideRows(deps)
  expect(JSON.parse(first?.body ?? '')).toEqual({
    id: row?.id,
    type: 'case_opened',
    timestamp: '2026-03-02T02:00:00.000Z',
    data: { code: CODE, field: '专利', urgency: 'urgent', caseId: null, ticketId: null },
  })
  expect(second?.body).toBe(first?.body)
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
  expect(first?.headers['webhook-timestamp']).toBe(
    String(Date.parse('2026-03-02T02:00:00Z') / 1000),
  )
  expect(second?.headers['webhook-timestamp']).not.toBe(first?.headers['webhook-timestamp'])
  for (const { headers, body } of office.webhook.requests) {
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
    const signature = createHmac('sha256', WEBHOOK_SECRET).update(signed).digest('base64')
    expect(headers['webhook-signature']).toBe(`v1,${signature}`)
  }
})

/** The process ends (kill -9) when it would write that a notice was sent. */
function endingBeforeMark(db: Database): Database {
  return new Proxy(db, {
    get: (target, name) => {
      if (name !== 'update') return Reflect.get(target, name, target)
      return () => {
        throw new Error('killed')
      }
    },
  })
}

test('a process that ends after sending has it sent again, under the same id', async ({
  deps,
  office,
}) => {
  await planted(deps)
  await expect(deliverNotices({ ...deps, db: endingBeforeMark(deps.db) })).rejects.toThrow('killed')
  expect(office.smtp.mails).toHaveLength(1)
  expect(Object.values(await statesByChannel(deps))).toEqual(Array(4).fill('waiting'))
  await deliverNotices(deps)
  expect(office.smtp.mails).toHaveLength(1)
  deps.pass(MINUTE)
  await deliverNotices(deps)
  const ids = office.smtp.mails.map(({ headers }) => headers.get('message-id'))
  expect(ids).toHaveLength(2)
  expect(new Set(ids).size).toBe(1)
  expect(ids[0]).toMatch(/^<[0-9a-f-]{36}@zhiwen\.example>$/)
  const [first, second] = office.messages()
  expect(second?.body).toBe(first?.body)
  expect(new Set(Object.values(await statesByChannel(deps)))).toEqual(new Set(['sent']))
  deps.pass(24 * HOUR)
  await deliverNotices(deps)
  expect(office.smtp.mails).toHaveLength(2)
})

test('a failed try is repeated after 1, 5 and 30 minutes, 2 and 12 hours, then given up', async ({
  deps,
  office,
}) => {
  const administrator = await plantAccount(deps)
  office.answers.webhook = () => ({ status: 500, body: 'secret of the other side' })
  await tell(deps, toWebhook)
  await deliverNotices(deps)
  for (const [at, pause] of [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 12 * HOUR].entries()) {
    deps.pass(pause - 1)
    await deliverNotices(deps)
    expect(office.webhook.requests).toHaveLength(at + 1)
    expect(await statesByChannel(deps)).toEqual({ webhook: 'waiting' })
    deps.pass(1)
    await deliverNotices(deps)
    expect(office.webhook.requests).toHaveLength(at + 2)
  }
  const [row] = await outsideRows(deps)
  expect([row?.state, row?.attempts, row?.lastError]).toEqual(['dead', 6, 'answered 500'])
  const inbox = await deps.db
    .select()
    .from(notices)
    .where(eq(notices.recipientId, administrator.id))
  expect(inbox.map(({ kind, channel, data }) => [kind, channel, data])).toEqual([
    ['dead_letter', 'inbox', { channel: 'webhook', kind: 'case_opened' }],
  ])
  deps.pass(24 * HOUR)
  await deliverNotices(deps)
  expect(office.webhook.requests).toHaveLength(6)
})

test('a process that ends in every try leaves a dead letter, too', async ({ deps, office }) => {
  await tell(deps, toWebhook)
  for (let tries = 0; tries < 6; tries += 1) {
    const killed = deliverNotices({ ...deps, db: endingBeforeMark(deps.db) })
    await expect(killed).rejects.toThrow('killed')
    deps.pass(12 * HOUR)
  }
  await deliverNotices(deps)
  expect(await statesByChannel(deps)).toEqual({ webhook: 'dead' })
  expect(office.webhook.requests).toHaveLength(6)
})

test('many dead letters of a channel are told once a day', async ({ deps, office }) => {
  const administrator = await plantAccount(deps)
  office.answers.webhook = () => ({ status: 500 })
  for (const key of ['1', '2', '3']) await tell(deps, { ...toWebhook, key })
  await deps.db.update(notices).set({ attempts: 5 })
  await deliverNotices(deps)
  await deliverNotices(deps)
  await deliverNotices(deps)
  expect((await outsideRows(deps)).map(({ state }) => state)).toEqual(['dead', 'dead', 'dead'])
  const told = () => deps.db.select().from(notices).where(eq(notices.recipientId, administrator.id))
  expect(await told()).toHaveLength(1)
  deps.pass(24 * HOUR)
  await tell(deps, { ...toWebhook, key: '4' })
  await deps.db.update(notices).set({ attempts: 5 }).where(eq(notices.key, '4'))
  await deliverNotices(deps)
  expect(await told()).toHaveLength(2)
})

test('a target that does not answer holds up nobody else', async ({ deps, office }) => {
  office.answers.webhook = () => 'hang'
  deps.senders = { ...office.sendersOf(office.config), deadlineMs: 400 }
  await planted(deps)
  await tell(deps, { ...toWebhook, key: 'second' })
  const began = performance.now()
  const delivered = deliverNotices(deps)
  await expect.poll(() => office.smtp.mails.length).toBe(1)
  await expect.poll(() => office.robot().length).toBe(1)
  // The next round leaves the channel alone that is still waiting.
  await deliverNotices(deps)
  await delivered
  expect(performance.now() - began).toBeLessThan(2_000)
  expect(office.webhook.requests).toHaveLength(1)
  const rows = (await outsideRows(deps)).filter(({ channel }) => channel === 'webhook')
  expect(new Set(rows.map(({ attempts, lastError }) => `${attempts} ${lastError}`))).toEqual(
    new Set(['0 null', '1 no answer in time']),
  )
})

test('a mail server that takes a connection and says nothing is given up after the deadline', async ({
  deps,
  office,
}) => {
  office.smtp.silent(true)
  deps.senders = { ...office.sendersOf(office.config), deadlineMs: 300 }
  await planted(deps)
  await deliverNotices(deps)
  expect(await statesByChannel(deps)).toMatchObject({ email: 'waiting', webhook: 'sent' })
  const mail = (await outsideRows(deps)).find(({ channel }) => channel === 'email')
  expect(mail?.lastError).toBe('no answer in time')
})

test('the longest due notice goes first', async ({ deps, office }) => {
  const codes = ['ZW-22222222', 'ZW-33333333', 'ZW-44444444', 'ZW-55555555']
  for (const code of codes) {
    await tell(deps, { ...toWebhook, key: code, code })
    deps.pass(1_000)
  }
  await deliverNotices(deps)
  const sent = office.webhook.requests.map(({ body }) => JSON.parse(body).data.code)
  expect(sent).toEqual(codes)
})

test('a notice is not sent before its time', async ({ deps, office }) => {
  await tell(deps, toWebhook)
  await deps.db.update(notices).set({ nextAt: new Date(deps.now().getTime() + MINUTE) })
  await deliverNotices(deps)
  expect(office.webhook.requests).toHaveLength(0)
})

test('the group hears one message a round, as its robot may say few', async ({ deps, office }) => {
  for (const key of ['1', '2', '3']) {
    await tell(deps, { key, recipient: { kind: 'endpoint', id: 'wecom_robot' } })
  }
  await deliverNotices(deps)
  expect(office.robot()).toHaveLength(1)
  await deliverNotices(deps)
  expect(office.robot()).toHaveLength(2)
})

test('what the settings have no channel for is cancelled', async ({ deps, office }) => {
  const none = { publicUrl: undefined, smtp: undefined, wecomApp: undefined } as const
  deps.senders = office.sendersOf({ ...office.config, ...none })
  await planted(deps)
  await deliverNotices(deps)
  expect(await statesByChannel(deps)).toEqual({
    email: 'cancelled',
    wecom_app: 'cancelled',
    wecom_robot: 'sent',
    webhook: 'sent',
  })
  expect(JSON.parse(office.robot()[0]?.body ?? '').markdown.content).not.toContain('打开')
})

test('a runtime that sends nothing leaves every notice to one that does', async ({
  deps,
  office,
}) => {
  await planted(deps)
  await deliverNotices({ ...deps, senders: undefined })
  expect(new Set(Object.values(await statesByChannel(deps)))).toEqual(new Set(['waiting']))
  expect(office.webhook.requests).toHaveLength(0)
})

test('whoever has lost their account or address meanwhile gets nothing', async ({
  deps,
  office,
}) => {
  const { id } = await planted(deps)
  await deps.db
    .update(accounts)
    .set({ sealedEmail: null, disabledAt: deps.now() })
    .where(eq(accounts.id, id))
  await deliverNotices(deps)
  expect(office.smtp.mails).toHaveLength(0)
  expect(office.messages()).toHaveLength(0)
  expect(await statesByChannel(deps)).toMatchObject({ email: 'cancelled', wecom_app: 'cancelled' })
})

test('the token of WeCom is asked for once for all, and again when it is refused or old', async ({
  deps,
  office,
}) => {
  const { organisationId } = await plantStaff(deps)
  for (let n = 0; n < 3; n += 1) await plantAccount(deps, { role: 'staff', organisationId })
  await tell(deps, toOrganisation(organisationId))
  await deliverNotices(deps)
  expect(office.messages()).toHaveLength(4)
  expect(office.tokensAsked()).toBe(1)

  office.answers.wecom = ({ query }) =>
    query.get('access_token') === 'token-1'
      ? { body: '{"errcode":42001,"errmsg":"expired"}' }
      : { body: '{"errcode":0}' }
  await tell(deps, { ...toOrganisation(organisationId), key: 'second' })
  await deliverNotices(deps)
  expect(office.tokensAsked()).toBe(2)
  expect(await statesByChannel(deps)).toMatchObject({ wecom_app: 'sent' })

  deps.pass(2 * HOUR)
  await tell(deps, { ...toOrganisation(organisationId), key: 'third' })
  await deliverNotices(deps)
  expect(office.tokensAsked()).toBe(3)
})

test('whom WeCom does not know is told elsewhere; what it refuses is tried again', async ({
  deps,
  office,
}) => {
  const { id } = await plantStaff(deps)
  const recipient = { kind: 'account', id } as const
  const outcome = async (key: string, answer: object) => {
    office.answers.wecom = () => ({ body: JSON.stringify(answer) })
    await tell(deps, { key, recipient })
    await deliverNotices(deps)
    const rows = await outsideRows(deps)
    const row = rows.find((each) => each.key === key && each.channel === 'wecom_app')
    return [row?.state, row?.lastError]
  }
  const unknown = ['cancelled', 'no member of WeCom has this user name']
  expect(await outcome('1', { errcode: 81013, errmsg: 'all invalid' })).toEqual(unknown)
  expect(await outcome('2', { errcode: 0, invaliduser: 'person-1' })).toEqual(unknown)
  expect(await outcome('3', { errcode: 60020, errmsg: 'from ip: 1.2.3.4' })).toEqual([
    'waiting',
    'WeCom does not trust the address of this server (企业可信IP) (60020)',
  ])
  expect(await outcome('4', { ok: true })).toEqual(['waiting', 'not an answer of WeCom'])
})

test('a redirect is not followed to another host', async ({ deps, office }) => {
  office.answers.webhook = ({ path }) =>
    path === '/notices' ? { status: 307, headers: { location: '/elsewhere' } } : {}
  await tell(deps, toWebhook)
  await deliverNotices(deps)
  expect(office.webhook.requests.map(({ path }) => path)).toEqual(['/notices'])
  expect(await statesByChannel(deps)).toEqual({ webhook: 'waiting' })
})

test('a password goes to no mail server without TLS', async ({ deps, office }) => {
  const url = office.smtp.url.replace('smtp://', 'smtp://sender:pass%40word@')
  deps.senders = office.sendersOf({ ...office.config, smtp: { url, from: 'a@zhiwen.example' } })
  await planted(deps)
  await deliverNotices(deps)
  expect(office.smtp.mails).toHaveLength(0)
  expect(office.smtp.said.join('\n')).not.toMatch(/AUTH|pass|c2VuZGVy/i)
  expect(await statesByChannel(deps)).toMatchObject({ email: 'waiting' })
})

test('what a mail server says of an address is neither kept nor logged', async ({
  deps,
  office,
}) => {
  office.smtp.next('554 rejected li@district.example')
  await planted(deps)
  await deliverNotices(deps)
  const rows = await deps.db.select().from(notices).orderBy(asc(notices.id))
  expect(rows.find(({ channel }) => channel === 'email')?.lastError).toBe('mail server: 554')
  expect(JSON.stringify([rows, deps.logged])).not.toContain('li@district.example')
  expect(deps.logged.map(({ event }) => event)).toEqual(['notice_not_sent'])
})

test('a mail that was taken without an answer is sent again under the same id', async ({
  deps,
  office,
}) => {
  deps.senders = { ...office.sendersOf(office.config), deadlineMs: 300 }
  office.smtp.next('hang')
  await planted(deps)
  await deliverNotices(deps)
  deps.pass(MINUTE)
  await deliverNotices(deps)
  expect(office.smtp.mails).toHaveLength(2)
  expect(new Set(office.smtp.mails.map(({ headers }) => headers.get('message-id'))).size).toBe(1)
  expect(await statesByChannel(deps)).toMatchObject({ email: 'sent' })
})

describeWithSeveralConnections('several processes', () => {
  plainTest('send each notice once between them', async () => {
    const database = await cloneTemplate(8)
    const deps = createTestDeps(database, undefined)
    const office = await openPostOffice(deps)
    try {
      const keys = Array.from({ length: 60 }, (_, at) => `case_opened:${at}`)
      for (const key of keys) await tell(deps, { ...toWebhook, key })
      const rounds = Array.from({ length: 8 }, () =>
        deliverNotices({ ...deps, senders: office.sendersOf(office.config) }),
      )
      await Promise.all(rounds)
      const ids = office.webhook.requests.map(({ headers }) => headers['webhook-id'])
      expect(ids).toHaveLength(60)
      expect(new Set(ids).size).toBe(60)
      expect((await outsideRows(deps)).every(({ state }) => state === 'sent')).toBe(true)
    } finally {
      await office.close()
      await database.close()
    }
  })
})
