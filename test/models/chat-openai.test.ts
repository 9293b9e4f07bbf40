import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { expect, test as base } from 'vitest'
import type { ChatEndpoint } from '../../src/config.ts'
import { type ChatRequest, ModelError } from '../../src/models/chat-model.ts'
import { openAiChat } from '../../src/models/openai-chat.ts'
import { type ModelReply, type ModelServer, startModelServer } from '../support/model-server.ts'

const test = base.extend<{ server: ModelServer }>({
  server: async ({}, use) => {
    const server = await startModelServer()
    await use(server)
    await server.close()
  },
})

const endpoint = ({ baseUrl }: ModelServer): ChatEndpoint => {
  return { baseUrl, apiKey: 'secret-key', model: 'test-model', jsonMode: false, streamUsage: true }
}

const request: ChatRequest = {
  purpose: 'test',
  messages: [
    { role: 'system', content: '只依据材料回答。' },
    { role: 'user', content: '专家聘期几年？' },
    { role: 'assistant', content: '三年。' },
    { role: 'user', content: '可以续聘吗？' },
  ],
  maxTokens: 300,
}

/** The pieces that came, and what ended them. */
async function follow(server: ModelServer, changes: Partial<ChatRequest> = {}) {
  const pieces: string[] = []
  try {
    for await (const piece of openAiChat(endpoint(server)).stream({ ...request, ...changes })) {
      pieces.push(piece)
    }
  } catch (error) {
    if (error instanceof ModelError) return { pieces, fault: error.fault, error }
    throw error
  }
  return { pieces, fault: undefined, error: undefined }
}

test('the text comes in pieces, with the tokens that the endpoint counted', async ({ server }) => {
  server.next({
    pieces: ['聘期', '为三年', '。'],
    usage: { prompt_tokens: 40, completion_tokens: 6 },
  })
  const stream = openAiChat(endpoint(server)).stream(request)
  expect(await stream.next()).toEqual({ done: false, value: '聘期' })
  expect(await stream.next()).toEqual({ done: false, value: '为三年' })
  expect(await stream.next()).toEqual({ done: false, value: '。' })
  const usage = { promptTokens: 40, completionTokens: 6 }
  expect(await stream.next()).toEqual({ done: true, value: usage })
})

test('the endpoint gets the messages, the model, the key and the limit of tokens', async ({
  server,
}) => {
  await openAiChat(endpoint(server)).complete(request)
  expect(server.requests).toHaveLength(1)
  const [sent] = server.requests
  expect(sent?.path).toBe('/v1/chat/completions')
  expect(sent?.headers.authorization).toBe('Bearer secret-key')
  expect(sent?.body).toEqual({
    model: 'test-model',
    messages: request.messages,
    max_tokens: 300,
    stream: true,
    stream_options: { include_usage: true },
  })
})

test('an endpoint without keys, without counting and with a JSON mode is asked in its way', async ({
  server,
}) => {
  const plain = { ...endpoint(server), apiKey: undefined, streamUsage: false, jsonMode: true }
  const { usage } = await openAiChat(plain).complete({ ...request, json: true })
  expect(server.requests[0]?.headers.authorization).toBe('Bearer none')
  expect(server.requests[0]?.body).not.toHaveProperty('stream_options')
  expect(server.requests[0]?.body.response_format).toEqual({ type: 'json_object' })
  // 好 is one token; the four messages are 22 characters of Chinese and four marks.
  expect(usage.completionTokens).toBe(1)
  expect(usage.promptTokens).toBeGreaterThan(15)
  await openAiChat(plain).complete(request)
  expect(server.requests[1]?.body).not.toHaveProperty('response_format')
  await openAiChat(endpoint(server)).complete({ ...request, json: true })
  expect(server.requests[2]?.body).not.toHaveProperty('response_format')
})

const html = { body: '<html><h1>502 Bad Gateway</h1>', headers: { 'content-type': 'text/html' } }
const long = '很长的一段话。'.repeat(30)
const faults: [string, ModelReply, string, string][] = [
  ['400', { status: 400 }, 'refused', ''],
  ['401', { status: 401 }, 'refused', ''],
  ['403', { status: 403 }, 'refused', ''],
  ['404', { status: 404 }, 'refused', ''],
  ['429', { status: 429, headers: { 'retry-after': '1' } }, 'refused', ''],
  ['500', { status: 500, headers: { 'x-should-retry': 'true' } }, 'unreachable', ''],
  ['503', { status: 503 }, 'unreachable', ''],
  ['502 with a page', { status: 502, ...html }, 'unreachable', ''],
  ['a page instead of events', html, 'cut', ''],
  ['a whole answer instead of events', { body: '{"choices":[]}' }, 'cut', ''],
  ['no reason for the end', { text: long, finishReason: null }, 'cut', long],
  ['the limit of tokens', { text: long, finishReason: 'length' }, 'cut', long],
  ['a filter of the vendor', { text: '一半', finishReason: 'content_filter' }, 'cut', '一半'],
  ['no text', { pieces: [] }, 'empty', ''],
  ['blanks only', { pieces: [' \n', '\u200b\t', '　'] }, 'empty', ' \n\u200b\t　'],
  ['no JSON in the stream', { text: '一半', rawLine: 'data: {"choices":[{"del' }, 'cut', '一半'],
  ['an error in the stream', { pieces: [], rawLine: 'data: {"error":{"message":"x"}}' }, 'cut', ''],
  ['a connection that breaks at the start', { text: long, destroyAt: 0 }, 'unreachable', ''],
]

