import { asc, eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { AnswerBody } from '../../../src/shared/message-body.ts'
import { consultations, messageEvents, messages } from '../../../src/db/schema/index.ts'
import type { Embedder } from '../../../src/models/embedder.ts'
import {
  ask,
  askStreaming,
  bearer,
  begin,
  follow,
  get,
  post,
  problemOf,
} from '../../support/front-door.ts'
import { test, type TestDeps } from '../../support/test-deps.ts'

const QUESTION = '知识产权公共服务工作站怎么设立？'

test('an answer has exactly the documented form', async ({ app }) => {
  const asker = await begin(app)
  const response = await post(app, asker, { text: QUESTION })
  expect(response.status).toBe(200)
  const body: unknown = await response.json()
  expect(AnswerBody.parse(body)).toEqual(body)
})

test('an answer says who wrote it, when, and in which conversation', async ({ app, deps }) => {
  const asker = await begin(app)
  const answer = await ask(app, asker, QUESTION)
  expect(answer).toMatchObject({
    author: 'assistant',
    conversationId: asker.id,
    stopped: false,
    at: deps.now().toISOString(),
  })
  expect(answer.label).not.toBe('')
  expect(answer.text).toBe(answer.sentences.map(({ text }) => text).join('\n'))
  expect(answer.sentences.map(({ n }) => n)).toEqual(answer.sentences.map((_, at) => at + 1))
})

test('every consultation is archived with its outcome and its moments', async ({ app, deps }) => {
  const answer = await ask(app, await begin(app), QUESTION)
  const rows = await deps.db
    .select()
    .from(consultations)
    .where(eq(consultations.messageId, answer.id))
  expect(rows).toMatchObject([
    {
      channel: 'web',
      outcome: answer.outcome,
      reason: answer.reason,
      coverage: answer.coverage,
      routing: answer.routing,
      askedAt: deps.now(),
      answeredAt: deps.now(),
    },
  ])
})

test('an English question is answered in English', async ({ app }) => {
  const answer = await ask(app, await begin(app), 'How can I set up a public service workstation?')
  expect(answer.language).toBe('en')
  const chinese = await ask(app, await begin(app), QUESTION)
  expect(chinese.language).toBe('zh')
  expect(answer.label).not.toBe(chinese.label)
})

test('a stream tells meta, each sentence once it is final, and then the whole answer', async ({
  app,
}) => {
  const asker = await begin(app)
  const events = await askStreaming(app, asker, QUESTION)
  expect(events.map(({ id }) => id)).toEqual(events.map((_, at) => at + 1))
  expect(events[0]).toMatchObject({ event: 'meta', data: { conversationId: asker.id } })
  const done = AnswerBody.parse(events.at(-1)?.data)
  expect(events.at(-1)?.event).toBe('done')
  expect(events.slice(1, -1).map(({ event }) => event)).toEqual(
    done.sentences.map(() => 'sentence'),
  )
  expect(events.slice(1, -1).map(({ data }) => data)).toEqual(done.sentences)
  expect(done.sentences.length).toBeGreaterThan(0)
  expect(events[0]?.data).toMatchObject({ messageId: done.id })
})

test('a stream is not to be cached or held back by proxies', async ({ app }) => {
  const response = await post(app, await begin(app), { text: QUESTION }, { accept: '*/*' })
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.get('x-accel-buffering')).toBe('no')
  await response.text()
})

test('a stream resumed after any event tells the rest, without gap or doubling', async ({
  app,
}) => {
  const asker = await begin(app)
  const events = await askStreaming(app, asker, QUESTION)
  const { id } = AnswerBody.parse(events.at(-1)?.data)
  for (const [at] of events.slice(0, -1).entries()) {
    expect(await follow(app, asker, id, at)).toEqual(events.slice(at))
  }
  expect(await follow(app, asker, id)).toEqual(events)
})

