import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import {
  accounts,
  auditEntries,
  cases,
  experts,
  jobs,
  notices,
  tickets,
} from '../../src/db/schema/index.ts'
import { deliverNotices } from '../../src/notices/deliver-notices.ts'
import { openSenders } from '../../src/notices/open-senders.ts'
import { newId } from '../../src/shared/ids.ts'
import { texts } from '../../src/wechat/texts.ts'
import { plantAccount, plantExpert, plantOrganisations, post } from '../accounts/staff.ts'
import { plantCase } from '../feedback/plant.ts'
import { plantSession } from '../http/route-matrix-world.ts'
import { begin } from '../support/front-door.ts'
import { ACCOUNT, APP } from './accounts.ts'
import { type AppCallback, sealCallback } from './hostile.ts'
import { test as base, type World } from './support.ts'

/** A city with an expert and staff who are members of WeCom under their user names, and a case in review. */
async function plantOffice(world: World) {
  const { deps, sim } = world
  const settings = { ...ACCOUNT, ...APP, WECOM_API_BASE: sim.apiBase }
  world.use(settings)
  deps.senders = openSenders(readConfig(settings).notices, deps)
  const app = createApp(() => deps)
  const { city } = await plantOrganisations(deps)
  const expertId = await plantExpert(deps, city)
  await deps.db.update(experts).set({ consentedAt: deps.now() })
  const expert = await plantAccount(deps, { role: 'expert', expertId })
  const staff = await plantAccount(deps, { role: 'staff', organisationId: city })
  const colleague = await plantAccount(deps, { role: 'staff', organisationId: city })
  for (const { username } of [expert, staff, colleague]) sim.kf.servicers.set(username, 0)
  const asker = await begin(app)
  const row = { conversationId: asker.id, organisationId: city, state: 'in_review' as const }
  const { id: caseId, code } = await plantCase(deps, row)
  const { cookie } = await plantSession(deps, staff.id)
  const assign = () => post(app, `/cases/${caseId}/assign`, { version: 1, expertId }, { cookie })
  const ticket = async () => {
    const [found] = await deps.db.select().from(tickets).where(eq(tickets.caseId, caseId))
    return found
  }
  const press = async (change: Partial<AppCallback> & { userId: string; taskId: string }) => {
    const { path, body } = await sealCallback(APP, {
      key: 'accept_ticket',
      responseCode: `RC-${newId()}`,
      ...change,
    })
    const answered = await fetch(`${world.url}${path}`, { method: 'POST', body })
    const said = [answered.status, await answered.text()]
    await deps.settled()
    return said
  }
  return { app, expert, staff, colleague, caseId, code, assign, ticket, press, cookie }
}

type Office = Awaited<ReturnType<typeof plantOffice>>

const test = base.extend<{ office: Office }>({
  office: async ({ world }, use) => use(await plantOffice(world)),
})

type Card = {
  card_type: string
  main_title: { title: string; desc?: string }
  sub_title_text: string
  task_id: string
  card_action: { url: string }
  button_list: { text: string; key?: string; url?: string }[]
}

/** Cards that were sent to somebody, and what they were changed into. */
const cardsOf = ({ sim }: World, username: string): Card[] =>
  sim.staff
    .filter(
      ({ via, to, type }) => via === 'app' && type === 'template_card' && to?.[0] === username,
    )
    .map(({ data }) => data['template_card'] as Card)
const changesOf = ({ sim }: World) =>
  sim.staff
    .filter(({ via }) => via === 'app-update')
    .map(({ data }) => ({
      to: data['userids'],
      says: (data['template_card'] as Card).sub_title_text,
      opens: (data['template_card'] as Card).card_action.url,
      code: data['response_code'],
    }))

async function offered(world: World, { assign, expert }: Office): Promise<Card> {
  expect((await assign()).status).toBe(200)
  await deliverNotices(world.deps)
  const [card] = cardsOf(world, expert.username)
  if (!card) throw new Error('no card was sent')
  return card
}

test('WeCom makes sure of the address with an encrypted echo', async ({ world, office }) => {
  expect(office.caseId).toBeDefined()
  const { path } = await sealCallback(APP, { echo: '1616140317555161061' })
  const answered = await fetch(`${world.url}${path}`)
  expect([answered.status, await answered.text()]).toEqual([200, '1616140317555161061'])
  const { path: foreign } = await sealCallback({ ...APP, WECOM_AGENT_TOKEN: 'x' }, { echo: '1' })
  expect((await fetch(`${world.url}${foreign}`)).status).toBe(403)
})

