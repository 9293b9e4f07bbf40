import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import {
  messages,
  ratings,
  wechatCursors,
  wechatInbound,
  wechatUsers,
  wechatWords,
} from '../../src/db/schema/index.ts'
import { Export } from '../../src/channels/web/me-schemas.ts'
import { createApp } from '../../src/app.ts'
import { makeLink } from '../../src/wechat/links.ts'
import { setSwitch } from '../../src/operation/switches.ts'
import { pullMessages } from '../../src/wechat/kf/pull.ts'
import { texts } from '../../src/wechat/texts.ts'
import { work } from './plant.ts'
import { test, type World } from './support.ts'

const CUSTOMER = 'wmTESTcustomer00000000000001'

const said = ({ sim }: World, via: string) =>
  sim.kfScreen(CUSTOMER).filter((seen) => seen.via === via)

/** Ids of the messages that were sent, each once: an answer can have two parts. */
const idsSent = ({ sim }: World, customer = CUSTOMER) =>
  sim
    .calls('kf/send_msg')
    .filter(({ path, body }) => path.endsWith('send_msg') && body['touser'] === customer)
    .map(({ body }) => String(body['msgid']))
const firstParts = (world: World, customer?: string) =>
  idsSent(world, customer).filter((id) => id.endsWith('_0'))

test('a question is answered once, however many callbacks announce it', async ({ world }) => {
  const { sim, deps } = world
  await sim.kfText(CUSTOMER, '工作站怎么设立？', { notify: false })
  await Promise.all([sim.kfNotify(), sim.kfNotify(), sim.kfNotify()])
  await deps.settled()
  await work(world)
  expect(firstParts(world)).toHaveLength(1)
  expect(said(world, 'kf')[0]?.text).toContain('内容由 AI 生成')
  expect(await deps.db.select().from(messages)).toHaveLength(1)
})

test('who comes in is greeted, and the station they come from is noted', async ({ world }) => {
  await world.sim.kfEnter(CUSTOMER, { scene: 'station', sceneParam: 'haidian03' })
  await world.deps.settled()
  expect(said(world, 'kf-event')).toHaveLength(1)
  expect(await world.deps.db.select().from(wechatUsers)).toMatchObject([{ scene: 'haidian03' }])
})

test('after the hand-over people serve: the machine is silent, and their words are archived', async ({
  world,
}) => {
  const { sim, deps } = world
  world.use({ WECOM_KF_SERVICER: 'zhangsan' })
  await sim.kfText(CUSTOMER, '转人工')
  await deps.settled()
  expect(sim.kfUser(CUSTOMER).state).toBe(3)
  expect(said(world, 'kf-event').at(-1)?.text).toContain('转接人工')
  const before = sim.calls('kf/send_msg').length
  await sim.kfText(CUSTOMER, '我的专利被仿冒了')
  await sim.kfStaff(CUSTOMER, 'zhangsan', '您好，请说说情况')
  await deps.settled()
  expect(sim.calls('kf/send_msg')).toHaveLength(before)
  const words = await deps.db.select().from(wechatWords).orderBy(wechatWords.at, wechatWords.author)
  expect(words.map(({ author, text }) => `${author} ${text}`).toSorted()).toEqual([
    'asker 我的专利被仿冒了',
    'asker 转人工',
    'staff 您好，请说说情况',
  ])
})

test('where the servicer is away the customer waits in the queue', async ({ world }) => {
  world.use({ WECOM_KF_SERVICER: 'lisi' })
  await world.sim.kfText(CUSTOMER, '转人工')
  await world.deps.settled()
  expect(world.sim.kfUser(CUSTOMER).state).toBe(2)
})

test('at the end of a session people are asked for a rating, which is one and no question', async ({
  world,
}) => {
  const { sim, deps } = world
  await sim.kfText(CUSTOMER, '工作站怎么设立？')
  await deps.settled()
  sim.kfUser(CUSTOMER).state = 3
  await sim.kfEnd(CUSTOMER)
  await deps.settled()
  expect(said(world, 'kf-event').at(-1)?.text).toContain('[csat:5:session] 满意')
  await sim.kfText(CUSTOMER, '满意', { menuId: 'csat:5:session' })
  await deps.settled()
  expect(await deps.db.select().from(ratings)).toMatchObject([{ score: 5 }])
  expect(await deps.db.select().from(messages)).toHaveLength(1)
})