test('a stream resumed after its last event ends at once', async ({ app }) => {
  const asker = await begin(app)
  const events = await askStreaming(app, asker, QUESTION)
  const { id } = AnswerBody.parse(events.at(-1)?.data)
  expect(await follow(app, asker, id, events.length)).toEqual([])
}, 5_000)

test('an answer outlives the connection over which it was asked', async ({ app, deps }) => {
  const asker = await begin(app)
  const response = await post(app, asker, { text: QUESTION }, { accept: 'text/event-stream' })
  await response.body?.cancel()
  await deps.settled()
  const { turns } = (await (
    await get(app, `/api/conversations/${asker.id}`, bearer(asker))
  ).json()) as {
    turns: { answer?: { text: string } | null }[]
  }
  expect(turns[1]?.answer?.text).not.toBe('')
  expect(turns[1]?.answer).toBeTruthy()
})

test('the answer can be fetched whole afterwards', async ({ app }) => {
  const asker = await begin(app)
  const answer = await ask(app, asker, QUESTION)
  const response = await get(app, `/api/messages/${answer.id}`, bearer(asker))
  expect(await response.json()).toEqual(answer)
})

test('a question sent twice with one key is stored and answered once', async ({ app, deps }) => {
  const asker = await begin(app)
  const first = await ask(app, asker, QUESTION, { key: 'key-1' })
  const again = await ask(app, asker, QUESTION, { key: 'key-1' })
  const streamed = await askStreaming(app, asker, QUESTION, { key: 'key-1' })
  expect(again).toEqual(first)
  expect(streamed.at(-1)?.data).toEqual(first)
  const rows = await deps.db.select().from(messages).where(eq(messages.conversationId, asker.id))
  expect(rows).toHaveLength(1)
})

test('without a key the same question is another turn', async ({ app }) => {
  const asker = await begin(app)
  const first = await ask(app, asker, QUESTION)
  expect((await ask(app, asker, QUESTION)).id).not.toBe(first.id)
})

test('a key used for one text refuses another one, and nothing of it is stored', async ({
  app,
  deps,
}) => {
  const asker = await begin(app)
  await ask(app, asker, QUESTION, { key: 'key-1' })
  const response = await post(app, asker, { text: '另一个问题' }, { key: 'key-1' })
  expect(response.status).toBe(409)
  expect((await problemOf(response)).code).toBe('conflict')
  const rows = await deps.db.select().from(messages).where(eq(messages.conversationId, asker.id))
  expect(rows.map(({ question }) => question)).toEqual([QUESTION])
})

test('a key counts within its conversation only', async ({ app }) => {
  const asker = await begin(app)
  const other = await begin(app, asker.token)
  const first = await ask(app, asker, QUESTION, { key: 'key-1' })
  const second = await ask(app, other, '有哪些培训课程？', { key: 'key-1' })
  expect(second.id).not.toBe(first.id)
})

test('a key of the wrong form is refused', async ({ app }) => {
  const asker = await begin(app)
  for (const key of ['a b', 'x'.repeat(101), '钥匙'.replace(/./gu, '%')]) {
    expect((await post(app, asker, { text: QUESTION }, { key })).status).toBe(400)
  }
})

/** An embedder that answers when it is let. */
function gatedEmbedder(deps: TestDeps, local: Embedder) {
  let open = () => {}
  const gate = new Promise<void>((resolve) => (open = resolve))
  let reached = () => {}
  const waiting = new Promise<void>((resolve) => (reached = resolve))
  deps.embedder = {
    ...local,
    embeddings: {
      ...local.embeddings,
      embedQuery: async (text) => {
        reached()
        await gate
        return local.embeddings.embedQuery(text)
      },
    },
  }
  return { open, waiting }
}

