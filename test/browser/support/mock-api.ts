import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Answer, Citation, Level, Outcome } from '../../../src/shared/message.ts'
import { createPeople } from './mock-people.ts'
import type { PeopleControl } from './mock-people.ts'
import { catalogue, cite, documentOf, documents, headingOf, passages, urlOf } from './mock-data.ts'

/** What the service is to say next, and how its connection behaves. */
type Script = {
  sentences: { text: string; citations?: Citation[] }[]
  /** Between two events. */
  pauseMs?: number
  /** The sentence of this index, from 0, and what follows come only after that. */
  hold?: { at: number; until: Promise<unknown> }
  /** The connection breaks once after this many events; the answer goes on. */
  cutAfter?: number
  refuse?: { status: number; code: string; detail: string }
  level?: Level
  outcome?: Outcome
}

/** Something to be waited for, and what lets it happen. */
export function createGate(): { until: Promise<void>; open: () => void } {
  let open = () => {}
  const until = new Promise<void>((resolve) => {
    open = resolve
  })
  return { until, open: () => open() }
}

export type Control = {
  answerNext: (script: Script) => void
  requests: { method: string; path: string; headers: IncomingMessage['headers'] }[]
  stopped: string[]
  /** Streams that the page closed before they were over. */
  aborted: number
  /** When the first words of the last answer went out. */
  firstSentenceAt: number | undefined
  people: PeopleControl
}

type Event = { id: number; event: string; data: unknown }
type Message = {
  id: string
  events: Event[]
  done: boolean
  stopped: boolean
  cut: boolean
  script: Script
}
type Conversation = {
  id: string
  createdAt: string
  turns: { text: string; at: string; message: Message }[]
}

const usualAnswer: Script = {
  sentences: [
    {
      text: '申请设立工作站的单位应向所在区的知识产权管理部门提出书面申请[1]。',
      citations: [cite(1, 'measures-draft#art5')],
    },
    {
      text: '公共服务机构应为服务对象提供免费或低成本的检索服务[2]。',
      citations: [
        cite(
          2,
          'service-spec#basic.8',
          '公共服务机构应利用知识产权基础信息资源为服务对象提供免费或低成本的基础性知识产权信息检索服务。',
        ),
      ],
    },
    { text: '以上第一项出自征求意见稿，尚未正式施行，仅供了解。' },
  ],
}

const dist = fileURLToPath(new URL('../../../dist/web', import.meta.url))
const csp =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'"
const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

function json(response: ServerResponse, status: number, body: unknown, type = 'application/json') {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

const problem = (response: ServerResponse, status: number, code: string, detail: string) =>
  json(
    response,
    status,
    { type: 'about:blank', title: code, status, detail, code },
    'application/problem+json',
  )

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks).toString() || '{}')
}

const token = 'mock-token'

const isUnknownAsker = (request: IncomingMessage) =>
  request.headers.authorization !== `Bearer ${token}`

const isAboutPeople = (path: string) =>
  /^\/api\/(?:cases|complaints|me)\b|\/(?:handoff|rating)$/.test(path)

async function serveFile(response: ServerResponse, path: string) {
  const file = /^\/documents\/[^/]+$/.test(path) ? '/documents/index.html' : path
  const name = file.endsWith('/') ? `${file}index.html` : file
  try {
    const content = await readFile(join(dist, decodeURIComponent(name)))
    const type = types[name.split('.').pop() ?? ''] ?? 'application/octet-stream'
    response.writeHead(200, { 'content-type': type, 'content-security-policy': csp })
    response.end(content)
  } catch {
    response.writeHead(404).end()
  }
}

