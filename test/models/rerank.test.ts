import fc from 'fast-check'
import { expect, test as base } from 'vitest'
import { createReranker } from '../../src/models/rerank.ts'
import { type ModelReply, type ModelServer, startModelServer } from '../support/model-server.ts'

const test = base.extend<{ server: ModelServer }>({
  server: async ({}, use) => {
    const server = await startModelServer()
    await use(server)
    await server.close()
  },
})

const documents = ['第一条', '第二条', '第三条']
const query = '专家聘期几年？'

function rerankerOf({ baseUrl }: ModelServer, path = '') {
  const told: string[] = []
  const endpoint = { url: `${baseUrl}${path}`, key: 'secret-key', model: 'rerank-model' }
  const reranker = createReranker(endpoint, (problem) => told.push(problem))
  return { reranker, told }
}

function scores(...results: [number, unknown][]): ModelReply {
  const rows = results.map(([index, relevance_score]) => ({ index, relevance_score }))
  return { body: JSON.stringify({ model: 'rerank-model', results: rows }) }
}

test('each document gets its score, in whatever order they come', async ({ server }) => {
  server.always(scores([2, 0.9], [0, 0.2], [1, -1.5]))
  const { reranker, told } = rerankerOf(server)
  expect(await reranker.rerank(query, documents)).toEqual([0.2, -1.5, 0.9])
  expect(reranker.name).toBe('rerank-model')
  expect(told).toEqual([])
  expect(server.requests[0]?.path).toBe('/v1/rerank')
  expect(server.requests[0]?.headers.authorization).toBe('Bearer secret-key')
  expect(server.requests[0]?.body).toEqual({ model: 'rerank-model', query, documents, top_n: 3 })
})

test('the address may be the base or the whole one', async ({ server }) => {
  server.always(scores([0, 1]))
  for (const path of ['', '/', '/rerank', '/rerank/']) {
    await rerankerOf(server, path).reranker.rerank(query, ['一'])
  }
  expect(server.requests.map(({ path }) => path)).toEqual(Array(4).fill('/v1/rerank'))
})

test('nothing is asked about no documents', async ({ server }) => {
  expect(await rerankerOf(server).reranker.rerank(query, [])).toEqual([])
  expect(server.requests).toHaveLength(0)
})

const html = { body: '<html>', headers: { 'content-type': 'text/html' } }
const faults: [string, ModelReply, RegExp][] = [
  ['401', { status: 401 }, /^answered 401$/u],
  ['500', { status: 500 }, /^answered 500$/u],
  ['a redirect', { status: 307, headers: { location: 'http://127.0.0.1:1/' } }, /^answered 307$/u],
  ['a page', html, /no JSON/u],
  ['too few scores', scores([0, 1], [2, 1]), /2 of 3/u],
  ['a score twice', scores([0, 1], [1, 1], [2, 1], [2, 0]), /4 of 3/u],
  ['a score of no document', scores([0, 1], [1, 1], [3, 1]), /3 of 3/u],
  ['words for scores', scores([0, 'high'], [1, 1], [2, 1]), /something else/u],
  ['no scores', { body: '{"data":[]}' }, /something else/u],
  ['more than a megabyte', { body: `{"results":[]${' '.repeat(3_000_000)}}` }, /no JSON/u],
  ['silence', { hang: 'before_headers' }, /1000 ms/u],
]

for (const [name, reply, problem] of faults) {
  test(`when the endpoint answers with ${name} the order stays, and the log says why`, async ({
    server,
  }) => {
    server.always(reply)
    const { reranker, told } = rerankerOf(server)
    const began = performance.now()
    expect(await reranker.rerank(query, documents)).toBeUndefined()
    expect(performance.now() - began).toBeLessThan(2_000)
    expect(told).toHaveLength(1)
    expect(told[0]).toMatch(problem)
    expect(told[0]).not.toMatch(/secret-key|聘期|第一条/u)
  })
}

test('an endpoint that nobody runs changes nothing', async ({ server }) => {
  await server.close()
  const { reranker, told } = rerankerOf(server)
  expect(await reranker.rerank(query, documents)).toBeUndefined()
  expect(told).toEqual(['could not be reached'])
})

test('a caller who leaves ends the request, which is no problem to tell', async ({ server }) => {
  server.always({ hang: 'before_headers' })
  const { reranker, told } = rerankerOf(server)
  expect(await reranker.rerank(query, documents, AbortSignal.timeout(50))).toBeUndefined()
  await server.idle()
  expect(server.requests[0]?.aborted).toBe(true)
  expect(told).toEqual([])
})

test('whatever JSON comes back, the result is one number for each document or none', async ({
  server,
}) => {
  const { reranker } = rerankerOf(server)
  const result = fc.record({ index: fc.integer({ min: -1, max: 3 }), relevance_score: fc.double() })
  const reply = fc.oneof(
    fc.record({ results: fc.array(result, { maxLength: 4 }) }),
    fc.record({ results: fc.constant([2, 1, 0].map((index) => ({ index, relevance_score: 1 }))) }),
    fc.jsonValue(),
  )
  await fc.assert(
    fc.asyncProperty(reply, async (json) => {
      server.always({ body: JSON.stringify(json) })
      const given = (await reranker.rerank(query, documents)) ?? [0, 0, 0]
      expect(given).toHaveLength(3)
      expect(given.every(Number.isFinite)).toBe(true)
    }),
    { numRuns: 200 },
  )
})
