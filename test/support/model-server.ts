import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'

/** How one request is answered. Without any of it: the word 好, whole and at once. */
export type ModelReply = {
  /** What is said, piece by piece; a text is split into pieces of a few characters. */
  text?: string
  pieces?: string[]
  /** Before the headers, and before each piece. */
  delayMs?: number
  everyMs?: number
  /** `null` for none at all. */
  finishReason?: string | null
  /** Undefined: counted by characters where the request asks for it; `null` for none at all. */
  usage?: { prompt_tokens: number; completion_tokens: number } | null
  /** Stays silent there until the client leaves. */
  hang?: 'before_headers' | 'after_headers' | 'before_end'
  /** Destroys the socket after this share of the pieces. */
  destroyAt?: number
  /** Told of each piece as it goes out. */
  onPiece?: (piece: string) => void
  /** A line of the stream that stands after the pieces as it is. */
  rawLine?: string
  /** Answers with this instead: a status, or a body of some other kind. */
  status?: number
  body?: string
  headers?: Record<string, string>
}

export type ChatBody = {
  model: string
  messages: { role: string; content: string }[]
  max_tokens?: number
  stream?: boolean
  stream_options?: { include_usage?: boolean }
  response_format?: { type: string }
}

export type ModelRequest = {
  path: string
  headers: IncomingMessage['headers']
  body: ChatBody
  /** The client left before the answer was whole. */
  aborted: boolean
}

type Answering = ModelReply | ((request: ModelRequest) => ModelReply)

export type ModelServer = {
  baseUrl: string
  port: number
  /** In the order in which they came. */
  requests: ModelRequest[]
  /** From now on, every request that has none of its own is answered so. */
  always: (reply: Answering) => void
  /** The next requests are answered so, one each. */
  next: (...replies: Answering[]) => void
  /** Of those that brought a request: after one is broken off, Node opens another and leaves it idle. */
  openSockets: () => number
  /** Resolves once no request is being answered: its client has the whole answer, or has left. */
  idle: () => Promise<void>
  close: () => Promise<void>
}

/** A local server that speaks the chat completions of the OpenAI protocol, and fails as it is told. */
export async function startModelServer(): Promise<ModelServer> {
  const requests: ModelRequest[] = []
  const queue: Answering[] = []
  const sockets = new Set<Socket>()
  const underway = new Set<Promise<void>>()
  let standing: Answering = {}

  const answer = async (incoming: IncomingMessage, response: ServerResponse) => {
    const { url = '', headers } = incoming
    const request: ModelRequest = {
      path: url,
      headers,
      body: await bodyOf(incoming),
      aborted: false,
    }
    requests.push(request)
    let isWhole = false
    response.once('finish', () => (isWhole = true))
    const left = new Promise<void>((resolve) => {
      response.once('close', () => {
        request.aborted = !isWhole
        resolve()
      })
    })
    const chosen = queue.shift() ?? standing
    const reply = typeof chosen === 'function' ? chosen(request) : chosen
    await Promise.race([left, send(reply, request, response)])
    await left
  }
  const server = createServer((incoming, response) => {
    const answering = answer(incoming, response).finally(() => underway.delete(answering))
    underway.add(answering)
    const { socket } = incoming
    if (!sockets.has(socket)) socket.once('close', () => sockets.delete(socket))
    sockets.add(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    port,
    requests,
    always: (reply) => (standing = reply),
    next: (...replies) => void queue.push(...replies),
    openSockets: () => sockets.size,
    idle: async () => void (await Promise.all(underway)),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function bodyOf(incoming: IncomingMessage): Promise<ChatBody> {
  let text = ''
  incoming.setEncoding('utf8')
  for await (const chunk of incoming) text += chunk
  return JSON.parse(text) as ChatBody
}

async function send(reply: ModelReply, request: ModelRequest, response: ServerResponse) {
  if (reply.delayMs) await wait(reply.delayMs)
  if (reply.hang === 'before_headers') return hangs()
  if (reply.status !== undefined || reply.body !== undefined) return sendBody(reply, response)
  if (request.body.stream) return sendEvents(reply, request, response)
  const message = { role: 'assistant', content: piecesOf(reply).join('') }
  const choices = [{ index: 0, message, finish_reason: reply.finishReason ?? 'stop' }]
  const whole = { id: 'c', object: 'chat.completion', choices, usage: usageOf(reply, request) }
  return sendBody({ body: JSON.stringify({ ...whole, model: request.body.model }) }, response)
}

const hangs = () => new Promise<never>(() => {})

/** In parts: what the client does not take is not sent. */
async function sendBody({ status = 200, body, headers }: ModelReply, response: ServerResponse) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  const text = body ?? JSON.stringify({ error: { message: `planned ${status}`, code: null } })
  const parts = text.match(PART) ?? []
  // A client that leaves before the end is what some tests are about.
  await pipeline(Readable.from(parts), response).catch(() => {})
}

async function sendEvents(reply: ModelReply, request: ModelRequest, response: ServerResponse) {
  response.writeHead(200, { 'content-type': 'text/event-stream', ...reply.headers })
  response.flushHeaders()
  if (reply.hang === 'after_headers') return hangs()
  const event = (data: object) => {
    const common = { id: 'c', object: 'chat.completion.chunk', created: 0 }
    const line = JSON.stringify({ ...common, model: request.body.model, ...data })
    response.write(`data: ${line}\n\n`)
  }
  const pieces = piecesOf(reply)
  event(choice({ role: 'assistant', content: '' }))
  for (const content of pieces.slice(0, Math.floor(pieces.length * (reply.destroyAt ?? 1)))) {
    if (reply.everyMs) await wait(reply.everyMs)
    event(choice({ content }))
    reply.onPiece?.(content)
  }
  if (reply.hang === 'before_end') return hangs()
  if (reply.destroyAt !== undefined) return destroy(response)
  if (reply.rawLine !== undefined) response.write(`${reply.rawLine}\n\n`)
  for (const last of endOf(reply, request)) event(last)
  response.end('data: [DONE]\n\n')
}

function endOf(reply: ModelReply, request: ModelRequest): object[] {
  const { finishReason = 'stop' } = reply
  const usage = request.body.stream_options?.include_usage && usageOf(reply, request)
  return [
    ...(finishReason === null ? [] : [choice({}, finishReason)]),
    ...(usage ? [{ choices: [], usage }] : []),
  ]
}

const choice = (delta: object, finish_reason: string | null = null) => {
  return { choices: [{ index: 0, delta, finish_reason }] }
}

/** What was written goes out first. */
async function destroy(response: ServerResponse) {
  await wait(20)
  response.socket?.destroy()
}

const PIECE = /[^]{1,4}/gu
const PART = /[^]{1,60000}/gu

function piecesOf({ text, pieces }: ModelReply): string[] {
  return pieces ?? (text === undefined ? ['好'] : (text.match(PIECE) ?? []))
}

function usageOf(reply: ModelReply, { body }: ModelRequest) {
  if (reply.usage === null) return undefined
  const prompt_tokens = body.messages.reduce((sum, { content }) => sum + content.length, 0)
  const completion_tokens = piecesOf(reply).join('').length
  const counted = reply.usage ?? { prompt_tokens, completion_tokens }
  return { ...counted, total_tokens: counted.prompt_tokens + counted.completion_tokens }
}
