import { BaseCallbackHandler } from '@langchain/core/callbacks/base'
import type { AIMessageChunk } from '@langchain/core/messages'
import { ChatOpenAI } from '@langchain/openai'
import type { ChatEndpoint } from '../config.ts'
import {
  type ChatModel,
  type ChatRequest,
  type ChatUsage,
  estimateTokens,
  isBlank,
  ModelError,
  promptTokens,
  readAll,
} from './chat-model.ts'
import { limitBody } from './limit-body.ts'

const LONGEST_STREAM = 16_000_000
const LONGEST_REFUSAL = 8_000

/** Reasons that mean the model itself came to an end, as OpenAI, vLLM, Ollama and TGI give them. */
const WHOLE = new Set(['stop', 'eos_token', 'stop_sequence'])

/** What is known of one call while its stream runs. */
type Progress = {
  status?: number
  text: string
  finishReason?: string
  usage?: ChatUsage
}

/**
 * The chat model of an OpenAI-compatible endpoint, one request per call: no deadline, no retry.
 * @param ask `fetch`, or a function that looks on while it fetches
 */
export function openAiChat(endpoint: ChatEndpoint, ask: typeof fetch = fetch): ChatModel {
  const stream = (request: ChatRequest) => streamOnce(endpoint, request, ask)
  return { name: endpoint.model, stream, complete: (request) => readAll(stream(request)) }
}

async function* streamOnce(
  endpoint: ChatEndpoint,
  request: ChatRequest,
  ask: typeof fetch,
): AsyncGenerator<string, ChatUsage> {
  const stop = new AbortController()
  const signal = AbortSignal.any([stop.signal, ...(request.signal ? [request.signal] : [])])
  const progress: Progress = { text: '' }
  try {
    const client = clientOf(endpoint, request.maxTokens, watched(ask, progress))
    const format = request.json && endpoint.jsonMode ? { type: 'json_object' as const } : undefined
    const chunks = await client.stream(request.messages, { signal, response_format: format })
    // Not `for await`: to leave it would wait for the next chunk before the socket is closed.
    for (let step = await chunks.next(); !step.done; step = await chunks.next()) {
      const piece = take(step.value, progress)
      if (piece) yield piece
    }
  } catch (error) {
    throw modelError(error, progress, request.signal)
  } finally {
    stop.abort()
  }
  refuseHalf(progress, request.signal)
  return usageOf(request, progress)
}

/** Made for each call, which costs some 50 µs: the client takes `maxTokens` once and for all. */
function clientOf(endpoint: ChatEndpoint, maxTokens: number, ask: typeof fetch): ChatOpenAI {
  return new ChatOpenAI({
    model: endpoint.model,
    apiKey: endpoint.apiKey ?? 'none',
    maxTokens,
    maxRetries: 0,
    streamUsage: endpoint.streamUsage,
    callbacks: [noTracer()],
    // No organisation or project of the environment, and no log: it would quote the prompt.
    configuration: {
      baseURL: endpoint.baseUrl,
      organization: null,
      project: null,
      logLevel: 'off',
      fetch: ask,
    },
  })
}

/** LangChain sends every prompt to its own tracing host where the environment says so, unless this place is taken. */
function noTracer(): BaseCallbackHandler {
  return Object.assign(BaseCallbackHandler.fromMethods({}), {
    name: 'langchain_tracer',
    ignoreLLM: true,
  })
}

/** Follows no redirect, so that what people write goes to the configured host only; bounds what comes back. */
function watched(ask: typeof fetch, progress: Progress): typeof fetch {
  return async (input, init) => {
    const response = await ask(input, { ...init, redirect: 'manual' })
    progress.status = response.status
    return limitBody(response, response.ok ? LONGEST_STREAM : LONGEST_REFUSAL)
  }
}

function take(chunk: AIMessageChunk, progress: Progress): string {
  const { finish_reason: reason } = chunk.response_metadata
  if (typeof reason === 'string') progress.finishReason = reason
  const { input_tokens, output_tokens } = chunk.usage_metadata ?? {}
  if (isCount(input_tokens) && isCount(output_tokens)) {
    progress.usage = { promptTokens: input_tokens, completionTokens: output_tokens }
  }
  progress.text += chunk.text
  return chunk.text
}

const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0

function refuseHalf({ text, finishReason, status }: Progress, signal: AbortSignal | undefined) {
  if (signal?.aborted) throw new ModelError('aborted')
  if (!finishReason || !WHOLE.has(finishReason)) {
    throw new ModelError('cut', { finishReason, status })
  }
  if (isBlank(text)) throw new ModelError('empty', { finishReason, status })
}

function modelError(
  error: unknown,
  progress: Progress,
  signal: AbortSignal | undefined,
): ModelError {
  const { status, text, finishReason } = progress
  if (signal?.aborted) return new ModelError('aborted')
  if (status === undefined || status >= 500) return new ModelError('unreachable', { status })
  if (status >= 300) return new ModelError('refused', { status })
  // Of an error in the stream only a broken connection before all words may pass at a second try.
  const isBroken = error instanceof TypeError && text === ''
  return new ModelError(isBroken ? 'unreachable' : 'cut', { status, finishReason })
}

function usageOf(request: ChatRequest, { usage, text }: Progress): ChatUsage {
  if (usage) return usage
  return { promptTokens: promptTokens(request.messages), completionTokens: estimateTokens(text) }
}
