import { z } from 'zod'
import type { ChatEndpoint } from '../config.ts'
import { ModelError } from './chat-model.ts'
import { limitBody } from './limit-body.ts'
import { openAiChat } from './openai-chat.ts'

const DEADLINE_MS = 5_000
const LONGEST_REFUSAL = 4_000
const LONGEST_QUOTE = 200

export type EndpointCheck = { ok: true; model: string; ms: number } | { ok: false; problem: string }

/** What came back, of which the model client keeps only the status. */
type Reply = { status?: number; type?: string; text: string; code?: string }

/**
 * Asks the configured chat model for one word, in the very way the service will.
 * The problem says in one sentence what was tried and what to set; the key does not stand in it.
 */
export async function checkEndpoint(
  endpoint: ChatEndpoint,
  deadlineMs = DEADLINE_MS,
): Promise<EndpointCheck> {
  const began = performance.now()
  const reply: Reply = { text: '' }
  const signal = AbortSignal.timeout(deadlineMs)
  try {
    const messages = [
      { role: 'user' as const, content: 'Answer with the JSON object {"ok":true}.' },
    ]
    const model = openAiChat(endpoint, lookingOn(reply))
    await model.complete({ purpose: 'check', messages, maxTokens: 16, json: true, signal })
  } catch (error) {
    if (!(error instanceof ModelError)) throw error
    const advice = signal.aborted ? late(deadlineMs) : adviceFor(error, reply, endpoint)
    if (advice) return { ok: false, problem: sentence(endpoint, advice) }
  }
  return { ok: true, model: endpoint.model, ms: Math.round(performance.now() - began) }
}

function lookingOn(reply: Reply): typeof fetch {
  return async (input, init) => {
    try {
      const response = await fetch(input, init)
      reply.status = response.status
      reply.type = response.headers.get('content-type') ?? 'nothing named'
      if (response.ok) return response
      reply.text = messageIn(await limitBody(response, LONGEST_REFUSAL).text())
      return new Response(null, { status: response.status })
    } catch (error) {
      reply.code = codeOf(error)
      throw error
    }
  }
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  if (!(cause instanceof Error)) return 'no connection'
  return 'code' in cause ? String(cause.code) : cause.name
}

const late = (ms: number) =>
  `gave no whole answer within ${ms / 1_000} s; see whether the model is loaded, and check OPENAI_BASE_URL`

/** Undefined where the endpoint works after all: it may need more than the few tokens that it was given. */
function adviceFor(error: ModelError, reply: Reply, endpoint: ChatEndpoint): string | undefined {
  if (error.finishReason) return undefined
  const { status } = reply
  if (status === undefined) {
    return `could not be reached (${reply.code ?? 'no connection'}); check OPENAI_BASE_URL and the network`
  }
  if (status < 300) {
    return `answered ${status} with ${reply.type}, but not with the events of a chat completion; check that OPENAI_BASE_URL is the address of an OpenAI-compatible endpoint, which mostly ends in /v1`
  }
  return adviceForStatus(status, reply.text, endpoint)
}

function adviceForStatus(status: number, text: string, endpoint: ChatEndpoint): string {
  const answered = `answered ${status}`
  if (status === 401 || status === 403) {
    return endpoint.apiKey
      ? `${answered}: it does not accept the key; set OPENAI_API_KEY to one that may use this model`
      : `${answered}: it wants a key; set OPENAI_API_KEY`
  }
  if (status === 429)
    return `${answered}: the quota or the rate of this key is used up; see the account at the vendor`
  if (status >= 500) return `${answered}: it is out of order; try again later`
  if (text.includes('stream_options'))
    return `${answered}: it does not know stream_options; set CHAT_STREAM_USAGE=false`
  if (text.includes('response_format'))
    return `${answered}: it has no JSON mode; set CHAT_JSON_MODE=off`
  if (isUnknownModel(text))
    return `${answered}: it does not know this model; set CHAT_MODEL to one that it offers`
  if (status === 400 || status === 422)
    return `${answered}: ${quote(text, endpoint.apiKey)}; check CHAT_MODEL and the documentation of the endpoint`
  return `${answered}: there is no chat completion at this address; check OPENAI_BASE_URL, which mostly ends in /v1`
}

const Message = z.object({ message: z.string() })
const Refusal = z.union([z.object({ error: Message }).transform(({ error }) => error), Message])

/** The vendor's sentence, without the field names around it; the whole text where it is none of the protocol. */
function messageIn(text: string): string {
  try {
    return Refusal.parse(JSON.parse(text)).message
  } catch {
    return text
  }
}

const NAMES_MODEL = /model|模型/iu
const DENIES =
  /not (?:exist|found|support|available)|(?:invalid|unknown|no such) model|不存在|不支持/iu

const isUnknownModel = (text: string) => NAMES_MODEL.test(text) && DENIES.test(text)

function quote(text: string, key: string | undefined): string {
  const plain = (key ? text.replaceAll(key, '…') : text).replaceAll(/[\p{C}\s]+/gu, ' ').trim()
  return plain === '' ? 'without a reason' : `“${plain.slice(0, LONGEST_QUOTE)}”`
}

/** No user, password or query of the address: some keep keys there. */
function sentence({ baseUrl, model }: ChatEndpoint, advice: string): string {
  const { origin, pathname } = new URL(baseUrl)
  const address = `${origin}${pathname.replace(/\/$/u, '')}/chat/completions`
  return `The chat model ${model} was asked at ${address}, which ${advice}.`
}