test('an expert accepts a ticket with the button of the message, under their own account', async ({
  world,
  office,
}) => {
  const { deps } = world
  const card = await offered(world, office)
  expect(card).toMatchObject({
    card_type: 'button_interaction',
    main_title: { title: `新的咨询任务 ${office.code}` },
    button_list: [
      { text: '查看', url: expect.stringContaining('https://zhiwen.example.cn/expert/#/tickets/') },
      { text: '接单', key: 'accept_ticket' },
    ],
  })
  expect(card.main_title.desc).toContain('声明与各方无利益冲突')
  const said = await office.press({
    userId: office.expert.username,
    taskId: card.task_id,
    responseCode: 'RC-1',
  })
  expect(said).toEqual([200, 'success'])
  const ticket = await office.ticket()
  expect(ticket).toMatchObject({ state: 'accepted', noConflict: true })
  const audited = await deps.db
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.action, 'accept_ticket'))
  expect(audited).toMatchObject([{ actorKind: 'expert', actorId: office.expert.id }])
  expect(changesOf(world)).toEqual([
    {
      to: [office.expert.username],
      code: 'RC-1',
      says: expect.stringMatching(/^已接单，请在 \d{4}-\d\d-\d\d 24:00 前答复/),
      opens: `https://zhiwen.example.cn/expert/#/tickets/${ticket?.id}`,
    },
  ])
})

test('pressed often, delivered often and all at once, it is accepted once', async ({
  world,
  office,
}) => {
  const { deps } = world
  const card = await offered(world, office)
  const pressed = { userId: office.expert.username.toUpperCase(), taskId: card.task_id }
  const said = await Promise.all(Array.from({ length: 10 }, () => office.press(pressed)))
  expect(said).toEqual(Array.from({ length: 10 }, () => [200, 'success']))
  await office.press(pressed)
  const audited = await deps.db
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.action, 'accept_ticket'))
  expect(audited).toHaveLength(1)
  const due = await deps.db.select().from(jobs).where(eq(jobs.kind, 'reply_overdue'))
  expect(due).toHaveLength(1)
  const changes = changesOf(world)
  expect(changes).toHaveLength(11)
  for (const { says } of changes) expect(says).toContain('已接单')
})

test('whom the card was not sent to changes nothing and is told so', async ({ world, office }) => {
  const { deps } = world
  const card = await offered(world, office)
  const [someoneElse, nobody] = [office.staff.username, 'nobody-here']
  await office.press({ userId: someoneElse, taskId: card.task_id })
  await office.press({ userId: nobody, taskId: card.task_id })
  await office.press({ userId: office.expert.username, taskId: newId() })
  await office.press({ userId: office.expert.username, taskId: card.task_id, key: 'take_case' })
  await deps.db
    .update(accounts)
    .set({ disabledAt: deps.now() })
    .where(eq(accounts.id, office.expert.id))
  await office.press({ userId: office.expert.username, taskId: card.task_id })
  expect((await office.ticket())?.state).toBe('offered')
  expect(changesOf(world).map(({ says }) => says)).toEqual(Array(5).fill(texts.card.foreign))
})

test('a press that comes too late is answered kindly', async ({ world, office }) => {
  const { deps } = world
  const card = await offered(world, office)
  const press = () => office.press({ userId: office.expert.username, taskId: card.task_id })
  const is = (state: 'offered' | 'recalled' | 'declined' | 'lapsed' | 'replied', respondBy: Date) =>
    deps.db.update(tickets).set({ state, respondBy })
  const later = new Date(Date.now() + 86_400_000)
  await is('offered', new Date(Date.now() - 1_000))
  await press()
  for (const state of ['recalled', 'declined', 'lapsed', 'replied'] as const) {
    await is(state, later)
    await press()
    expect((await office.ticket())?.state).toBe(state)
  }
  const { lapsed, recalled, declined, replied } = texts.card
  expect(changesOf(world).map(({ says }) => says)).toEqual([
    lapsed,
    recalled,
    declined,
    lapsed,
    replied,
  ])
})

