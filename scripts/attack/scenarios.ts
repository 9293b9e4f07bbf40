import { z } from 'zod'
import { codeOf, cookieOf, givePassword, post } from './people.ts'
import type { Played } from './play.ts'
import { playInPage, readHeaderOfWidget } from './browser.ts'
import { askerOf, type Scene, ticketOf } from './scene.ts'
import { read, type Reply } from './send.ts'
import { formOf, makeFile } from './uploads.ts'
import { act, ask, asStaff, bearer, begin, QUESTION, readCase } from './world.ts'

type Scenario = (scene: Scene) => Promise<Played>

const played = (replies: Reply[], problems: string[] = []): Played => ({
  replies,
  shown: replies.map(({ text }) => text).join('\n'),
  problems,
})

const unless = (holds: boolean, problem: string): string[] => (holds ? [] : [problem])

const Steps = z.looseObject({
  steps: z.array(z.string()).optional(),
  browser: z.string().optional(),
  check: z.string().optional(),
  fault: z.string().optional(),
  open_sse: z.int().optional(),
  upload_loop: z.int().optional(),
})

/** What is told in words is played by a function of that name. @throws for words that nobody has mapped */
export async function playScenario(scene: Scene, input: object): Promise<Played> {
  const told = Steps.parse(input)
  if (told.open_sse !== undefined) return holdStreams(scene, told.open_sse)
  if (told.upload_loop !== undefined) return uploadAgain(scene, told.upload_loop)
  const words = wordsOf(input)
  const found = Object.entries(scenarios).find(([start]) => words.startsWith(start))
  if (!found) throw new Error(`unmapped: ${words}`)
  return found[1](scene)
}

function wordsOf(input: object): string {
  const { steps, browser, check, fault } = Steps.parse(input)
  const { then = '' } = z.record(z.string(), z.string()).safeParse(input).data ?? {}
  return steps?.join(' → ') ?? browser ?? check ?? fault ?? then
}

const scenarios: Record<string, Scenario> = {
  '取得匿名会话cookie S1': async ({ world }) => {
    const { send, spare } = world
    const fixed = `zhiwen-session=${'S'.repeat(43)}`
    const login = { username: spare.username, password: spare.password }
    const first = cookieOf(await post(send, '/api/staff/sign-in', login, fixed))
    const code = { code: await codeOf(spare.secret, 1) }
    const second = cookieOf(await post(send, '/api/staff/sign-in/totp', code, first))
    const old = await send({ path: '/api/staff/me', headers: { cookie: fixed } })
    const half = await send({ path: '/api/staff/me', headers: { cookie: first } })
    return played(
      [old, half],
      [
        ...unless(old.status === 401, `the cookie from before is good: ${old.status}`),
        ...unless(half.status === 401, `the cookie of the first factor is good: ${half.status}`),
        ...unless(new Set([fixed, first, second]).size === 3, 'a session kept its name'),
      ],
    )
  },
  '登录得S → 管理员停用该账号': async ({ world }) => {
    const who = world.staff.at(-1)
    const change = (disabled: boolean) => ({
      method: 'PATCH',
      path: `/api/staff/accounts/${who?.id}`,
      headers: { cookie: world.administrator.cookie },
      body: { disabled },
    })
    const before = await world.send({
      path: '/api/staff/me',
      headers: { cookie: who?.cookie ?? '' },
    })
    const disabled = await world.send(change(true))
    const after = await world.send({
      path: '/api/staff/me',
      headers: { cookie: who?.cookie ?? '' },
    })
    return played(
      [after],
      [
        ...unless(before.status === 200, 'the session was not good before'),
        ...unless(disabled.status === 200, `not disabled: ${disabled.status}`),
        ...unless(after.status === 401, `still good: ${after.status}`),
      ],
    )
  },
  仅口令通过: async ({ world: { send, spare } }) => {
    const cookie = await givePassword(send, spare.username, spare.password)
    return played([await send({ path: '/api/staff/cases', headers: { cookie } })])
  },
  坐席查看保密工单: async (scene) => {
    const { world } = scene
    const { caseId } = await ticketOf(scene, '$TICKET_CONF')
    const { caseId: other } = await ticketOf(scene, '$TICKET_1')
    await asStaff(world, { path: `/api/staff/cases/${caseId}` })
    await asStaff(world, { path: '/api/staff/experts/export' })
    await act(world, other, 'recall')
    await post(world.send, '/api/staff/sign-in', { username: world.spare.username, password: 'x' })
    const headers = { cookie: world.auditor.cookie }
    const audit = await world.send({ path: '/api/staff/audit?limit=100', headers })
    const wanted = ['view_confidential_case', 'export_experts', 'recall_ticket', 'sign_in']
    return played(
      [audit],
      [
        ...unless(audit.status === 200, `no audit: ${audit.status}`),
        ...wanted.flatMap((action) => unless(audit.text.includes(action), `no entry ${action}`)),
        ...unless(
          /"at":"\d{4}-\d\d-\d\dT[^"]+(Z|\+08:00)"/.test(audit.text),
          'a time without zone',
        ),
        ...unless(!audit.text.includes(QUESTION), 'an entry bears the text'),
      ],
    )
  },
  '关闭工单 → 专家对已关闭工单回复': async (scene) => {
    const { world } = scene
    const { caseId, ticketId } = await ticketOf(scene, '$TICKET_1')
    const version = (await readCase(world, caseId)).tickets[0]?.version
    const closed = await closeCase(scene, caseId)
    const path = `/api/expert/tickets/${ticketId}/reply`
    const body = { version, text: '请先固定证据。' }
    const late = await post(world.send, path, body, world.experts[0]?.cookie)
    const { statements } = await readCase(world, caseId)
    return played(
      [late],
      [
        ...closed,
        ...unless(late.status === 409, `the late reply was answered ${late.status}`),
        ...unless(statements.length === 0, 'it was written'),
      ],
    )
  },
  '专家退出(取消资格)': async (scene) => {
    const { world } = scene
    const { caseId, ticketId } = await ticketOf(scene, '$TICKET_2')
    const expert = world.experts[1]
    const path = `/api/staff/experts/${expert?.expertId}/standing`
    const removed = { action: 'remove', reason: '取消资格' }
    const standing = await post(world.send, path, removed, world.staff[0]?.cookie)
    const headers = { cookie: expert?.cookie ?? '' }
    const seen = await world.send({ path: `/api/expert/tickets/${ticketId}`, headers })
    const { tickets } = await readCase(world, caseId)
    return played(
      [seen],
      [
        ...unless(standing.status === 200, `not removed: ${standing.status} ${standing.text}`),
        ...unless([401, 403, 404].includes(seen.status), `still seen: ${seen.status}`),
        ...unless(tickets[0]?.state === 'recalled', `the ticket is ${tickets[0]?.state}`),
      ],
    )
  },
  'LLM returns 401 with body': async (scene) => {
    const { world } = scene
    const { model } = world.instance ?? {}
    if (!model) throw new Error('needs --start with a model')
    const body = JSON.stringify({ error: { message: `bad key ${world.canaries['CANARY_KEY']}` } })
    model.next(...Array.from({ length: 6 }, () => ({ status: 401, body })))
    const before = model.requests.length
    const reply = await ask(world, await begin(world), '工作站年度特色服务清单什么时候公示？')
    const called = model.requests.length > before
    return played([reply], unless(called, 'the model was not asked, so it could not fail'))
  },
  'embed /widget in page': readHeaderOfWidget,
  'parent page posts': (scene) => playInPage(scene),
  'any URL in access log or Referer': async (scene) => {
    const { world } = scene
    const asker = await askerOf(scene)
    const headers = bearer(asker)
    const paths = [`/api/conversations/${asker.id}`, '/api/me', '/api/conversations']
    const replies: Reply[] = []
    for (const path of paths) replies.push(await world.send({ path, headers }))
    if (!world.instance) throw new Error('the log is known of an instance of --start only')
    const log = world.instance.log()
    const told = [...world.tokens].filter((token) => log.includes(token)).length
    return played([], unless(told === 0, `${told} tokens stand in the log`))
  },
  'download answer as': async (scene) => {
    const { world } = scene
    const own = await world.send({ path: '/api/me', headers: bearer(await askerOf(scene)) })
    const listed = await asStaff(world, { path: '/api/staff/consultations' })
    const Listed = z.object({ consultations: z.array(z.looseObject({ number: z.int() })) })
    const number = read(Listed, listed).consultations[0]?.number
    const pack = await asStaff(world, { path: `/api/staff/consultations/${number}/pack` })
    const isLabelled = ({ text }: Reply) => /(由|by) ?AI ?生成|AI-generated|AI 生成/.test(text)
    return played(
      [own, pack],
      [
        ...unless(isLabelled(own), 'the export of the asker bears no label'),
        ...unless(isLabelled(pack), 'the evidence pack bears no label'),
      ],
    )
  },
}