test('an answer that is stopped is told as stopped, by stream and whole', async ({
  app,
  deps,
  localEmbedder,
}) => {
  const gate = gatedEmbedder(deps, localEmbedder)
  const asker = await begin(app)
  const response = await post(app, asker, { text: QUESTION }, { accept: 'text/event-stream' })
  await gate.waiting
  const [row] = await deps.db.select().from(messages).where(eq(messages.conversationId, asker.id))
  const id = row?.id ?? ''
  const early = await get(app, `/api/messages/${id}`, bearer(asker))
  expect(await early.json()).toEqual({ id, state: 'running' })
  const stop = await app.request(`/api/messages/${id}/stop`, {
    method: 'POST',
    headers: bearer(asker),
  })
  expect(stop.status).toBe(202)
  gate.open()
  const reader = response.text()
  await deps.settled()
  expect(await reader).toContain('"stopped":true')
  const stopped = AnswerBody.parse(
    await (await get(app, `/api/messages/${id}`, bearer(asker))).json(),
  )
  expect(stopped).toMatchObject({ stopped: true, text: '', sentences: [], citations: [] })
})

test('stopping an answer that is finished changes nothing', async ({ app }) => {
  const asker = await begin(app)
  const answer = await ask(app, asker, QUESTION)
  const stop = await app.request(`/api/messages/${answer.id}/stop`, {
    method: 'POST',
    headers: bearer(asker),
  })
  expect(stop.status).toBe(202)
  const response = await get(app, `/api/messages/${answer.id}`, bearer(asker))
  expect(await response.json()).toEqual(answer)
})

test('the twenty-first question within a minute is refused, and accepted after it', async ({
  app,
  deps,
}) => {
  const asker = await begin(app)
  for (let n = 1; n <= 20; n += 1) {
    expect((await post(app, asker, { text: `你好 ${n}` })).status).toBe(200)
    deps.pass(1000)
  }
  const refused = await post(app, asker, { text: '第二十一个问题' })
  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).toBe('60')
  expect((await problemOf(refused)).code).toBe('rate_limited')
  const rows = await deps.db.select().from(messages).where(eq(messages.conversationId, asker.id))
  expect(rows).toHaveLength(20)
  deps.pass(41_000)
  expect((await post(app, asker, { text: '第二十一个问题' })).status).toBe(200)
})

test('a new conversation does not lift the limit of its asker', async ({ app }) => {
  const asker = await begin(app)
  for (let n = 1; n <= 20; n += 1) {
    expect((await post(app, asker, { text: `你好 ${n}` })).status).toBe(200)
  }
  const next = await begin(app, asker.token)
  expect((await post(app, next, { text: '第二十一个问题' })).status).toBe(429)
})

test('events are stored with the answer, so that any process can tell them', async ({
  app,
  deps,
}) => {
  const answer = await ask(app, await begin(app), QUESTION)
  const rows = await deps.db
    .select()
    .from(messageEvents)
    .where(eq(messageEvents.messageId, answer.id))
    .orderBy(asc(messageEvents.n))
  expect(rows.map(({ event }) => event)).toEqual([
    'meta',
    ...answer.sentences.map(() => 'sentence'),
    'done',
  ])
})

test('who sends a question again after it has failed is told so, and the service goes on', async ({
  app,
  deps,
}) => {
  const asker = await begin(app)
  const { id } = await ask(app, asker, QUESTION, { key: 'key-1' })
  await deps.db.update(messages).set({ state: 'failed', answer: null }).where(eq(messages.id, id))
  await deps.db.delete(messageEvents).where(eq(messageEvents.messageId, id))
  await deps.db.insert(messageEvents).values([
    { messageId: id, n: 1, event: 'meta', data: { messageId: id } },
    { messageId: id, n: 2, event: 'error', data: { code: 'internal' } },
  ])
  const events = await askStreaming(app, asker, QUESTION, { key: 'key-1' })
  expect(events.map(({ event }) => event)).toEqual(['meta', 'error'])
  const whole = await post(app, asker, { text: QUESTION }, { key: 'key-1' })
  expect(whole.status).toBe(503)
  // An answer that nobody waits for must not end the process as an unhandled rejection.
  await new Promise((resolve) => setTimeout(resolve, 50))
})
