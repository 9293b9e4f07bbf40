export type EmbeddingEndpoint = {
  baseUrl: string
  apiKey: string | undefined
  model: string
  dimensions: number
}

export type ChatEndpoint = {
  baseUrl: string
  apiKey: string | undefined
  model: string
  /** Whether the endpoint is told of `json` requests by its response format. */
  jsonMode: boolean
  /** Whether it is asked to count its tokens. */
  streamUsage: boolean
}

export type RerankEndpoint = { url: string; key: string | undefined; model: string }

/** The settings that these are made of (`config.ts`). */
type Values = {
  OPENAI_BASE_URL?: string | undefined
  OPENAI_API_KEY?: string | undefined
  EMBEDDING_MODEL?: string | undefined
  EMBEDDING_DIMENSIONS?: number | undefined
  CHAT_MODEL?: string | undefined
  CHAT_JSON_MODE: boolean
  CHAT_STREAM_USAGE?: boolean | undefined
  RERANK_URL?: string | undefined
  RERANK_MODEL?: string | undefined
  RERANK_API_KEY?: string | undefined
}

export function embeddingEndpoint(values: Values): EmbeddingEndpoint | undefined {
  const { EMBEDDING_MODEL: model, EMBEDDING_DIMENSIONS: dimensions } = values
  const { OPENAI_BASE_URL: baseUrl, OPENAI_API_KEY: apiKey } = values
  return model && baseUrl && dimensions ? { baseUrl, apiKey, model, dimensions } : undefined
}

export function chatEndpoint(values: Values): ChatEndpoint | undefined {
  const { CHAT_MODEL: model, CHAT_JSON_MODE: jsonMode, CHAT_STREAM_USAGE: usage } = values
  const { OPENAI_BASE_URL: baseUrl, OPENAI_API_KEY: apiKey } = values
  const streamUsage = usage ?? true
  return model && baseUrl ? { baseUrl, apiKey, model, jsonMode, streamUsage } : undefined
}

export function rerankEndpoint(values: Values): RerankEndpoint | undefined {
  const { RERANK_URL: url, RERANK_MODEL: model, RERANK_API_KEY: key } = values
  return url && model ? { url, key, model } : undefined
}
