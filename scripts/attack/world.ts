import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import {
  beginAdministrator,
  type Credentials,
  invite,
  type Person,
  post,
  type Send,
  signIn,
} from './people.ts'
import { Id, read, type Reply, sendTo, type Sent } from './send.ts'
import { type Instance, MODEL_KEY } from './start.ts'

export type Asker = { id: string; token: string }

/** A case that has come to an expert: the same thing by all its names. */
export type Offered = { asker: Asker; code: string; caseId: string; ticketId: string }

export type World = {
  base: string
  instance: Instance | undefined
  /** How many times longer than they say things may take, on a machine that does something else besides. */
  slack: number
  send: Send
  administrator: { cookie: string }
  staff: Person[]
  experts: (Person & { expertId: string })[]
  auditor: Person
  /** Signed in by nobody but attackers. */
  spare: Person
  city: string
  canaries: Record<string, string>
  /** The asker whose things are nobody else's. */
  other: Asker & { answerId: string }
  /** Tokens that have been handed out, none of which may stand in a log. */
  tokens: Set<string>
}

const Answer = z.looseObject({ id: z.string() })
const Conversation = z.object({ id: z.string(), token: z.string() })
const Organisations = z.object({ organisations: z.array(Id) })
const Code = z.object({ code: z.string() })
const Cases = z.object({ cases: z.array(Id) })
export const CaseBody = z.looseObject({
  id: z.string(),
  version: z.number(),
  state: z.string(),
  staffId: z.string().nullable(),
  confidential: z.boolean(),
  turns: z.array(z.looseObject({ question: z.string().nullable() })),
  statements: z.array(
    z.looseObject({ id: z.string(), state: z.string(), findings: z.unknown(), text: z.string() }),
  ),
  tickets: z.array(z.looseObject({ id: z.string(), state: z.string(), version: z.number() })),
})

const EXPERT = {
  qualification: '专利代理师',
  years: 12,
  recommendedBy: '某协会',
  filingNumber: null,
  fields: ['专利', '综合', '商标'],
  industries: [],
  districts: ['海淀区'],
  languages: ['zh'],
  employer: '某研究所',
  clients: [],
  competitors: [],
  capacity: 20,
  email: null,
  phone: null,
  consented: true,
}

export const QUESTION = '专家接到通知后多久响应？'

let addresses = 0
/** For documentation only (RFC 5737), so of nobody. */
export function nextAddress(): string {
  addresses += 1
  return `203.0.113.${addresses % 250}`
}

type Target = {
  base: string
  instance: Instance | undefined
  /** Without any, the first administrator of the instance is made. */
  credentials: Credentials | undefined
  slack: number
}

/** Everybody whom attacks name, made over the API. @throws where the service refuses it */
export async function prepareWorld({ base, instance, credentials, slack }: Target): Promise<World> {
  const send: Send = (sent) => sendTo(base, withAddress(sent))
  const administrator = credentials
    ? { cookie: await signIn(send, credentials) }
    : await beginAdministrator(send, instance?.oneTimePassword ?? '')
  const by = { headers: { cookie: administrator.cookie } }
  const found = await send({ path: '/api/staff/organisations', ...by })
  const city = read(Organisations, found).organisations[0]?.id ?? ''
  const mark = randomUUID().slice(0, 8)
  const person = (name: string, placement: Record<string, unknown>) =>
    invite(send, administrator.cookie, { username: `attack-${name}-${mark}`, ...placement })
  const staff: Person[] = []
  for (const n of [1, 2, 3, 4]) {
    staff.push(await person(`staff-${n}`, { role: 'staff', organisationId: city }))
  }
  const experts: World['experts'] = []
  for (const name of ['林若', '赵平']) {
    const entered = { ...EXPERT, name, organisationId: city }
    const made = await post(send, '/api/staff/experts', entered, administrator.cookie)
    const { id: expertId } = read(Id, made)
    const username = `expert-${experts.length + 1}`
    experts.push({ ...(await person(username, { role: 'expert', expertId })), expertId })
  }
  const auditor = await person('auditor', { role: 'auditor', organisationId: null })
  const spare = await person('spare', { role: 'staff', organisationId: city })
  const world = { base, instance, slack, send, administrator, staff, experts, auditor, spare, city }
  return plantCanaries({ ...world, tokens: new Set<string>() }, mark)
}

