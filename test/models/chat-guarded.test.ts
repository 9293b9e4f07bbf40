import { expect, test as base } from 'vitest'
import { type Breaker, createBreaker } from '../../src/models/breaker.ts'
import { type ChatModel, type ChatRequest, ModelError } from '../../src/models/chat-model.ts'
import {
  type ChatGuards,
  type ChatLimits,
  defaultLimits,
  guardedChat,
} from '../../src/models/guarded-chat.ts'
import { openAiChat } from '../../src/models/openai-chat.ts'
import { type ModelReply, type ModelServer, startModelServer } from '../support/model-server.ts'

/** Short, so that the tests are; far enough apart to be told from each other. */
const limits: ChatLimits = {
  ...defaultLimits,
  firstWordsMs: 600,
  idleMs: 250,
  wholeMs: 1_500,
  maxCharacters: 1_000,
  concurrency: 2,
}

const SLOW_MACHINE_MS = 400

type Trial = {
  server: ModelServer
  chat: ChatModel
  breaker: Breaker
  clock: { now: Date }
  switches: { off: boolean }
  used: Map<string, number>
  /** The same service with other limits. */
  withLimits: (changes: Partial<ChatLimits>) => ChatModel
}

const endpoint = ({ baseUrl }: ModelServer) => {
  return { baseUrl, apiKey: undefined, model: 'test-model', jsonMode: false, streamUsage: true }
}

const test = base.extend<{ trial: Trial }>({
  trial: async ({}, use) => {
    const server = await startModelServer()
    const clock = { now: new Date('2025-03-01T15:59:00Z') }
    const switches = { off: false }
    const used = new Map<string, number>()
    const breaker = createBreaker(() => clock.now)
    const guards: ChatGuards = {
      limits,
      breaker,
      now: () => clock.now,
      isSwitchedOff: async () => switches.off,
      tokens: {
        spent: async (day) => used.get(day) ?? 0,
        add: async (day, tokens) => void used.set(day, (used.get(day) ?? 0) + tokens),
      },
    }
    const bare = openAiChat(endpoint(server))
    const withLimits = (changes: Partial<ChatLimits>) =>
      guardedChat(bare, { ...guards, limits: { ...limits, ...changes } })
    await use({ server, breaker, clock, switches, used, withLimits, chat: withLimits({}) })
    await server.close()
  },
})

const request: ChatRequest = {
  purpose: 'test',
  messages: [{ role: 'user', content: '可以续聘吗？' }],
  maxTokens: 300,
}

async function follow(chat: ChatModel, changes: Partial<ChatRequest> = {}) {
  const began = performance.now()
  const pieces: string[] = []
  const seen = () => ({ text: pieces.join(''), ms: performance.now() - began })
  try {
    for await (const piece of chat.stream({ ...request, ...changes })) pieces.push(piece)
    return { ...seen(), fault: undefined }
  } catch (error) {
    if (error instanceof ModelError) return { ...seen(), fault: error.fault }
    throw error
  }
}

const text = '可以连聘，连聘一般不超过两届。'.repeat(4)

test('a whole text comes through unchanged, and its tokens are counted on the day in Beijing', async ({
  trial: { server, chat, used, clock },
}) => {
  const reply = { text, usage: { prompt_tokens: 100, completion_tokens: 20 } }
  server.always(reply)
  expect(await follow(chat)).toMatchObject({ text, fault: undefined })
  expect(await chat.complete(request)).toMatchObject({ text, usage: { completionTokens: 20 } })
  expect(server.requests[0]?.body.messages).toEqual(request.messages)
  expect(used).toEqual(new Map([['2025-03-01', 240]]))
  clock.now = new Date('2025-03-01T16:00:00Z')
  await follow(chat)
  expect(used.get('2025-03-02')).toBe(120)
})

const silences: [string, ModelReply, string, number][] = [
  ['hangs before its headers', { hang: 'before_headers' }, 'first_words_late', 600],
  ['hangs after its headers', { hang: 'after_headers' }, 'first_words_late', 600],
  ['stops speaking before its end', { text: '一半', hang: 'before_end' }, 'stalled', 250],
  ['drips a word now and then', { text, everyMs: 400 }, 'stalled', 650],
  ['drips steadily and never ends', { text: text.repeat(5), everyMs: 100 }, 'too_late', 1_500],
]

for (const [name, reply, fault, ms] of silences) {
  test(`a model that ${name} is left in time and its socket closed`, async ({
    trial: { server, chat },
  }) => {
    server.always(reply)
    const result = await follow(chat)
    expect(result.fault).toBe(fault)
    expect(result.ms).toBeGreaterThan(ms - 20)
    expect(result.ms).toBeLessThan(ms + SLOW_MACHINE_MS)
    await server.idle()
    expect(server.requests).toHaveLength(1)
    expect(server.requests[0]?.aborted).toBe(true)
  })
}