test('staff take a new case with the button, and a colleague who is slower is told', async ({
  world,
  office,
}) => {
  const { deps } = world
  await deps.db.update(cases).set({ state: 'open' })
  for (const { id } of [office.staff, office.colleague]) {
    await deps.db.insert(notices).values({
      id: newId(),
      key: `case_opened:${office.caseId}`,
      channel: 'wecom_app',
      recipientKind: 'account',
      recipientId: id,
      kind: 'case_opened',
      data: { code: office.code, field: '专利', urgency: 'normal' },
      caseId: office.caseId,
      state: 'waiting',
      nextAt: deps.now(),
      createdAt: deps.now(),
    })
  }
  await deliverNotices(deps)
  const [own] = cardsOf(world, office.staff.username)
  const [other] = cardsOf(world, office.colleague.username)
  if (!own || !other) throw new Error('no cards were sent')
  const key = 'take_case' as const
  await office.press({ key, userId: office.staff.username, taskId: own.task_id })
  await office.press({ key, userId: office.colleague.username, taskId: other.task_id })
  await office.press({ key, userId: office.staff.username, taskId: own.task_id })
  const [subject] = await deps.db.select().from(cases)
  expect(subject).toMatchObject({ state: 'in_review', staffId: office.staff.id })
  const { taken, takenByOther } = texts.card
  expect(changesOf(world).map(({ says }) => says)).toEqual([taken, takenByOther, taken])
})

test('what WeCom did not send is refused, and no other application is heard', async ({
  world,
  office,
}) => {
  const card = await offered(world, office)
  const genuine = { userId: office.expert.username, taskId: card.task_id }
  const otherSecrets = [
    { WECOM_AGENT_TOKEN: 'another' },
    { WECOM_CORPID: 'wwanother' },
    { WECOM_AGENT_AES_KEY: 'aWErTyUiOpAsDfGhJkLzXcVbNm0123456789aBcDeFg' },
  ]
  for (const other of otherSecrets) {
    const { path, body } = await sealCallback({ ...APP, ...other }, genuine)
    expect((await fetch(`${world.url}${path}`, { method: 'POST', body })).status).toBe(403)
  }
  expect(await office.press({ ...genuine, agentId: '1000003' })).toEqual([200, 'success'])
  expect((await office.ticket())?.state).toBe('offered')
  expect(changesOf(world)).toEqual([])
})

test('a card that cannot be changed takes nothing back, and nobody stands in the log', async ({
  world,
  office,
}) => {
  const { deps, sim } = world
  const card = await offered(world, office)
  sim.fault({ path: '/cgi-bin/message/update_template_card', times: 5, errcode: 40058 })
  await office.press({ userId: office.expert.username, taskId: card.task_id })
  expect((await office.ticket())?.state).toBe('accepted')
  expect(JSON.stringify(deps.logged)).toContain('update_template_card')
  expect(JSON.stringify(deps.logged)).not.toContain(office.expert.username)
})

test('without a callback of the application messages have no buttons, and its address is not there', async ({
  world,
  office,
}) => {
  const { deps, sim } = world
  const { WECOM_AGENT_TOKEN, WECOM_AGENT_AES_KEY, ...plain } = APP
  const settings = { ...ACCOUNT, ...plain, WECOM_API_BASE: sim.apiBase }
  world.use(settings)
  deps.senders = openSenders(readConfig(settings).notices, deps)
  await office.assign()
  await deliverNotices(deps)
  expect(sim.staff.filter(({ type }) => type === 'textcard').length).toBeGreaterThan(0)
  expect(sim.staff.filter(({ type }) => type === 'template_card')).toEqual([])
  const { path, body } = await sealCallback(
    { ...plain, WECOM_AGENT_TOKEN, WECOM_AGENT_AES_KEY },
    {},
  )
  expect((await fetch(`${world.url}${path}`, { method: 'POST', body })).status).toBe(404)
})

test('all processes share the token of the application, and ask for a new one once', async ({
  world,
  office,
}) => {
  const { deps, sim } = world
  await office.assign()
  const settings = readConfig({ ...ACCOUNT, ...APP, WECOM_API_BASE: sim.apiBase }).notices
  const second = { ...deps, senders: openSenders(settings, deps) }
  await Promise.all([deliverNotices(deps), deliverNotices(second)])
  expect(sim.tokenCalls).toBe(1)
  sim.expireTokens()
  const card = cardsOf(world, office.expert.username)[0]
  await office.press({ userId: office.expert.username, taskId: card?.task_id ?? '' })
  expect(changesOf(world)).toHaveLength(1)
  expect(sim.tokenCalls).toBe(2)
})
