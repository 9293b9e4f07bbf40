import { expect, test as base } from 'vitest'
import { openAiEmbedder } from '../../src/models/openai-embedder.ts'
import { maskedEmbedder } from '../../src/privacy/masked-embedder.ts'
import { type EmbeddingServer, startEmbeddingServer } from '../support/embedding-server.ts'

const test = base.extend<{ server: EmbeddingServer }>({
  server: async ({}, use) => {
    const server = await startEmbeddingServer(32)
    await use(server)
    await server.close()
  },
})

const embedderOf = ({ baseUrl }: EmbeddingServer) =>
  openAiEmbedder({ baseUrl, apiKey: undefined, model: 'test-model', dimensions: 32 })

const planted = [
  '13800138000',
  '010-84084142',
  '11010519491231002X',
  'E12345678',
  'wang@example.com',
  '4111111111111111',
  '91350100M000100Y43',
]

test('personal data never reaches the endpoint, in a question or in a document', async ({
  server,
}) => {
  const { embeddings } = maskedEmbedder(embedderOf(server))
  const texts = planted.map((value) => `我是${value}，专利年费怎么交`)
  const vectors = await embeddings.embedDocuments(texts)
  const question = await embeddings.embedQuery(`商标转让，${planted.join('、')}`)
  expect(vectors).toHaveLength(planted.length)
  expect(question).toHaveLength(32)
  expect(server.received.texts).toHaveLength(planted.length + 1)
  const sent = server.received.texts.join('\n')
  expect(sent).toContain('专利年费怎么交')
  for (const value of planted) expect(sent).not.toContain(value)
})

test('the endpoint would have got them without the mask', async ({ server }) => {
  await embedderOf(server).embeddings.embedQuery(planted.join('、'))
  for (const value of planted) expect(server.received.texts.join()).toContain(value)
})

test('a text without personal data is sent as it is, and the vectors are comparable', async ({
  server,
}) => {
  const plain = embedderOf(server)
  const masked = maskedEmbedder(plain)
  expect(masked).toMatchObject({ name: plain.name, dimensions: 32, outside: true })
  const text = '专利号ZL202310123456.7年费到期了怎么补缴?'
  expect(await masked.embeddings.embedQuery(text)).toEqual(await plain.embeddings.embedQuery(text))
  expect(server.received.texts).toEqual([text, text])
})
