import type { IncomingMessage, ServerResponse } from 'node:http'
import type { DeliveredStatement } from '../../../src/cases/asker-cases.ts'
import type { RatedCase } from '../../../src/feedback/asker-ratings.ts'
import type { OwnRating } from '../../../src/feedback/record-rating.ts'
import { ComplaintInput, RatingInput } from '../../../src/channels/web/feedback-schemas.ts'
import { ConsentInput, HandOverInput } from '../../../src/channels/web/case-schemas.ts'

type Reply = (status: number, body: unknown) => void
type Refusal = { status: number; code: string; detail: string }

/** What people do meanwhile. */
export type PeopleControl = {
  /** The bodies that the page has sent, by path. */
  sent: { path: string; body: unknown }[]
  /** The next request about people is refused. */
  refuseNext: (refusal: Refusal) => void
  advance: (code: string, changes: Partial<RatedCase>) => void
  say: (conversationId: string, statement: Omit<DeliveredStatement, 'id' | 'at'>) => void
  cases: RatedCase[]
  erased: number
}

const WEEK = 7 * 24 * 3_600_000
const codes = ['ZW-AB23CD45', 'ZW-EF67GH89', 'ZW-JK23MN45']

function ratingOf(body: unknown): OwnRating {
  const { score, solved, reasons, text } = RatingInput.parse(body)
  const editableUntil = new Date(Date.now() + WEEK).toISOString()
  return { score, solved: solved ?? null, reasons, text: text ?? null, editableUntil }
}

function newCase(code: string, conversationId: string, body: unknown): RatedCase {
  const { kind, field, confidential, contactConsent } = HandOverInput.parse(body)
  const now = new Date().toISOString()
  return {
    code,
    kind,
    state: 'open',
    step: 'handed_over',
    organisation: '北京市知识产权公共服务中心',
    field: field ?? '综合',
    confidential,
    contactConsent,
    createdAt: now,
    updatedAt: now,
    dueAt: null,
    conversationId,
    canWithdraw: true,
    result: null,
    rating: null,
  }
}

/** The part of the API that is about people, from memory. Bodies are read with the schemas of the service. */
export function createPeople(isUnknown: (request: IncomingMessage) => boolean) {
  const statements: (DeliveredStatement & { conversationId: string })[] = []
  const ratings = new Map<string, OwnRating>()
  const refusals: Refusal[] = []
  const control: PeopleControl = {
    sent: [],
    refuseNext: (refusal) => void refusals.push(refusal),
    advance: (code, changes) => {
      const found = control.cases.find((each) => each.code === code)
      if (found !== undefined)
        Object.assign(found, { updatedAt: new Date().toISOString() }, changes)
    },
    say: (conversationId, statement) => {
      const id = `s${statements.length + 1}`
      statements.push({ ...statement, id, at: new Date().toISOString(), conversationId })
    },
    cases: [],
    erased: 0,
  }

  const handOver = (conversationId: string, body: unknown, reply: Reply) => {
    const living = control.cases.find(
      (each) => each.conversationId === conversationId && each.step !== 'closed',
    )
    const own = living ?? newCase(codes[control.cases.length] ?? '', conversationId, body)
    if (living === undefined) control.cases.push(own)
    const promise = `已转给${own.organisation}的工作人员，编号 ${own.code}。`
    return reply(living === undefined ? 201 : 200, { ...own, promise })
  }

  const onCase = (code: string, part: string, body: unknown, reply: Reply) => {
    const own = control.cases.find((each) => each.code === code)
    if (own === undefined) return reply(404, { code: 'not_found', detail: '没有找到这个转办件。' })
    if (part === 'rating') {
      own.rating = ratingOf(body)
      return reply(200, own.rating)
    }
    if (part === 'withdraw') {
      control.advance(code, { state: 'withdrawn', step: 'closed', canWithdraw: false })
    }
    if (part === 'contact-consent') {
      control.advance(code, { contactConsent: ConsentInput.parse(body).given })
    }
    return reply(200, own)
  }

  const onMe = (method: string, reply: Reply) => {
    if (method === 'PATCH') return reply(200, { cases: control.cases.length })
    if (method !== 'DELETE') {
      const contact = { name: '陈一', contact: '13911112222', organisation: '甲科技有限公司' }
      const cases = control.cases.map((each) => ({ ...each, contact }))
      return reply(200, { exportedAt: new Date().toISOString(), cases })
    }
    control.erased += 1
    const erased = control.cases.splice(0)
    return reply(200, { conversations: 1, cases: erased.length, held: 0 })
  }

  const answer = (request: IncomingMessage, response: ServerResponse, body: unknown): void => {
    const [, , kind = '', id = '', part = ''] = (request.url ?? '').split('/')
    const method = request.method ?? ''
    const reply: Reply = (status, answered) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(answered))
    }
    const routes: Record<string, () => void> = {
      cases: () => onCase(id, part, body, reply),
      me: () => onMe(method, reply),
      complaints: () => {
        ComplaintInput.parse(body)
        reply(201, { code: 'TS-AB23CD45', dueAt: '2026-12-08T16:00:00.000Z' })
      },
      conversations: () => handOver(id, body, reply),
      messages: () => {
        ratings.set(id, ratingOf(body))
        reply(200, ratings.get(id))
      },
    }
    if (isUnknown(request)) {
      return reply(401, { code: 'unauthorized', detail: '会话凭证无效或已过期。' })
    }
    if (method !== 'GET') control.sent.push({ path: request.url ?? '', body })
    const refusal = method === 'GET' ? undefined : refusals.shift()
    if (refusal === undefined) routes[kind]?.()
    else reply(refusal.status, refusal)
  }

  const ofConversation = (id: string) => ({
    cases: control.cases.filter(({ conversationId }) => conversationId === id),
    statements: statements
      .filter(({ conversationId }) => conversationId === id)
      .map(({ conversationId: _, ...statement }) => statement),
  })
  return { control, answer, ofConversation, ratingOf: (id: string) => ratings.get(id) ?? null }
}