function answerOf(message: Message, conversationId: string): Answer {
  const told = message.events.flatMap(({ event, data }) => (event === 'sentence' ? [data] : []))
  const sentences = told as Answer['sentences']
  const level = message.script.level ?? 'self'
  return {
    id: message.id,
    conversationId,
    author: 'assistant',
    outcome: message.script.outcome ?? 'answer',
    reason: 'service',
    coverage: 'complete',
    writer: 'extract',
    language: 'zh',
    text: sentences.map(({ text }) => text).join(''),
    sentences,
    citations: sentences.flatMap(({ citations }) => citations),
    routing: {
      level,
      field: '综合',
      topics: [],
      district: null,
      urgency: 'normal',
      reasons: ['涉及跨境纠纷'],
    },
    suggestions: ['工作站需要哪些设施？', '谁来考察申请单位？', '多久公布一次工作站名单？'],
    label: '内容由 AI 生成，仅供参考，以正式文件为准',
    stopped: message.stopped,
    at: new Date().toISOString(),
  }
}

/** Writes the events of an answer as time passes, whether anyone listens or not. */
async function generate(message: Message, conversationId: string): Promise<void> {
  const add = (event: string, data: unknown) =>
    message.events.push({ id: message.events.length + 1, event, data })
  add('meta', { messageId: message.id, conversationId, questionId: `${message.id}-q` })
  for (const [at, { text, citations = [] }] of message.script.sentences.entries()) {
    await wait(message.script.pauseMs ?? 20)
    if (message.script.hold?.at === at) await message.script.hold.until
    if (message.stopped) break
    add('sentence', { n: at + 1, text, citations })
  }
  add('done', answerOf(message, conversationId))
  message.done = true
}

async function tell(message: Message, response: ServerResponse, after: number, control: Control) {
  const connection = { open: true }
  response.on('close', () => {
    connection.open = false
  })
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  for (let next = after; connection.open;) {
    const event = message.events[next]
    if (event !== undefined) {
      response.write(
        `id: ${event.id}\nevent: ${event.event}\ndata: ${JSON.stringify(event.data)}\n\n`,
      )
      next += 1
      if (next === 2) control.firstSentenceAt = Date.now()
      if (!message.cut && next === message.script.cutAfter) {
        message.cut = true
        await wait(50)
        response.destroy()
        return
      }
      if (event.event === 'done') return void response.end()
    } else await wait(5)
  }
  control.aborted += 1
}

const withState = (passage: (typeof passages)[number]) => {
  const { title, status, statusText } = documentOf(passage.document)
  return { ...passage, title, status, statusText, url: urlOf(passage.document, passage.locator) }
}

function serveKnowledge(url: URL, response: ServerResponse): void {
  const [, , kind = '', id = '', , locator] = url.pathname.split('/').map(decodeURIComponent)
  if (kind === 'catalogue') return json(response, 200, { [id]: catalogue[id] })
  if (kind === 'search') {
    const q = url.searchParams.get('q') ?? ''
    const found = passages.filter((passage) => passage.text.includes(q) && passage.kind !== 'item')
    const results = found.map((passage) => ({
      ...withState(passage),
      heading: headingOf(passage),
    }))
    return json(response, 200, { results: results.slice(0, 10) })
  }
  if (id === '') return json(response, 200, { documents })
  const ofDocument = passages.filter(({ document }) => document === id)
  if (ofDocument.length === 0) return problem(response, 404, 'not_found', '没有找到这份文件。')
  if (locator === undefined) return json(response, 200, { ...documentOf(id), passages: ofDocument })
  const passage = ofDocument.find((each) => each.locator === locator)
  if (passage === undefined) return problem(response, 404, 'not_found', '没有找到这一条款。')
  const unit = ofDocument.find((each) => each.locator === passage.unit)
  return json(response, 200, { ...withState(passage), unitText: unit?.text, note: null })
}

