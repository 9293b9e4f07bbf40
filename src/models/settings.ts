import { z } from 'zod'

const endpointUrl = z.url({ protocol: /^https?$/ }).optional()
const modelName = z.string().max(200).optional()
const secret = z.string().max(500).optional()

/** Settings of models outside, part of `config.ts`. */
export const modelSettings = {
  OPENAI_BASE_URL: {
    doc: 'base address of an OpenAI-compatible endpoint, for example https://host/v1; empty: no outside model',
    schema: endpointUrl,
    default: '',
  },
  OPENAI_API_KEY: { doc: 'its key', schema: secret, default: '' },
  EMBEDDING_MODEL: {
    doc: 'embedding model of that endpoint; empty: the local model in models/',
    schema: modelName,
    default: '',
  },
  EMBEDDING_DIMENSIONS: {
    doc: 'its dimensions; required with EMBEDDING_MODEL',
    schema: z.coerce.number().int().min(8).max(4_000).optional(),
    default: '',
  },
  CHAT_MODEL: {
    doc: 'chat model of that endpoint, which writes the answers; empty: answers are passages of the documents',
    schema: modelName,
    default: '',
  },
  CHAT_JSON_MODE: {
    doc: 'on where the endpoint knows the response format json_object',
    schema: z
      .enum(['on', 'off'])
      .default('off')
      .transform((value) => value === 'on'),
    default: 'off',
  },
  CHAT_STREAM_USAGE: {
    doc: 'false where the endpoint refuses stream_options; tokens are then estimated',
    schema: z
      .enum(['true', 'false'])
      .transform((value) => value === 'true')
      .optional(),
    default: 'true',
  },
  LLM_FILING_NO: {
    doc: 'number under which the chat model is filed with the authority (备案号), shown with what it writes',
    schema: z.string().max(100).optional(),
    default: '',
  },
  MODEL_DAILY_TOKENS: {
    doc: 'tokens that the chat model may use on one day; after that, answers are passages',
    schema: z.coerce.number().int().min(0).max(1_000_000_000_000).default(5_000_000),
    default: '5000000',
  },
  MODEL_FIRST_WORDS_MS: {
    doc: 'milliseconds within which the chat model must begin; after that, the answer is passages',
    schema: z.coerce.number().int().min(100).max(60_000).default(3_000),
    default: '3000',
  },
  MODEL_WHOLE_MS: {
    doc: 'milliseconds within which the whole answer of the chat model must be there',
    schema: z.coerce.number().int().min(500).max(50_000).default(20_000),
    default: '20000',
  },
  MODEL_CONCURRENCY: {
    doc: 'questions that one process puts to the chat model at the same time',
    schema: z.coerce.number().int().min(1).max(1_000).default(8),
    default: '8',
  },
  RERANK_URL: {
    doc: 'base address of an endpoint that speaks the rerank protocol of Jina and Cohere; empty: no reranking',
    schema: endpointUrl,
    default: '',
  },
  RERANK_MODEL: {
    doc: 'its model; required with RERANK_URL',
    schema: modelName,
    default: '',
  },
  RERANK_API_KEY: { doc: 'its key', schema: secret, default: '' },
} as const