test('after 5xx or a broken connection before the first word there is one more request', async ({
  trial: { server, chat },
}) => {
  for (const reply of [{ status: 500 }, { status: 503 }, { text, destroyAt: 0 }]) {
    server.requests.length = 0
    server.next(reply, { text })
    expect(await follow(chat)).toMatchObject({ text, fault: undefined })
    expect(server.requests).toHaveLength(2)
  }
})

test('there is no third request, and none at all after words, a refusal or garbage', async ({
  trial: { server, chat },
}) => {
  const expected: [ModelReply, string, number][] = [
    [{ status: 500 }, 'unreachable', 2],
    [{ status: 429, headers: { 'retry-after': '0' } }, 'refused', 1],
    [{ text, destroyAt: 0.3 }, 'cut', 1],
    [{ text, finishReason: null }, 'cut', 1],
  ]
  for (const [reply, fault, requests] of expected) {
    server.requests.length = 0
    server.always(reply)
    expect((await follow(chat)).fault).toBe(fault)
    expect(server.requests).toHaveLength(requests)
  }
})

test('the second request has only the time that the first one left', async ({
  trial: { server, chat },
}) => {
  server.next({ status: 500, delayMs: 400 }, { text, delayMs: 400 })
  const result = await follow(chat)
  expect(result.fault).toBe('first_words_late')
  expect(result.ms).toBeGreaterThan(580)
  await server.idle()
  expect(server.requests.map(({ aborted }) => aborted)).toEqual([false, true])
})

test('after five faults nobody asks for 30 seconds, then one call does, once', async ({
  trial: { server, chat, clock },
}) => {
  const faults: ModelReply[] = [
    { status: 404 },
    { status: 401 },
    { status: 403 },
    { pieces: [] },
    { text, finishReason: 'length' },
  ]
  server.next(...faults)
  for (let at = 0; at < faults.length; at += 1) await follow(chat)
  server.always({ status: 500 })
  const refused = await follow(chat)
  expect(refused.fault).toBe('breaker_open')
  expect(refused.ms).toBeLessThan(SLOW_MACHINE_MS)
  expect(server.requests).toHaveLength(5)

  clock.now = new Date(clock.now.getTime() + 30_000)
  const together = await Promise.all([follow(chat), follow(chat), follow(chat)])
  expect(together.map(({ fault }) => String(fault)).toSorted()).toEqual([
    'breaker_open',
    'breaker_open',
    'unreachable',
  ])
  expect(server.requests).toHaveLength(6)

  clock.now = new Date(clock.now.getTime() + 30_000)
  server.always({ text })
  expect((await follow(chat)).text).toBe(text)
  const afterwards = await Promise.all([follow(chat), follow(chat)])
  expect(afterwards.map((result) => result.text)).toEqual([text, text])
})

test('a whole text between faults starts the count of faults anew', async ({
  trial: { server, chat, breaker },
}) => {
  const refusals = Array<ModelReply>(4).fill({ status: 429 })
  server.next(...refusals, { text }, ...refusals)
  for (let at = 0; at < 9; at += 1) await follow(chat)
  expect(server.requests).toHaveLength(9)
  expect(breaker.isOpen()).toBe(false)
})

test('first words that come late after a wait for a place are no fault of the model', async ({
  trial: { server, withLimits, breaker },
}) => {
  const chat = withLimits({ concurrency: 1 })
  server.always({ text, delayMs: 400 })
  for (let at = 0; at < 5; at += 1) {
    const together = await Promise.all([follow(chat), follow(chat)])
    expect(together.map(({ fault }) => fault)).toEqual([undefined, 'busy'])
  }
  await server.idle()
  expect(server.requests.filter(({ aborted }) => aborted)).toHaveLength(5)
  expect(breaker.isOpen()).toBe(false)
})

test('what people break off says nothing about the model', async ({
  trial: { server, chat, breaker },
}) => {
  server.always({ pieces: ['可以'], hang: 'before_end' })
  for (let at = 0; at < 6; at += 1) {
    for await (const piece of chat.stream(request)) if (piece) break
  }
  await server.idle()
  expect(server.requests.map(({ aborted }) => aborted)).toEqual(Array(6).fill(true))
  expect(breaker.isOpen()).toBe(false)
})

test('a caller who stops gets the fault aborted at once, and the socket is closed', async ({
  trial: { server, chat },
}) => {
  for (const hang of ['before_headers', 'before_end'] as const) {
    server.next({ text: '可以', hang })
    const result = await follow(chat, { signal: AbortSignal.timeout(100) })
    expect(result.fault).toBe('aborted')
    expect(result.ms).toBeLessThan(100 + SLOW_MACHINE_MS)
  }
  await server.idle()
  expect(server.requests.map(({ aborted }) => aborted)).toEqual([true, true])
  expect((await follow(chat, { signal: AbortSignal.abort() })).fault).toBe('aborted')
  expect(server.requests).toHaveLength(2)
})