const withAddress = (sent: Sent): Sent => ({
  ...sent,
  headers: { 'x-forwarded-for': nextAddress(), ...sent.headers },
})

async function plantCanaries(
  bare: Omit<World, 'canaries' | 'other'>,
  mark: string,
): Promise<World> {
  const canaries = {
    CANARY_A: `金丝雀甲${mark}`,
    CANARY_B: `金丝雀乙${mark}`,
    CANARY_T2: `金丝雀丙${mark}`,
    CANARY_KB: `金丝雀丁${mark}`,
    CANARY_KEY: bare.instance ? MODEL_KEY : (process.env['ATTACK_MODEL_KEY'] ?? MODEL_KEY),
    CANARY_SYS: await firstWordsOfPrompt(),
  }
  const asker = await begin(bare)
  const asked = await ask(bare, asker, `${QUESTION}我们公司叫${canaries.CANARY_B}`)
  return { ...bare, canaries, other: { ...asker, answerId: read(Answer, asked).id } }
}

/** What a model is told first: whoever sees it has seen the prompt. */
async function firstWordsOfPrompt(): Promise<string> {
  const text = await readFile(new URL('../../prompts/answer.md', import.meta.url), 'utf8')
  return text.split('---').at(-1)?.trim().split('\n')[0]?.slice(0, 30) ?? ''
}

export const bearer = ({ token }: { token: string }) => ({ authorization: `Bearer ${token}` })

export async function begin(world: Pick<World, 'send' | 'tokens'>, known?: Asker): Promise<Asker> {
  const headers = known && bearer(known)
  const begun = await world.send({
    method: 'POST',
    path: '/api/conversations',
    ...(headers && { headers }),
  })
  const asker = read(Conversation, begun)
  world.tokens.add(asker.token)
  return asker
}

export function ask(world: Pick<World, 'send'>, asker: Asker, text: string): Promise<Reply> {
  return world.send({
    method: 'POST',
    path: `/api/conversations/${asker.id}/messages`,
    headers: bearer(asker),
    body: { text },
  })
}

type Wanted = { question: string; expert?: number; confidential?: boolean }

/** A question that was handed over: an open case. */
export async function openCase(world: World, { question, confidential = false }: Wanted) {
  const asker = await begin(world)
  read(Answer, await ask(world, asker, question))
  const form = { name: '陈一', contact: '13911112222', consent: true, district: '海淀区' }
  const handedOver = await world.send({
    method: 'POST',
    path: `/api/conversations/${asker.id}/handoff`,
    headers: bearer(asker),
    body: { ...form, confidential },
  })
  const { code } = read(Code, handedOver)
  const listed = await asStaff(world, { path: `/api/staff/cases?q=${code}` })
  const caseId = read(Cases, listed).cases[0]?.id ?? ''
  return { asker, code, caseId }
}

export const asStaff = (world: World, sent: Sent, which = 0) =>
  world.send({ ...sent, headers: { cookie: world.staff[which]?.cookie ?? '', ...sent.headers } })

export async function readCase(world: World, caseId: string) {
  return read(CaseBody, await asStaff(world, { path: `/api/staff/cases/${caseId}` }))
}

/** What staff do to a case, with the version that it has now. */
export async function act(world: World, caseId: string, verb: string, more: object = {}) {
  const { version } = await readCase(world, caseId)
  const path = `/api/staff/cases/${caseId}/${verb}`
  return asStaff(world, { method: 'POST', path, body: { version, ...more } })
}

/** An accepted ticket of one of the experts. */
export async function acceptTicket(world: World, wanted: Wanted): Promise<Offered> {
  const opened = await openCase(world, wanted)
  const expert = world.experts[wanted.expert ?? 0]
  read(z.unknown(), await act(world, opened.caseId, 'take'))
  read(z.unknown(), await act(world, opened.caseId, 'assign', { expertId: expert?.expertId }))
  const ticket = (await readCase(world, opened.caseId)).tickets[0]
  const accepted = { version: ticket?.version, noConflict: true }
  const path = `/api/expert/tickets/${ticket?.id}/accept`
  read(z.unknown(), await post(world.send, path, accepted, expert?.cookie))
  return { ...opened, ticketId: ticket?.id ?? '' }
}

export async function ticketVersion(world: World, { caseId, ticketId }: Offered) {
  const { tickets } = await readCase(world, caseId)
  return tickets.find(({ id }) => id === ticketId)?.version ?? 1
}