function createConversations(
  control: Control,
  scripts: Script[],
  people: ReturnType<typeof createPeople>,
) {
  const conversations = new Map<string, Conversation>()
  const messages = new Map<string, { message: Message; conversationId: string }>()

  const ask = async (
    request: IncomingMessage,
    response: ServerResponse,
    conversation: Conversation,
  ) => {
    const { text } = await bodyOf(request)
    const script = scripts.shift() ?? usualAnswer
    if (script.refuse)
      return problem(response, script.refuse.status, script.refuse.code, script.refuse.detail)
    const id = `m${messages.size + 1}-${String(request.headers['idempotency-key'])}`
    const message: Message = { id, events: [], done: false, stopped: false, cut: false, script }
    messages.set(id, { message, conversationId: conversation.id })
    conversation.turns.push({ text: String(text), at: new Date().toISOString(), message })
    const generated = generate(message, conversation.id)
    if (request.headers.accept === 'application/json') {
      await generated
      return json(response, 200, answerOf(message, conversation.id))
    }
    await tell(message, response, 0, control)
  }

  const turnsOf = (conversation: Conversation) =>
    conversation.turns.flatMap(({ text, at, message }) => [
      { role: 'asker', id: message.id, text, at },
      {
        role: 'assistant',
        id: message.id,
        state: message.done ? 'done' : 'running',
        answer: message.done ? answerOf(message, conversation.id) : null,
        rating: people.ratingOf(message.id),
      },
    ])

  const onConversations = async (
    request: IncomingMessage,
    response: ServerResponse,
    id: string,
    part: string,
  ) => {
    if (id === '' && request.method === 'POST') {
      const conversation = {
        id: `c${conversations.size + 1}`,
        createdAt: new Date().toISOString(),
        turns: [],
      }
      conversations.set(conversation.id, conversation)
      return json(response, 201, { id: conversation.id, token })
    }
    if (isUnknownAsker(request)) {
      return problem(response, 401, 'unauthorized', '会话凭证无效或已过期。')
    }
    if (id === '') {
      const list = [...conversations.values()].reverse()
      const named = list.map(({ id, createdAt, turns }) => ({
        id,
        createdAt,
        title: turns[0]?.text ?? '—',
      }))
      return json(response, 200, { conversations: named })
    }
    const conversation = conversations.get(id)
    if (conversation === undefined) return problem(response, 404, 'not_found', '没有找到这次咨询。')
    if (part === 'messages') return ask(request, response, conversation)
    const { createdAt } = conversation
    const turns = turnsOf(conversation)
    return json(response, 200, { id, createdAt, ...people.ofConversation(id), turns })
  }

  const onMessages = (
    request: IncomingMessage,
    response: ServerResponse,
    id: string,
    part: string,
  ) => {
    const found = messages.get(id)
    if (found === undefined) return problem(response, 404, 'not_found', '没有找到这条回答。')
    if (part !== 'stop') {
      return tell(found.message, response, Number(request.headers['last-event-id'] ?? 0), control)
    }
    control.stopped.push(id)
    found.message.stopped = true
    return json(response, 202, {})
  }

  return { onConversations, onMessages }
}

/** Speaks the service's API from fixed data; faults are scripted. Serves the built pages beside it. */
export async function startMockApi(): Promise<{
  url: string
  stop: () => Promise<void>
  control: Control
}> {
  const scripts: Script[] = []
  const people = createPeople(isUnknownAsker)
  const control: Control = {
    answerNext: (script) => void scripts.push(script),
    requests: [],
    stopped: [],
    aborted: 0,
    firstSentenceAt: undefined,
    people: people.control,
  }
  const { onConversations, onMessages } = createConversations(control, scripts, people)
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const [, api, kind, id = '', part = ''] = url.pathname.split('/').map(decodeURIComponent)
    control.requests.push({
      method: request.method ?? '',
      path: url.pathname,
      headers: request.headers,
    })
    if (isAboutPeople(url.pathname)) {
      void bodyOf(request).then((body) => people.answer(request, response, body))
    } else if (api !== 'api') void serveFile(response, url.pathname)
    else if (kind === 'conversations') void onConversations(request, response, id, part)
    else if (kind === 'messages') void onMessages(request, response, id, part)
    else serveKnowledge(url, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    control,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