test('who finds all places taken waits for one, for as long as for first words', async ({
  trial: { server, withLimits },
}) => {
  const chat = withLimits({ idleMs: 5_000, wholeMs: 5_000 })
  server.always({ text: '可以', hang: 'before_end' })
  const stop = new AbortController()
  const holding = [1, 2].map(() => follow(chat, { signal: stop.signal }))
  await expect.poll(() => server.requests.length).toBe(2)

  const busy = await follow(chat)
  expect(busy.fault).toBe('busy')
  expect(busy.ms).toBeGreaterThan(580)
  expect(busy.ms).toBeLessThan(600 + SLOW_MACHINE_MS)
  expect(server.requests).toHaveLength(2)

  server.always({ text })
  const waiting = follow(chat)
  setTimeout(() => stop.abort(), 100)
  expect(await waiting).toMatchObject({ text, fault: undefined })
  await Promise.all(holding)
})

test('places are given back whatever ends a call, also when the caller never reads on', async ({
  trial: { server, chat },
}) => {
  server.next({ status: 401 }, { hang: 'before_headers' })
  for (let at = 0; at < 2; at += 1) await follow(chat)
  server.always({ text })
  const forgotten = [chat.stream(request), chat.stream(request)]
  for (const stream of forgotten) await stream.next()
  expect((await follow(chat)).fault).toBe('busy')
  await new Promise((resolve) => setTimeout(resolve, limits.wholeMs))
  expect(await follow(chat)).toMatchObject({ text, fault: undefined })
  await expect(forgotten[0]?.next()).rejects.toMatchObject({ fault: 'too_late' })
})

test('many at once never exceed the places, and all that fit in time are served', async ({
  trial: { server, withLimits },
}) => {
  const underway = { now: 0, most: 0 }
  server.always(() => {
    underway.now += 1
    underway.most = Math.max(underway.most, underway.now)
    setTimeout(() => (underway.now -= 1), 15)
    return { text: '可以', delayMs: 20 }
  })
  const chat = withLimits({ concurrency: 3, firstWordsMs: 5_000, wholeMs: 8_000 })
  const results = await Promise.all(Array.from({ length: 40 }, () => follow(chat)))
  expect(results.filter(({ fault }) => fault)).toEqual([])
  expect(underway.most).toBeLessThanOrEqual(3)
})

test('the words of a text are limited', async ({ trial: { server, withLimits } }) => {
  const chat = withLimits({ wholeMs: 5_000 })
  server.next(
    { pieces: ['长'.repeat(200_000)] },
    { text: '循环。'.repeat(2_000), everyMs: 1 },
    { text },
  )
  expect(await follow(chat)).toMatchObject({ text: '', fault: 'cut' })
  const looping = await follow(chat)
  expect(looping.fault).toBe('cut')
  expect(looping.text.length).toBeLessThanOrEqual(limits.maxCharacters)
  await server.idle()
  expect(server.requests[1]?.aborted).toBe(true)
  expect((await follow(chat)).text).toBe(text)
})

test('nobody asks once the tokens of the day are used, until the next day begins in Beijing', async ({
  trial: { server, withLimits, clock },
}) => {
  const chat = withLimits({ dailyTokens: 100 })
  server.always({ text, usage: { prompt_tokens: 40, completion_tokens: 10 } })
  expect((await follow(chat)).fault).toBeUndefined()
  expect((await follow(chat)).fault).toBeUndefined()
  expect((await follow(chat)).fault).toBe('budget_spent')
  expect(server.requests).toHaveLength(2)
  clock.now = new Date('2025-03-01T16:00:00Z')
  expect((await follow(chat)).fault).toBeUndefined()
})

test('tokens of a text that was cut are counted, those of a refusal are not', async ({
  trial: { server, chat, used },
}) => {
  server.next({ status: 429 })
  await follow(chat)
  expect(used.size).toBe(0)
  server.next({ text: '可以连聘', finishReason: null })
  await follow(chat)
  // Six characters of question, of which one is a mark, and four of answer.
  expect(used.get('2025-03-01')).toBe(10)
  for await (const piece of chat.stream(request)) if (piece) break
  expect(used.get('2025-03-01')).toBe(17)
})

test('while the model is switched off nobody asks it, and afterwards all do', async ({
  trial: { server, chat, switches },
}) => {
  switches.off = true
  expect((await follow(chat)).fault).toBe('switched_off')
  expect(server.requests).toHaveLength(0)
  switches.off = false
  expect((await follow(chat)).fault).toBeUndefined()
})

test('a failure of the store is told as it is, and holds no place', async ({ trial }) => {
  const broken = guardedChat(openAiChat(endpoint(trial.server)), {
    limits: { ...limits, concurrency: 1 },
    breaker: trial.breaker,
    now: () => trial.clock.now,
    isSwitchedOff: async () => {
      throw new Error('connection lost')
    },
    tokens: { spent: async () => 0, add: async () => {} },
  })
  for (let at = 0; at < 3; at += 1) {
    await expect(broken.complete(request)).rejects.toThrow('connection lost')
  }
})
