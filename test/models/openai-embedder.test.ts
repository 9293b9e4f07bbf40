import { expect } from 'vitest'
import { indexKnowledge } from '../../src/knowledge/index-knowledge.ts'
import { openAiEmbedder } from '../../src/models/openai-embedder.ts'
import { type EmbeddingServer, startEmbeddingServer } from '../support/embedding-server.ts'
import { ask, begin, get } from '../support/front-door.ts'
import { readSmallKnowledge } from '../support/small-knowledge.ts'
import { test as base } from '../support/test-deps.ts'

const test = base.extend<{ server: EmbeddingServer }>({
  server: async ({}, use) => {
    const server = await startEmbeddingServer(32)
    await use(server)
    await server.close()
  },
})

const endpoint = ({ baseUrl }: EmbeddingServer) => {
  return { baseUrl, apiKey: 'secret-key', model: 'test-model', dimensions: 32 }
}

test('texts are embedded by the endpoint, ten at a time, in their order', async ({ server }) => {
  const { embeddings } = openAiEmbedder(endpoint(server))
  const texts = Array.from({ length: 23 }, (_, at) => `第${at}段文字`)
  const vectors = await embeddings.embedDocuments(texts)
  expect(server.received.texts.toSorted()).toEqual(texts.toSorted())
  expect(Math.max(...server.received.batches)).toBeLessThanOrEqual(10)
  expect(server.received.keys).toContain('Bearer secret-key')
  expect(vectors).toHaveLength(23)
  for (const [at, text] of texts.entries()) {
    expect(vectors[at]).toEqual(await embeddings.embedQuery(text))
  }
})

test('an endpoint without a key is asked all the same', async ({ server }) => {
  const { embeddings } = openAiEmbedder({ ...endpoint(server), apiKey: undefined })
  expect(await embeddings.embedQuery('专利')).toHaveLength(32)
})

test('a model of other dimensions than configured is named in a clear error', async ({
  server,
  deps,
}) => {
  const embedder = openAiEmbedder({ ...endpoint(server), dimensions: 64 })
  const build = indexKnowledge(deps.db, await readSmallKnowledge(), { embedder, now: deps.now() })
  await expect(build).rejects.toThrow(
    'test-model answers with 32 dimensions, EMBEDDING_DIMENSIONS says 64',
  )
})

test('when the endpoint is out, search and answers go on by words, and the log says so', async ({
  server,
  app,
  deps,
}) => {
  const embedder = openAiEmbedder(endpoint(server))
  await indexKnowledge(deps.db, await readSmallKnowledge(), { embedder, now: deps.now() })
  deps.embedder = embedder
  server.breakDown(500)
  const response = await get(app, `/api/search?q=${encodeURIComponent('志愿服务专家的聘期')}`)
  expect(response.status).toBe(200)
  const answer = await ask(app, await begin(app), '志愿服务专家的聘期是几年？')
  expect(answer.citations.length).toBeGreaterThan(0)
  const lines = deps.logged.filter(({ event }) => event === 'embedding_failed')
  expect(lines.length).toBeGreaterThanOrEqual(2)
  expect(lines[0]).toMatchObject({ level: 'warn', fields: { model: embedder.name } })
  expect(JSON.stringify(deps.logged)).not.toMatch(/secret-key|聘期/u)
})

test('a question with a state-secret mark never reaches the endpoint', async ({
  server,
  app,
  deps,
}) => {
  const embedder = openAiEmbedder(endpoint(server))
  await indexKnowledge(deps.db, await readSmallKnowledge(), { embedder, now: deps.now() })
  deps.embedder = embedder
  server.received.texts.length = 0
  await ask(app, await begin(app), '机密★10年 CANARY')
  await ask(app, await begin(app), '志愿服务专家的聘期是几年？')
  expect(server.received.texts.length).toBeGreaterThan(0)
  expect(server.received.texts.join()).not.toContain('CANARY')
})
