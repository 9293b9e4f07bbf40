import { OpenAIEmbeddings } from '@langchain/openai'
import type { EmbeddingEndpoint } from '../config.ts'
import { AppError } from '../shared/errors.ts'
import type { Embedder } from './embedder.ts'

/** DashScope takes ten inputs at most; local servers often less than OpenAI. */
const BATCH = 10
const TIMEOUT_MS = 10_000

/** Embeddings of an OpenAI-compatible endpoint. Servers without keys still want one in the header. */
export function openAiEmbedder(endpoint: EmbeddingEndpoint): Embedder {
  const client = new OpenAIEmbeddings({
    model: endpoint.model,
    dimensions: endpoint.dimensions,
    apiKey: endpoint.apiKey ?? 'none',
    batchSize: BATCH,
    maxRetries: 1,
    timeout: TIMEOUT_MS,
    encodingFormat: 'float',
    configuration: { baseURL: endpoint.baseUrl },
  })
  const checked = (vector: number[]) => {
    if (vector.length === endpoint.dimensions) return vector
    throw new AppError(
      'upstream',
      `${endpoint.model} answers with ${vector.length} dimensions, EMBEDDING_DIMENSIONS says ${endpoint.dimensions}`,
    )
  }
  return {
    name: `${endpoint.model}@${endpoint.dimensions}`,
    dimensions: endpoint.dimensions,
    outside: true,
    embeddings: {
      embedQuery: async (text) => checked(await client.embedQuery(text)),
      embedDocuments: async (texts) => (await client.embedDocuments(texts)).map(checked),
    },
  }
}