for (const [name, reply, fault, text] of faults) {
  test(`an endpoint that answers with ${name} gives the fault ${fault} after one request`, async ({
    server,
  }) => {
    server.always(reply)
    const result = await follow(server)
    expect(result.fault).toBe(fault)
    expect(result.pieces.join('')).toBe(text)
    expect(result.error?.status).toBe(reply.status ?? 200)
    expect(server.requests).toHaveLength(1)
  })
}

test('a connection that breaks at 30 % gives what came, and no whole text', async ({ server }) => {
  server.next({ text: long, destroyAt: 0.3 })
  const { pieces, fault } = await follow(server)
  expect(fault).toBe('cut')
  expect(long.startsWith(pieces.join(''))).toBe(true)
  expect(pieces.join('').length).toBeGreaterThan(50)
})

test('an endpoint that nobody runs is unreachable', async ({ server }) => {
  await server.close()
  const { fault, error } = await follow(server)
  expect(fault).toBe('unreachable')
  expect(error?.status).toBeUndefined()
})

test('a text of 200,000 characters in one piece arrives', async ({ server }) => {
  server.next({ pieces: ['长'.repeat(200_000)] })
  const { pieces, fault } = await follow(server)
  expect(fault).toBeUndefined()
  expect(pieces.join('')).toHaveLength(200_000)
})

test('an error text without end is not read to the end', async ({ server }) => {
  server.next({ status: 400, body: JSON.stringify({ error: { message: 'x'.repeat(50_000_000) } }) })
  expect((await follow(server)).fault).toBe('refused')
  await server.idle()
  expect(server.requests[0]?.aborted).toBe(true)
})

test('neither the key nor what people wrote stands in an error', async ({ server }) => {
  server.always(({ headers, body }) => {
    const message = `no: ${headers.authorization} ${JSON.stringify(body.messages)}`
    return { status: 401, body: JSON.stringify({ error: { message } }) }
  })
  const { error } = await follow(server)
  const everything = `${error?.stack} ${JSON.stringify(error)} ${String(error?.cause)}`
  expect(everything).not.toMatch(/secret-key|聘/u)
})

for (const hang of ['before_headers', 'after_headers', 'before_end'] as const) {
  test(`a call that its caller breaks off closes the socket: ${hang}`, async ({ server }) => {
    server.next({ text: '聘期为三年', hang })
    const stop = new AbortController()
    const result = follow(server, { signal: stop.signal })
    await expect.poll(() => server.requests.length).toBe(1)
    setTimeout(() => stop.abort(), 50)
    expect((await result).fault).toBe('aborted')
    await expect.poll(() => server.openSockets()).toBe(0)
    expect(server.requests[0]?.aborted).toBe(true)
  })
}

test('a caller that reads no further closes the socket, though the model says nothing more', async ({
  server,
}) => {
  server.next({ pieces: ['聘期'], hang: 'before_end' })
  for await (const piece of openAiChat(endpoint(server)).stream(request)) {
    expect(piece).toBe('聘期')
    break
  }
  await server.idle()
  expect(server.requests[0]?.aborted).toBe(true)
})

test('a call that was broken off before it began asks nobody', async ({ server }) => {
  expect((await follow(server, { signal: AbortSignal.abort() })).fault).toBe('aborted')
  expect(server.requests).toHaveLength(0)
})

/** Where the sockets go that are opened meanwhile: addresses, and names that are looked up. */
async function destinations(work: () => Promise<unknown>): Promise<string[]> {
  const seen = new Set<string>()
  const look = (message: unknown) => {
    const { socket } = message as { socket: Socket }
    socket.once('lookup', (_error, _address, _family, host) => seen.add(host))
    socket.once('connect', () => seen.add(`${socket.remoteAddress}:${socket.remotePort}`))
  }
  subscribe('net.client.socket', look)
  try {
    await work()
    await new Promise((resolve) => setTimeout(resolve, 100))
  } finally {
    unsubscribe('net.client.socket', look)
  }
  return [...seen]
}

test('no other host is contacted, whatever the environment or the endpoint says', async ({
  server,
}) => {
  const other = await startModelServer()
  const tracing = {
    LANGSMITH_TRACING: 'true',
    LANGCHAIN_TRACING_V2: 'true',
    LANGSMITH_API_KEY: 'k',
  }
  const endpoints = { LANGSMITH_ENDPOINT: other.baseUrl, OPENAI_BASE_URL: other.baseUrl }
  Object.assign(process.env, tracing, endpoints)
  try {
    server.next({}, { status: 500 }, { status: 307, headers: { location: `${other.baseUrl}/x` } })
    const seen = await destinations(async () => {
      expect((await follow(server)).fault).toBeUndefined()
      expect((await follow(server)).fault).toBe('unreachable')
      expect((await follow(server)).fault).toBe('refused')
    })
    expect(seen).toEqual([`127.0.0.1:${server.port}`])
    expect(other.requests).toHaveLength(0)
  } finally {
    for (const name of Object.keys({ ...tracing, ...endpoints })) delete process.env[name]
    await other.close()
  }
})

test('nothing of a call stands on the console, though the environment asks for it', async ({
  server,
}) => {
  const written: string[] = []
  const names = ['log', 'info', 'debug', 'warn', 'error'] as const
  const original = Object.fromEntries(names.map((name) => [name, console[name]]))
  for (const name of names) console[name] = (...all: unknown[]) => void written.push(all.join(' '))
  process.env.OPENAI_LOG = 'debug'
  try {
    server.next({}, { rawLine: 'data: {garbage' })
    await follow(server)
    await follow(server)
  } finally {
    delete process.env.OPENAI_LOG
    Object.assign(console, original)
  }
  expect(written).toEqual([])
})
