import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import {
  complaints,
  consultations,
  messages,
  notices,
  ratings,
  wechatDeliveries,
  wechatInbound,
  wechatUsers,
} from '../../src/db/schema/index.ts'
import { setSwitch } from '../../src/operation/switches.ts'
import { texts } from '../../src/wechat/texts.ts'
import { byteLength } from '../../src/wechat/protocol/split-text.ts'
import { startModelServer } from '../support/model-server.ts'
import { useModel } from '../support/with-model.ts'
import { deliveryOf, EXPERT_WORDS, handOver, release, work } from './plant.ts'
import { test, type World } from './support.ts'

const QUESTION = '知识产权公共服务工作站怎么设立？'
const USER = 'oTESTuser000000000000000001'

const textsOf = ({ sim }: World, openid = USER) => sim.screen(openid).map(({ text = '' }) => text)
const withWords = (world: World, words: string, openid = USER) =>
  textsOf(world, openid).filter((text) => text.includes(words))

test('a question is answered at once, with its sources as links and the AI label', async ({
  world,
}) => {
  await world.sim.text(USER, '你好')
  const { outcome, attempts } = await world.sim.text(USER, QUESTION)
  expect([outcome, attempts.length]).toEqual(['reply', 1])
  const text = textsOf(world).at(-1) ?? ''
  expect(text).toContain('依据：\n[1] <a href="https://zhiwen.example.cn/documents/')
  expect(text).toContain('内容由 AI 生成')
  expect(text).not.toMatch(/\*\*|^#|\]\(/m)
  expect(byteLength(text)).toBeLessThanOrEqual(2_048)
  expect(world.sim.calls()).toEqual([])
  await world.deps.settled()
  expect(await world.deps.db.select().from(consultations)).toMatchObject([
    { channel: 'wechat' },
    { channel: 'wechat' },
  ])
})

test('a number asks what was offered under it; words of the menu do what they say', async ({
  world,
}) => {
  const { sim, deps } = world
  await sim.text(USER, QUESTION)
  const [first] = await deps.db.select().from(messages)
  const [suggestion] = first?.answer?.suggestions ?? []
  await sim.text(USER, '1')
  const rows = await deps.db.select().from(messages).orderBy(messages.turn)
  expect(rows.at(-1)?.question).toBe(suggestion ?? '1')
  await sim.text(USER, '满意')
  await sim.text(USER, '投诉 提交的问题三天没有答复')
  await sim.text(USER, '进度')
  await sim.text(USER, '转人工')
  await sim.event(USER, 'CLICK', { eventKey: 'MENU_HELP' })
  await sim.image(USER)
  await sim.voice(USER, '有哪些培训课程？')
  await deps.settled()
  expect(await deps.db.select().from(ratings)).toMatchObject([{ score: 5 }])
  expect(await deps.db.select().from(complaints)).toMatchObject([
    { text: '提交的问题三天没有答复' },
  ])
  const asked = (await deps.db.select().from(messages).orderBy(messages.turn)).map(
    ({ question }) => question,
  )
  expect(asked.slice(2)).toEqual(['有哪些培训课程？'])
  const said = textsOf(world)
  expect(said.find((text) => text.includes('已受理，编号 TS-'))).toBeDefined()
  expect(said.find((text) => text.includes('/r/'))).toBeDefined()
  expect(said.some((text) => text.includes('暂时只能读文字'))).toBe(true)
})

test('what is late comes as a customer message, once, and the person sees somebody typing', async ({
  world,
}) => {
  const { sim, deps } = world
  await sim.text(USER, '你好')
  world.use({ WECHAT_PASSIVE_DEADLINE_MS: '1' })
  const { outcome } = await sim.text(USER, QUESTION)
  await deps.settled()
  expect(outcome).toBe('silent')
  const sent = sim.screen(USER).filter(({ via }) => via === 'custom')
  expect(sent.length).toBeGreaterThan(0)
  expect(new Set(sent.map(({ text }) => text)).size).toBe(sent.length)
  expect(sim.calls('custom/typing')).toHaveLength(1)
  await work(world, 1)
  expect(sim.calls('custom/send')).toHaveLength(sent.length)
})

test('where nothing may be pushed, a link comes at once and the answer with the next word', async ({
  world,
}) => {
  const { sim, deps } = world
  await sim.text(USER, '你好')
  const unverified = { WECHAT_ACCOUNT: 'unverified' }
  world.use({ ...unverified, WECHAT_PASSIVE_DEADLINE_MS: '1' })
  await sim.text(USER, QUESTION)
  await deps.settled()
  expect(textsOf(world).at(-1)).toMatch(
    /稍后点此查看答复：<a href="https:\/\/zhiwen.example.cn\/r\/[\w-]{22}">/,
  )
  world.use(unverified)
  await sim.text(USER, '帮助')
  const [owed, now] = (textsOf(world).at(-1) ?? '').split('————')
  expect(owed).toContain('依据：')
  expect(now).toContain('转人工')
  await sim.text(USER, '帮助')
  expect(textsOf(world).at(-1)).not.toContain('依据：')
  expect(sim.calls()).toEqual([])
})

test("an expert's answer is brought once, unlabelled", async ({ world }) => {
  const code = await handOver(world, USER)
  const id = await release(world, code)
  await work(world)
  await work(world, 1)
  const [text, ...more] = withWords(world, EXPERT_WORDS)
  expect(more).toEqual([])
  expect(text).toContain(`【专家答复】李专家（${code}）`)
  expect(text).not.toContain('AI')
  expect(await deliveryOf(world, id)).toMatchObject({ state: 'sent', attempts: ['custom sent'] })
})

for (const errcode of [45_015, 45_047, 48_001]) {
  test(`an expert's answer that is refused with ${errcode} is delivered later, exactly once`, async ({
    world,
  }) => {
    const { sim } = world
    world.use({ WECHAT_REPLY_TEMPLATE: 'TPL_reply:character_string1:time2' })
    const code = await handOver(world, USER)
    sim.fault({ path: '/cgi-bin/message/custom/send', errcode, times: 50 })
    const id = await release(world, code)
    await work(world)
    await work(world, 1)
    expect(sim.calls('custom/send')).toHaveLength(1)
    expect(withWords(world, EXPERT_WORDS)).toEqual([])
    const refused = await deliveryOf(world, id)
    expect(refused).toMatchObject({
      state: 'pending',
      attempts: ['custom refused', 'template sent'],
    })
    expect(sim.screen(USER).at(-1)?.via).toBe('template')
    await Promise.all([sim.text(USER, '有消息了吗'), sim.text(USER, '进度')])
    await sim.text(USER, '谢谢')
    await work(world, 2)
    expect(withWords(world, EXPERT_WORDS)).toHaveLength(1)
    expect(await deliveryOf(world, id)).toMatchObject({ state: 'sent' })
  })
}

const silences = [
  ['-1', { errcode: -1 }],
  ['HTML', { status: 200, body: '<html>portal</html>' }],
  ['a connection that is cut', { hangup: true }],
  ['no answer in time', { delayMs: 7_000, errcode: 0 }],
] as const

for (const [name, fault] of silences) {
  test(`an expert's answer that meets ${name} is sent once more at most, and staff are told`, async ({
    world,
  }) => {
    const { sim, deps } = world
    const code = await handOver(world, USER)
    sim.fault({ path: '/cgi-bin/message/custom/send', times: 50, ...fault })
    const id = await release(world, code)
    await work(world)
    await work(world, 1)
    expect(sim.calls('custom/send')).toHaveLength(2)
    expect(await deliveryOf(world, id)).toMatchObject({
      state: 'unknown',
      attempts: ['custom unknown', 'custom unknown'],
    })
    const told = await deps.db
      .select()
      .from(notices)
      .where(eq(notices.kind, 'delivery_unconfirmed'))
    expect(new Set(told.map(({ key }) => key)).size).toBe(1)
    sim.faults.length = 0
    await sim.text(USER, '有消息了吗')
    expect(textsOf(world).at(-1)).toContain('可能没有送达')
    await sim.text(USER, '谢谢')
    expect(textsOf(world).at(-1)).not.toContain('可能没有送达')
  })
}

test('one silence is followed by one more try, which arrives', async ({ world }) => {
  const { sim } = world
  const code = await handOver(world, USER)
  sim.fault({ path: '/cgi-bin/message/custom/send', times: 1, errcode: -1 })
  const id = await release(world, code)
  await work(world)
  expect(withWords(world, EXPERT_WORDS)).toHaveLength(1)
  expect(await deliveryOf(world, id)).toMatchObject({
    state: 'sent',
    attempts: ['custom unknown', 'custom sent'],
  })
})

test('after 48 hours, and after five messages, nothing is even tried', async ({ world }) => {
  const { sim, deps } = world
  const code = await handOver(world, USER)
  await deps.db.update(wechatUsers).set({ sentSince: 5 })
  const id = await release(world, code)
  await work(world)
  expect(sim.calls('custom/send')).toEqual([])
  await sim.text(USER, '你好')
  expect(withWords(world, EXPERT_WORDS)).toHaveLength(1)
  await deps.settled()
  await deps.db.update(wechatUsers).set({ wroteAt: new Date(Date.now() - 49 * 3_600_000) })
  const other = await release(world, code, '补充一点：请保留购买凭证。')
  await work(world)
  expect(sim.calls('custom/send')).toEqual([])
  expect(await deliveryOf(world, other)).toMatchObject({ state: 'pending', attempts: [] })
  expect(await deliveryOf(world, id)).toMatchObject({ state: 'sent', attempts: ['passive sent'] })
})

test('twenty copies at once are one question with one answer', async ({ world }) => {
  const { sim, deps } = world
  await sim.text(USER, '你好')
  await sim.text('oCOPIES', QUESTION, { copies: 20 })
  await deps.settled()
  expect(sim.screen('oCOPIES')).toHaveLength(1)
  expect(await deps.db.select().from(messages)).toHaveLength(2)
})

test('an answer that was decided and did not leave, because its process ended, leaves with the next copy', async ({
  world,
}) => {
  const { sim, deps } = world
  await sim.text(USER, QUESTION, { msgId: '7001' })
  await deps.settled()
  const [text] = textsOf(world)
  await deps.db.update(wechatInbound).set({
    state: 'replying',
    reply: text ?? '',
    receivedAt: new Date(Date.now() - 5_000),
  })
  await sim.text(USER, QUESTION, { msgId: '7001' })
  expect(textsOf(world)).toEqual([text, text])
  await deps.settled()
  await sim.text(USER, QUESTION, { msgId: '7001' })
  expect(textsOf(world)).toHaveLength(2)
})

test('who unsubscribes is unlinked within the request, and begins anew when they come back', async ({
  world,
}) => {
  const { sim, deps } = world
  await handOver(world, USER)
  await sim.event(USER, 'unsubscribe')
  expect(await deps.db.select().from(wechatUsers)).toEqual([])
  expect(await deps.db.select().from(wechatInbound)).toEqual([])
  expect(await deps.db.select().from(wechatDeliveries)).toEqual([])
  expect((await deps.db.select().from(consultations)).length).toBeGreaterThan(0)
  await sim.event(USER, 'subscribe', { eventKey: 'qrscene_haidian03' })
  await sim.text(USER, '进度')
  expect(textsOf(world).at(-1)).toContain('还没有转办的事项')
  expect(await deps.db.select().from(wechatUsers)).toMatchObject([{ scene: 'haidian03' }])
})

test('text with a state-secret mark is answered and kept nowhere', async ({ world }) => {
  const { sim, deps } = world
  await sim.text(USER, '机密★10年 请解读这份文件的第三段')
  await deps.settled()
  expect(textsOf(world).at(-1)).toContain('国家秘密标志')
  expect(await deps.db.select().from(messages)).toMatchObject([{ question: null }])
})

test(
  'a callback is answered within its deadline, whatever the model does',
  { timeout: 120_000 },
  async ({ world }) => {
    const { sim, deps } = world
    const measured = async (count: number) => {
      const times: number[] = []
      for (let n = 0; n < count; n += 1) {
        const { attempts } = await sim.text(`oTIME${n}`, `${QUESTION} ${n}`)
        times.push(attempts[0]?.ms ?? Infinity)
      }
      return times.toSorted((one, other) => one - other)
    }
    await sim.text(USER, '你好')
    const plain = await measured(30)
    const model = await startModelServer()
    model.always({ hang: 'before_headers' })
    useModel(deps, model, { firstWordsMs: 60_000, wholeMs: 60_000 })
    const slow = await measured(2)
    world.use({ WECHAT_PASSIVE_DEADLINE_MS: '800' })
    const short = await measured(3)
    process.stdout.write(
      `callback, ms: extractive p50 ${plain[15]} worst ${plain.at(-1)}; model of 60 s ${slow.at(-1)}; with 800 ms ${short.at(-1)}`,
    )
    // Far from the 60 seconds of the model; what a quiet machine takes is measured by scripts/wechat-bench.ts.
    expect(plain.at(-1)).toBeLessThanOrEqual(5_000)
    expect(slow.at(-1)).toBeLessThanOrEqual(10_000)
    expect(short.at(-1)).toBeLessThanOrEqual(3_500)
    await model.close()
  },
)

test('neither ids of people, nor tokens, nor what they write stand in the log', async ({
  world,
}) => {
  const { sim, deps } = world
  const code = await handOver(world, USER)
  world.use({ WECHAT_PASSIVE_DEADLINE_MS: '50' })
  await sim.text(USER, '这句话不能进日志')
  sim.fault({ path: '/cgi-bin/message/custom/send', errcode: 45_015, times: 3 })
  await release(world, code)
  await work(world)
  await sim.text(USER, '坏签名', { tamper: 'bad_signature' })
  await sim.kfText('wmLOGcustomer0001', '客服里的话也不能')
  await deps.settled()
  const token = sim.calls('custom')[0]?.query['access_token']
  expect(token).toMatch(/^SIM_/)
  const log = JSON.stringify(deps.logged)
  expect(deps.logged.length).toBeGreaterThan(0)
  for (const secret of [
    USER,
    'wmLOGcustomer0001',
    String(token),
    '不能进日志',
    '也不能',
    EXPERT_WORDS,
  ]) {
    expect(log).not.toContain(secret)
  }
})

test('WeChat has a switch of its own: off, it answers nothing by itself and lets people be asked for', async ({
  world,
}) => {
  const { sim, deps } = world
  await setSwitch(deps.db, 'web', { off: true, now: deps.now() })
  await sim.text(USER, QUESTION)
  expect(textsOf(world).at(-1)).toContain('依据：')
  await setSwitch(deps.db, 'wechat', { off: true, now: deps.now() })
  await sim.text(USER, QUESTION)
  expect(textsOf(world).at(-1)).toBe(texts.off)
  await sim.text(USER, '转人工')
  expect(textsOf(world).at(-1)).toContain('同意转人工')
  await setSwitch(deps.db, 'wechat', { off: false, now: deps.now() })
  await sim.text(USER, '有哪些培训课程？')
  expect(textsOf(world).at(-1)).toContain('内容由 AI 生成')
  expect(await deps.db.select().from(messages)).toHaveLength(2)
})
