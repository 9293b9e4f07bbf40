import { z } from 'zod'
import type { Played } from './play.ts'
import type { Scene } from './scene.ts'
import type { Instance } from './start.ts'
import { readScreen, type Sim } from './wechat.ts'
import { QUESTION } from './world.ts'

const Wechat = z.looseObject({
  signature: z.string().optional(),
  mode: z.string().optional(),
  method: z.string().optional(),
  echostr: z.string().optional(),
  timestamp: z.string().optional(),
  body: z.string().optional(),
  appid_suffix: z.string().optional(),
  msgid: z.string().optional(),
  event: z.string().optional(),
  FromUserName: z.string().optional(),
  CreateTime: z.number().optional(),
  times: z.int().optional(),
  content: z.string().optional(),
  MsgType: z.string().optional(),
  PicUrl: z.string().optional(),
})
export const WechatInput = z.object({ wechat: Wechat })
type Wechat = z.infer<typeof Wechat>

/** What of a callback is not as WeChat would send it, in the words of the simulator. */
function tamperOf({
  signature,
  timestamp,
  mode,
  appid_suffix: suffix,
}: Wechat): string | undefined {
  if (signature?.startsWith('0000')) return 'bad_signature'
  if (timestamp?.startsWith('now-')) return 'stale'
  if (mode?.startsWith('plain')) return 'downgrade'
  if (suffix !== undefined) return 'wrong_appid'
  return undefined
}

export async function playWechat(scene: Scene, given: Wechat): Promise<Played> {
  const { instance } = scene.world
  if (!instance) throw new Error('WeChat needs --start: its secrets are known of such an instance')
  const sim = instance.wechat
  const openid = given.FromUserName ?? `oATTACK${scene.attack.id}`
  if (given.method === 'GET') return playVerification(scene, given.echostr ?? '')
  const tamper = tamperOf(given)
  if (tamper !== undefined) return playForged(scene, openid, tamper, secondsAgo(given))
  if (given.event !== undefined) return playEvent(sim, openid, given)
  if (given.MsgType === 'image') {
    await sim.message(openid, 'image', [
      ['PicUrl', given.PicUrl ?? ''],
      ['MediaId', 'MEDIA'],
    ])
    return seen(sim, openid)
  }
  return playText(scene, sim, openid, given)
}

async function rowsOf(instance: Instance | undefined, table: string): Promise<number> {
  const rows = await instance?.query(`select count(*)::int as rows from "${table}"`)
  return Number(rows?.[0]?.['rows'])
}

const secondsAgo = ({ timestamp }: Wechat) => Number(/^now-(\d+)$/.exec(timestamp ?? '')?.[1] ?? 0)

async function seen(sim: Sim, openid: string, problems: string[] = []): Promise<Played> {
  return { replies: [], shown: await readScreen(sim, openid), problems }
}

/** With a signature that is wrong, so the echo must not come back. */
async function playVerification({ world }: Scene, echo: string): Promise<Played> {
  const timestamp = String(Math.floor(Date.now() / 1_000))
  const query = { signature: '0'.repeat(40), timestamp, nonce: '1', echostr: echo }
  const reply = await world.send({ path: `/wechat/oa?${new URLSearchParams(query)}` })
  const problems = reply.status === 403 || reply.status === 401 ? [] : [`answered ${reply.status}`]
  return { replies: [reply], shown: reply.text, problems }
}

/** A callback that WeChat did not send: refused, and nothing is kept of it. */
async function playForged(
  { world }: Scene,
  openid: string,
  tamper: string,
  ageSeconds: number,
): Promise<Played> {
  const sim = world.instance?.wechat
  if (!sim) throw new Error('needs --start')
  const xml = `<xml>${sim.head(openid, 'text')}<Content>${QUESTION}</Content><MsgId>${Date.now()}</MsgId></xml>`
  const built =
    tamper === 'stale' ? await buildOld(sim, xml, ageSeconds) : sim.build(xml, { openid, tamper })
  const path = `/wechat/oa?${built.query}`
  const before = await rowsOf(world.instance, 'wechat_inbound')
  const reply = await world.send({ method: 'POST', path, body: built.body })
  const after = await rowsOf(world.instance, 'wechat_inbound')
  const problems = [
    ...(reply.status >= 400 && reply.status < 500 ? [] : [`answered ${reply.status}`]),
    ...(after === before ? [] : ['something of it was kept']),
  ]
  return { replies: [reply], shown: reply.text, problems }
}

/** As it was sent some time ago: everything about it is genuine but its age. */
async function buildOld(sim: Sim, xml: string, ageSeconds: number) {
  const real = Date.now
  Date.now = () => real() - ageSeconds * 1_000
  try {
    return sim.build(xml, {})
  } finally {
    Date.now = real
  }
}

async function playEvent(sim: Sim, openid: string, given: Wechat): Promise<Played> {
  const createTime = given.CreateTime ?? Math.floor(Date.now() / 1_000)
  const copies = given.times ?? 1
  for (let n = 0; n < copies; n += 1) await sim.event(openid, given.event ?? '', { createTime })
  await readScreen(sim, openid)
  const greetings = sim.screen(openid).length
  return seen(sim, openid, greetings === 1 ? [] : [`greeted ${greetings} times`])
}

async function playText(scene: Scene, sim: Sim, openid: string, given: Wechat): Promise<Played> {
  const { instance } = scene.world
  const before = await rowsOf(instance, 'wechat_users')
  const options = { ...(given.msgid && { msgId: given.msgid }), copies: given.times ?? 1 }
  await sim.text(openid, given.content ?? QUESTION, options)
  const played = await seen(sim, openid)
  const answers = sim.screen(openid).filter(({ text = '' }) => !text.startsWith('已收到，正在查找'))
  const victim = sim.screen('oVICTIM').length
  const users = (await rowsOf(instance, 'wechat_users')) - before
  return {
    ...played,
    problems: [
      ...(given.times !== undefined && answers.length !== 1
        ? [`${answers.length} replies to one message`]
        : []),
      ...(victim > 0 || users !== 1 ? ['it was taken to be of oVICTIM'] : []),
      ...(sim.screen(openid).some(({ via }) => via === 'banner') ? ['the user saw an error'] : []),
    ],
  }
}