/** A case with an expert at work on it must be taken back before it can be closed. */
async function closeCase({ world }: Scene, caseId: string): Promise<string[]> {
  const first = await act(world, caseId, 'close')
  if (first.status === 200) return []
  await act(world, caseId, 'recall')
  const second = await act(world, caseId, 'close')
  return unless(second.status === 200, `not closed: ${second.status} ${second.text}`)
}

/** The health of the service while many streams are held. */
async function holdStreams(scene: Scene, count: number): Promise<Played> {
  const { world } = scene
  const asker = await askerOf(scene)
  const path = `/api/messages/${asker.answerId}`
  const headers = { ...bearer(asker), accept: 'text/event-stream' }
  const streams = Array.from({ length: count }, () =>
    world.send({ path, headers }).then(
      ({ status }) => status,
      () => 0,
    ),
  )
  const times: number[] = []
  for (let n = 0; n < 20; n += 1) times.push((await world.send({ path: '/healthz' })).ms)
  const statuses = await Promise.all(streams)
  const p95 = times.toSorted((one, other) => one - other)[18] ?? Infinity
  const failed = statuses.filter((status) => status === 0 || status >= 500).length
  return played(
    [],
    [
      ...unless(p95 <= 500, `health p95 ${Math.round(p95)} ms`),
      ...unless(failed === 0, `${failed} of ${count} streams failed`),
    ],
  )
}

/** Whoever has no account stores nothing, however often. */
async function uploadAgain({ world }: Scene, times: number): Promise<Played> {
  const { body, headers } = formOf(makeFile({ gen: 'raw', bytes_mb: 1 }), 'attack-loop')
  const asker = await begin(world)
  const path = '/api/staff/documents/uploads'
  const statuses = new Set<number>()
  for (let n = 0; n < times; n += 1) {
    const sent = { method: 'POST', path, headers: { ...headers, ...bearer(asker) }, body }
    statuses.add((await world.send(sent)).status)
  }
  const wrong = [...statuses].filter((status) => ![401, 413, 429].includes(status))
  return played([], unless(wrong.length === 0, `answered ${wrong.join(', ')}`))
}
