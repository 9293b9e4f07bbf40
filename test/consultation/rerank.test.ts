import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import { consultations } from '../../src/db/schema/index.ts'
import { createReranker } from '../../src/models/rerank.ts'
import { ask, begin } from '../support/front-door.ts'
import {
  type RerankReply,
  type RerankRequest,
  type RerankServer,
  startRerankServer,
} from '../support/rerank-server.ts'
import { test as base, type TestDeps } from '../support/test-deps.ts'

const test = base.extend<{ server: RerankServer }>({
  server: async ({ deps }, use) => {
    const server = await startRerankServer()
    const endpoint = { url: server.url, key: 'test-key', model: 'rerank-model' }
    deps.reranker = createReranker(endpoint, (problem) =>
      deps.log('warn', 'rerank_failed', { problem }),
    )
    await use(server)
    await server.close()
  },
})

const QUESTION = '志愿服务专家接到通知后多久要响应？'

const Trace = z.object({
  rerankedBy: z.string().nullable(),
  found: z.array(z.object({ document: z.string(), locator: z.string(), score: z.number() })),
})

async function traceOf({ db }: TestDeps, messageId: string) {
  const [row] = await db.select().from(consultations).where(eq(consultations.messageId, messageId))
  return Trace.parse(row?.trace)
}

const addresses = ({ found }: z.infer<typeof Trace>) =>
  found.map(({ document, locator }) => `${document}#${locator}`)

/** The last of what was sent is the best. */
const backwards = ({ documents }: RerankRequest) => documents.map((_, at) => at)

test('the scores of the endpoint give the order, those of the search stay', async ({
  app,
  deps,
  server,
}) => {
  const plain = await traceOf(deps, (await ask(app, await begin(app), QUESTION)).id)
  server.answer(backwards)
  const { id } = await ask(app, await begin(app), QUESTION)
  const reranked = await traceOf(deps, id)
  const [request] = server.requests.slice(-1)
  expect(request?.documents).toHaveLength(20)
  expect(plain.found[0]).not.toEqual(reranked.found[0])
  expect(reranked.rerankedBy).toBe('rerank-model')
  expect(reranked.found).toHaveLength(plain.found.length)
  const scores = reranked.found.map(({ score }) => score)
  expect(scores).toEqual(scores.toSorted((left, right) => left - right))
  expect(Math.max(...scores)).toBeLessThan(1)
})

test('the unit that the endpoint puts first is quoted first', async ({ app, server }) => {
  const before = await ask(app, await begin(app), QUESTION)
  const [first] = before.citations
  const others = server.requests[0]?.documents ?? []
  const second = others.findIndex((text) => !text.includes(first?.quote ?? ''))
  server.answer(({ documents }) => documents.map((_, at) => (at === second ? 1 : 0)))
  const after = await ask(app, await begin(app), QUESTION)
  expect(after.citations[0]?.quote).not.toBe(first?.quote)
  expect(others[second]?.replaceAll(/\s/g, '')).toContain(
    after.citations[0]?.quote.replaceAll(/\s/g, ''),
  )
})

test('what the question names outright stays first and is not sent', async ({
  app,
  deps,
  server,
}) => {
  const question = '管理办法第七条讲什么？'
  server.answer(backwards)
  const trace = await traceOf(deps, (await ask(app, await begin(app), question)).id)
  expect(addresses(trace)[0]).toBe('measures-draft#art7')
  expect(trace.found[0]?.score).toBe(1)
  expect(server.requests).toHaveLength(1)
})

test('each part of a question that asks two things keeps its answer', async ({ app, server }) => {
  const question = '志愿服务专家聘期是几年？另外工作站的运营单位要成立几年？'
  server.answer(({ documents }) => documents.map((_, at) => -at))
  const answer = await ask(app, await begin(app), question)
  expect(server.requests).toHaveLength(1)
  expect(new Set(answer.citations.map(({ locator }) => locator.split(/[.(]/u)[0])).size).toBe(2)
})

const faults: [string, RerankReply][] = [
  ['answers 500', { status: 500 }],
  ['answers with a page', { body: '<html>' }],
  ['scores too few', [1, 2]],
  ['never answers', 'hang'],
]

for (const [what, reply] of faults) {
  test(`an endpoint that ${what} changes nothing but the log`, async ({ app, deps, server }) => {
    const { reranker } = deps
    deps.reranker = undefined
    const plain = await ask(app, await begin(app), QUESTION)
    deps.reranker = reranker
    server.answer(() => reply)
    const answer = await ask(app, await begin(app), QUESTION)
    expect(answer.text).toBe(plain.text)
    const [before, after] = [await traceOf(deps, plain.id), await traceOf(deps, answer.id)]
    expect(addresses(after)).toEqual(addresses(before))
    expect(after.rerankedBy).toBeNull()
    expect(deps.logged.filter(({ event }) => event === 'rerank_failed')).toHaveLength(1)
  })
}

test('personal data never reaches the endpoint, nor does what is to stay confidential', async ({
  app,
  server,
}) => {
  const asker = await begin(app)
  await ask(app, asker, `${QUESTION}我的手机是13800138000，邮箱 founder@example.com`)
  expect(server.requests).toHaveLength(1)
  expect(server.requests[0]?.query).toContain('响应')
  expect(JSON.stringify(server.requests)).not.toMatch(/13800138000|founder@example/)
  await ask(app, await begin(app), `请保密：${QUESTION}`)
  expect(server.requests).toHaveLength(1)
})

test('a question that is refused is not sent', async ({ app, server }) => {
  const answer = await ask(app, await begin(app), '今天北京天气怎么样？')
  expect(answer.outcome).toBe('refuse')
  expect(server.requests).toHaveLength(0)
})
