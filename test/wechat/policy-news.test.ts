import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import {
  policyNotices,
  policySubscriptions,
  wechatAttempts,
  wechatDeliveries,
  wechatUsers,
} from '../../src/db/schema/index.ts'
import { queueJob } from '../../src/jobs/queue-job.ts'
import { subscribe } from '../../src/policy-notices/subscriptions.ts'
import { plantAccount, plantOrganisations } from '../accounts/staff.ts'
import { plantPolicyNotice } from '../policy-notices/plant.ts'
import { work } from './plant.ts'
import { test, type World } from './support.ts'

/** Hours from now until it is so late in Beijing, within a day. */
const hoursUntil = (hour: number) => {
  const passed = (Date.now() / 3_600_000 + 8) % 24
  return (hour - passed + 24) % 24
}

/** Somebody of WeChat who wants to be told of patents. */
async function plantSubscriber({ deps, sim }: World, openid: string) {
  await sim.text(openid, '帮助')
  await deps.settled()
  const [user] = await deps.db.select().from(wechatUsers)
  if (!user) throw new Error('nobody wrote')
  await subscribe(deps, user.askerId, { topics: ['专利'], districts: [] })
  return user
}

/** Approved and on its way. */
async function plantApproved({ deps }: World) {
  const { city } = await plantOrganisations(deps)
  const { id: createdBy } = await plantAccount(deps, { role: 'staff', organisationId: city })
  const noticeId = await plantPolicyNotice(deps, {
    organisationId: city,
    createdBy,
    state: 'approved',
    title: '志愿服务专家办法征求意见',
  })
  const key = `policy_send:${noticeId}`
  const job = { kind: 'policy_send', key, payload: { noticeId } }
  await queueJob(deps.db, { ...job, dueAt: deps.now() })
  return noticeId
}

/** Round after round, as each may note more work. */
async function workIn(world: World, hours: number) {
  for (let round = 0; round < 3; round += 1) await work(world, hours)
}

const workByDay = (world: World) => workIn(world, hoursUntil(10))

const saidTo = ({ sim }: World, openid: string) =>
  sim
    .screen(openid)
    .map(({ text }) => text)
    .join('\n')

const timesTold = (world: World, openid: string) =>
  saidTo(world, openid).split('【政策通知】').length - 1

async function attemptsOf({ deps }: World) {
  const rows = await deps.db.select().from(wechatAttempts).orderBy(wechatAttempts.at)
  return rows.map(({ way, result }) => `${way} ${result}`)
}

test('a subscriber in WeChat is told by day, once, with the document and its status', async ({
  world,
}) => {
  await plantSubscriber(world, 'o-policy-1')
  await plantApproved(world)
  await workByDay(world)
  await workByDay(world)
  expect(timesTold(world, 'o-policy-1')).toBe(1)
  const said = saidTo(world, 'o-policy-1')
  expect(said).toContain('志愿服务专家办法征求意见')
  expect(said).toContain('征求意见稿，尚未正式施行')
  expect(said).toContain('退订政策')
  expect(await attemptsOf(world)).toEqual(['custom sent'])
})

test('nothing leaves at night, not even what was released by day', async ({ world }) => {
  const user = await plantSubscriber(world, 'o-policy-2')
  const noticeId = await plantApproved(world)
  const night = hoursUntil(2)
  await workIn(world, night)
  expect(timesTold(world, 'o-policy-2')).toBe(0)
  await workIn(world, night + 8)
  expect(timesTold(world, 'o-policy-2')).toBe(1)
  const { db, now } = world.deps
  const set = { state: 'waiting' as const, dueAt: now() }
  await db.update(wechatDeliveries).set(set).where(eq(wechatDeliveries.userId, user.id))
  await workIn(world, night + 20)
  expect(timesTold(world, 'o-policy-2')).toBe(1)
  expect(await db.$count(policyNotices, eq(policyNotices.id, noticeId))).toBe(1)
})

test('with most of the window used up it waits, and comes with what the person is answered next', async ({
  world,
}) => {
  const user = await plantSubscriber(world, 'o-policy-3')
  const { db, settled } = world.deps
  await db.update(wechatUsers).set({ sentSince: 3 }).where(eq(wechatUsers.id, user.id))
  await plantApproved(world)
  await workByDay(world)
  expect(timesTold(world, 'o-policy-3')).toBe(0)
  expect(await db.select({ state: wechatDeliveries.state }).from(wechatDeliveries)).toEqual([
    { state: 'pending' },
  ])
  await world.sim.text('o-policy-3', '帮助')
  await settled()
  expect(timesTold(world, 'o-policy-3')).toBe(1)
  await workByDay(world)
  expect(timesTold(world, 'o-policy-3')).toBe(1)
  expect(await attemptsOf(world)).toEqual(['passive sent'])
})

test('the word to unsubscribe ends it at once, also for what was waiting', async ({ world }) => {
  const user = await plantSubscriber(world, 'o-policy-4')
  const { db, settled } = world.deps
  await db.update(wechatUsers).set({ sentSince: 3 }).where(eq(wechatUsers.id, user.id))
  await plantApproved(world)
  await workByDay(world)
  await world.sim.text('o-policy-4', '订阅政策')
  expect(saidTo(world, 'o-policy-4')).toContain('政策订阅')
  await db.update(wechatDeliveries).set({ state: 'pending' })
  await world.sim.text('o-policy-4', '退订政策。')
  await settled()
  expect(saidTo(world, 'o-policy-4')).toContain('已退订政策通知')
  expect(await db.$count(policySubscriptions)).toBe(0)
  expect(await db.select({ state: wechatDeliveries.state }).from(wechatDeliveries)).toEqual([
    { state: 'dropped' },
  ])
  await world.sim.text('o-policy-4', '退订')
  expect(saidTo(world, 'o-policy-4')).toContain('没有订阅')
})

test('who does not follow the account any more has unsubscribed with it', async ({ world }) => {
  await plantSubscriber(world, 'o-policy-5')
  await world.sim.event('o-policy-5', 'unsubscribe')
  expect(await world.deps.db.$count(policySubscriptions)).toBe(0)
  await plantApproved(world)
  await workByDay(world)
  expect(timesTold(world, 'o-policy-5')).toBe(0)
})
