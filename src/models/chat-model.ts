import { stripHidden } from '../shared/text.ts'

export type ChatMessage = { role: 'system' | 'user' | 'assistant'; content: string }

export type ChatRequest = {
  /** What the call is for, in one word: for records and figures, never sent. */
  purpose: string
  messages: ChatMessage[]
  maxTokens: number
  /** The text is to be one JSON object; a vendor that knows a mode for this is told so. */
  json?: boolean
  signal?: AbortSignal
}

export type ChatUsage = { promptTokens: number; completionTokens: number }

/** Why no text came, or not the whole of it. */
export const modelFaults = [
  'switched_off',
  'breaker_open',
  'busy',
  'budget_spent',
  /** The endpoint answered with a status of 3xx or 4xx. */
  'refused',
  /** No connection, or a status of 5xx. */
  'unreachable',
  'first_words_late',
  'too_late',
  'stalled',
  /** Ended before its end: no finish reason, or one that means a limit; garbage; too long. */
  'cut',
  'empty',
  'aborted',
] as const

export type ModelFault = (typeof modelFaults)[number]

type FaultDetails = {
  /** The HTTP status, where there was one. */
  status?: number
  /** What the model gave as the reason for its end, where it gave one. */
  finishReason?: string
}

/** Keeps nothing that a vendor wrote, but for the finish reason: an error text can quote a key or a prompt. */
export class ModelError extends Error {
  readonly fault: ModelFault
  readonly status: number | undefined
  readonly finishReason: string | undefined

  constructor(fault: ModelFault, { status, finishReason }: FaultDetails = {}) {
    super(`the chat model gave no whole text: ${fault}`)
    this.name = 'ModelError'
    this.fault = fault
    this.status = status
    this.finishReason = finishReason
  }
}

export type ChatModel = {
  /** As it is recorded with what it wrote. */
  name: string
  /**
   * The text in pieces as they come, none of them empty; returns the tokens that it took.
   * @throws ModelError, also after pieces: the text is whole only once the generator has returned.
   */
  stream: (request: ChatRequest) => AsyncGenerator<string, ChatUsage>
  /** The whole text. @throws ModelError */
  complete: (request: ChatRequest) => Promise<{ text: string; usage: ChatUsage }>
}

/** `complete` of a model that has `stream`. */
export async function readAll(
  pieces: AsyncGenerator<string, ChatUsage>,
): Promise<{ text: string; usage: ChatUsage }> {
  let text = ''
  for (;;) {
    const step = await pieces.next()
    if (step.done) return { text, usage: step.value }
    text += step.value
  }
}

/** Whether there is anything to read in a text; hidden characters are nothing. */
export const isBlank = (text: string) => stripHidden(text).trim() === ''

const HAN = /\p{Script=Han}/gu
const CHARACTERS_PER_TOKEN = 4

/** Tokens of a text, where the vendor does not count them: rather too many than too few for Chinese. */
export function estimateTokens(text: string): number {
  const others = text.replaceAll(HAN, '').length
  return text.length - others + Math.ceil(others / CHARACTERS_PER_TOKEN)
}

export const promptTokens = (messages: ChatMessage[]) =>
  messages.reduce((sum, { content }) => sum + estimateTokens(content), 0)