test('cursor and messages are kept together: a reading that ends between two pages goes on from there', async ({
  world,
}) => {
  const { sim, deps } = world
  sim.o['kfPageSize'] = 2
  for (let n = 0; n < 5; n += 1) {
    await sim.kfText(`wmPAGE${n}`, `第 ${n} 个问题：工作站怎么设立？`, { notify: false })
  }
  const kf = deps.wechat?.kf
  if (!kf) throw new Error('no kf')
  let calls = 0
  const failing = {
    ...kf,
    api: {
      ...kf.api,
      post: (path: string, call: object) => {
        if (path.endsWith('sync_msg') && (calls += 1) === 3)
          throw new Error('the process has ended')
        return kf.api.post(path, call)
      },
    },
  }
  await expect(pullMessages(deps, failing, undefined)).rejects.toThrow('ended')
  expect(await deps.db.select().from(wechatCursors)).toMatchObject([{ cursor: 'sim_cursor_4' }])
  expect(await deps.db.select().from(wechatInbound)).toHaveLength(4)
  await sim.kfNotify()
  await deps.settled()
  // What somebody else found while it was still being written comes with the next round of jobs.
  for (let n = 0; n < 5; n += 1) {
    const parts = async () => {
      await work(world)
      return firstParts(world, `wmPAGE${n}`).length
    }
    await expect.poll(parts, { timeout: 20_000, interval: 200 }).toBe(1)
  }
})

test('a message is tried again under the same id', async ({ world }) => {
  const { sim, deps } = world
  sim.fault({ path: '/cgi-bin/kf/send_msg', times: 2, status: 500 })
  await sim.kfText(CUSTOMER, '工作站怎么设立？')
  await deps.settled()
  const ids = firstParts(world)
  expect(ids).toHaveLength(3)
  expect(new Set(ids).size).toBe(1)
  expect(String(ids[0])).toMatch(/^[\w-]{1,32}$/)
})

test('a message that the platform took and did not bring comes with the next word', async ({
  world,
}) => {
  const { sim, deps } = world
  await sim.kfText(CUSTOMER, '工作站怎么设立？')
  await deps.settled()
  const id = sim.calls('kf/send_msg')[0]?.body['msgid']
  sim.kf.list.push({
    msgid: 'm-fail',
    send_time: Math.floor(Date.now() / 1_000),
    origin: 4,
    msgtype: 'event',
    event: { event_type: 'msg_send_fail', external_userid: CUSTOMER, fail_msgid: id, fail_type: 6 },
  })
  await sim.kfNotify()
  await deps.settled()
  await sim.kfText(CUSTOMER, '帮助')
  await deps.settled()
  const sent = sim.calls('kf/send_msg').map(({ body }) => body['msgid'])
  expect(sent.filter((each) => each === id)).toHaveLength(2)
})

test('text with a state-secret mark is not kept, and answered', async ({ world }) => {
  const { sim, deps } = world
  await sim.kfText(CUSTOMER, '绝密★长期 请解读')
  await deps.settled()
  const rows = await deps.db.select().from(wechatInbound).where(eq(wechatInbound.channel, 'kf'))
  expect(JSON.stringify(rows)).not.toContain('请解读')
  expect(said(world, 'kf').at(-1)?.text).toContain('国家秘密标志')
})

test('callbacks may fail to come: it is asked without one', async ({ world }) => {
  const { sim, deps } = world
  await sim.kfText(CUSTOMER, '工作站怎么设立？', { notify: false })
  await work(world)
  await deps.settled()
  expect(firstParts(world)).toHaveLength(1)
})

test('the switch of WeChat also stops the answers of 微信客服', async ({ world }) => {
  const { sim, deps } = world
  await setSwitch(deps.db, 'wechat', { off: true, now: deps.now() })
  await sim.kfText(CUSTOMER, '工作站怎么设立？')
  await deps.settled()
  expect(said(world, 'kf').map(({ text }) => text)).toEqual([texts.off])
  expect(await deps.db.select().from(messages)).toEqual([])
})

test('who asks for their data gets what was said in 微信客服, and as whom WeChat knows them', async ({
  world,
}) => {
  const { sim, deps } = world
  world.use({ WECOM_KF_SERVICER: 'zhangsan' })
  await sim.kfText(CUSTOMER, '转人工')
  await deps.settled()
  await sim.kfText(CUSTOMER, '我的专利被仿冒了')
  await sim.kfStaff(CUSTOMER, 'zhangsan', '您好，请说说情况')
  await deps.settled()
  const [user] = await deps.db.select().from(wechatUsers)
  if (!user) throw new Error('nobody is known')
  const app = createApp(() => deps)
  const code = (await makeLink(deps, deps.db, user)).split('/').at(-1)
  const opened = await app.request(`/r/${code}`, { method: 'POST' })
  const { token } = (await opened.json()) as { token: string }
  const headers = { authorization: `Bearer ${token}` }
  const exported = Export.parse(await (await app.request('/api/me', { headers })).json())
  expect(exported.wechat).toMatchObject([{ channel: 'kf', user: CUSTOMER }])
  const words = exported.conversations.flatMap((each) => each.words)
  expect(words.map(({ author, text }) => `${author} ${text}`).toSorted()).toEqual([
    'asker 我的专利被仿冒了',
    'asker 转人工',
    'staff 您好，请说说情况',
  ])
  await app.request('/api/me', { method: 'DELETE', headers })
  expect(await deps.db.select().from(wechatWords)).toEqual([])
  expect(await deps.db.select().from(wechatUsers)).toEqual([])
})
