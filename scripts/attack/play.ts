import { z } from 'zod'
import { playRequests, RequestInput } from './play-request.ts'
import { playScenario } from './scenarios.ts'
import { askerOf, fill, type Scene } from './scene.ts'
import type { Reply } from './send.ts'
import { formOf, makeFile, UploadInput } from './uploads.ts'
import { readScreen } from './wechat.ts'
import { playWechat, WechatInput } from './play-wechat.ts'
import { ask, type Asker, asStaff, bearer, begin } from './world.ts'

const Shown = z.looseObject({
  id: z.string(),
  outcome: z.string(),
  reason: z.string(),
  text: z.string(),
  label: z.string(),
  suggestions: z.array(z.string()),
  citations: z.array(z.looseObject({ document: z.string(), quote: z.string(), title: z.string() })),
})
export type ShownAnswer = z.infer<typeof Shown>

export type Played = {
  replies: Reply[]
  /** What the person who played it sees. */
  shown: string
  answer?: ShownAnswer | undefined
  asker?: Asker | undefined
  /** What the attack itself has found wrong. */
  problems: string[]
}

const inReplies = (replies: Reply[]): Played => ({
  replies,
  shown: replies.map(({ text }) => text).join('\n'),
  problems: [],
})

/** `ask` and `then`: what is exported where. */
const ExportInput = z.record(z.string(), z.string())
const RawInput = z.strictObject({ body: z.string() })

/** Plays an attack of any kind. @throws where it cannot be played: it has failed then */
export async function play(scene: Scene): Promise<Played> {
  const { input, channel } = scene.attack
  if (typeof input === 'string') {
    return channel === 'wechat' && scene.attack.class !== 'benign'
      ? playMessage(scene, input)
      : playQuestion(scene, input)
  }
  const request = RequestInput.safeParse(input)
  if (request.success) return inReplies(await playRequests(scene, request.data))
  const upload = UploadInput.safeParse(input)
  if (upload.success) return playUpload(scene, upload.data)
  const wechat = WechatInput.safeParse(input)
  if (wechat.success) return playWechat(scene, wechat.data.wechat)
  const exported = ExportInput.safeParse(input)
  if (exported.success && 'then' in exported.data) return playExport(scene, exported.data)
  const raw = RawInput.safeParse(input)
  if (raw.success) return playRaw(scene, raw.data.body)
  return playScenario(scene, input)
}

export async function playQuestion(scene: Scene, text: string): Promise<Played> {
  const asker = await begin(scene.world)
  const reply = await ask(scene.world, asker, await fill(scene, text))
  const answer = reply.status === 200 ? Shown.parse(JSON.parse(reply.text)) : undefined
  return { replies: [reply], shown: shownOf(answer) ?? reply.text, answer, asker, problems: [] }
}

function shownOf(answer: ShownAnswer | undefined): string | undefined {
  if (!answer) return undefined
  const { text, label, suggestions, citations } = answer
  const quotes = citations.flatMap(({ title, quote }) => [title, quote])
  return [text, label, ...suggestions, ...quotes].join('\n')
}

async function playMessage({ world, attack }: Scene, text: string): Promise<Played> {
  if (!world.instance) throw new Error('a message in WeChat needs --start')
  const { wechat } = world.instance
  const openid = `oATTACK${attack.id}`
  const before = wechat.calls().length
  await wechat.text(openid, text)
  const shown = await readScreen(wechat, openid)
  const others = wechat
    .calls()
    .slice(before)
    .filter(
      ({ path, body }) => /mass|template/.test(path) || !JSON.stringify(body).includes(openid),
    )
    .filter(({ path }) => path.includes('/message/'))
  return {
    replies: [],
    shown,
    problems: others.map(({ path }) => `somebody else was written to: ${path}`),
  }
}

async function playUpload(scene: Scene, input: UploadInput): Promise<Played> {
  const { body, headers } = formOf(makeFile(input), `attack-${scene.attack.id.toLowerCase()}`)
  const path = '/api/staff/documents/uploads'
  return inReplies([await asStaff(scene.world, { method: 'POST', path, headers, body })])
}

/** The text goes to every place from which one of the files is made: a question, and the roster. */
async function playExport(scene: Scene, given: z.infer<typeof ExportInput>): Promise<Played> {
  const { world } = scene
  const { ask: text } = given
  if (text === undefined) return playScenario(scene, given)
  await playQuestion(scene, text)
  await plantInRoster(scene, text)
  const files = [
    '/api/staff/insight/export?from=2026-01-01&to=2026-12-31&format=csv',
    '/api/staff/experts/export',
  ]
  const replies: Reply[] = []
  for (const path of files) replies.push(await asStaff(world, { path, headers: { accept: '*/*' } }))
  return inReplies(replies)
}

async function plantInRoster({ world }: Scene, text: string): Promise<void> {
  const oneLine = text.replace(/\s+/g, ' ').slice(0, 60)
  const expert = {
    organisationId: world.city,
    name: '赵六',
    qualification: oneLine,
    recommendedBy: oneLine,
    employer: oneLine,
    years: 9,
    filingNumber: null,
    fields: ['商标'],
    industries: [],
    districts: [],
    languages: ['zh'],
    clients: [],
    competitors: [],
    capacity: 2,
    email: null,
    phone: null,
    consented: true,
  }
  await asStaff(world, { method: 'POST', path: '/api/staff/experts', body: expert })
}

async function playRaw(scene: Scene, body: string): Promise<Played> {
  const asker = await askerOf(scene)
  const path = `/api/conversations/${asker.id}/messages`
  const sent = { method: 'POST', path, headers: bearer(asker), body }
  return inReplies([await scene.world.send(sent)])
}
