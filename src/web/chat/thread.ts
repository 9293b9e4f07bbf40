import type { OwnRating } from '../../feedback/record-rating.ts'
import type { Answer, Citation, Sentence } from '../../shared/message.ts'
import type { Problem } from '../shared/call-api.ts'
import type { SavedTurn } from './message-guards.ts'
import type { AnswerEvent } from './stream-answer.ts'

/** `interrupted`: the connection broke, the server goes on; `failed`: nothing more will come by itself. */
type ExchangeState = 'running' | 'interrupted' | 'stopped' | 'failed' | 'done'

/** One question with what has been said in answer to it so far. */
export type Exchange = {
  key: string
  /** `null` where the server did not keep the question. */
  question: string | null
  at: string
  idempotencyKey: string
  messageId: string | null
  sentences: Sentence[]
  answer: Answer | null
  /** As it was when the page was loaded. */
  rating: OwnRating | null
  state: ExchangeState
  problem: Problem | null
}

export type Thread = Exchange[]

export function newExchange(key: string, question: string | null, at: string): Exchange {
  return {
    key,
    question,
    at,
    idempotencyKey: key,
    messageId: null,
    sentences: [],
    answer: null,
    rating: null,
    state: 'running',
    problem: null,
  }
}

export function change(thread: Thread, key: string, changes: Partial<Exchange>): Thread {
  return thread.map((exchange) => (exchange.key === key ? { ...exchange, ...changes } : exchange))
}

function receive(exchange: Exchange, event: AnswerEvent): Exchange {
  switch (event.type) {
    case 'meta':
      return { ...exchange, messageId: event.meta.messageId }
    case 'sentence':
      if (exchange.sentences.some((known) => known.n === event.sentence.n)) return exchange
      return {
        ...exchange,
        sentences: exchange.sentences.concat(event.sentence),
        state: exchange.state === 'interrupted' ? 'running' : exchange.state,
      }
    case 'replace':
      return { ...exchange, sentences: [] }
    case 'error':
      return { ...exchange, state: 'failed', problem: event.problem }
    case 'done':
      return {
        ...exchange,
        messageId: event.answer.id,
        answer: event.answer,
        state: event.answer.stopped ? 'stopped' : 'done',
        problem: null,
      }
  }
}

export function receiveAll(thread: Thread, key: string, events: AnswerEvent[]): Thread {
  return thread.map((exchange) =>
    exchange.key === key ? events.reduce(receive, exchange) : exchange,
  )
}

type AssistantTurn = Extract<SavedTurn, { role: 'assistant' }>

function answered(exchange: Exchange, turn: AssistantTurn): Exchange {
  if (turn.answer !== null) {
    const { answer, rating } = turn
    return { ...receive(exchange, { type: 'done', answer }), rating }
  }
  const state = turn.state === 'running' ? 'interrupted' : 'failed'
  return { ...exchange, messageId: turn.id, state }
}

/** The turns that the server keeps, as questions with their answers. */
export function exchangesOf(turns: SavedTurn[]): Thread {
  const thread: Thread = []
  for (const turn of turns) {
    if (turn.role === 'asker') {
      thread.push({ ...newExchange(turn.id, turn.text, turn.at), state: 'failed' })
    } else {
      const asked = thread.pop()
      if (asked !== undefined) thread.push(answered(asked, turn))
    }
  }
  return thread
}

const blockStart = /^\s*(?:[-*•#|]|\d{1,3}[.、)]\s)/

/** What stands between two sentences: list items and headings begin lines, English words need a space. */
function gap(before: string, next: string): string {
  if (before === '') return ''
  const lastLine = before.slice(before.lastIndexOf('\n') + 1)
  if (blockStart.test(next) || blockStart.test(lastLine)) return '\n'
  return /[\w.!?\])]$/.test(before) && /^\w/.test(next) ? ' ' : ''
}

function joinSentences(sentences: Sentence[]): string {
  return sentences.reduce((text, { text: next }) => text + gap(text, next) + next, '')
}

export function shownText(exchange: Exchange): string {
  return exchange.answer?.text ?? joinSentences(exchange.sentences)
}

export function shownCitations(exchange: Exchange): Citation[] {
  if (exchange.answer !== null) return exchange.answer.citations
  const seen = new Map<number, Citation>()
  for (const sentence of exchange.sentences) {
    for (const citation of sentence.citations) seen.set(citation.n, citation)
  }
  return [...seen.values()].sort((a, b) => a.n - b.n)
}
