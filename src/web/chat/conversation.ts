import type { RatedCase } from '../../feedback/asker-ratings.ts'
import type { Problem } from '../shared/call-api.ts'
import { followAnswer, newRun, postQuestion, stopAnswer } from './answer-run.ts'
import type { Page, Run } from './answer-run.ts'
import { noHandling, withCase } from './handling.ts'
import type { Handling } from './handling.ts'
import { newKey } from '../shared/new-key.ts'
import {
  currentSession,
  enterConversation,
  leaveConversation,
  loadConversation,
} from './session.ts'
import { change, exchangesOf, newExchange } from './thread.ts'
import type { Exchange, Thread } from './thread.ts'
import { forgetUnsent, recallUnsent, rememberUnsent } from './unfinished.ts'

/** The conversation on this page; everything the asker does to it is a function below. */
export type Conversation = Page & {
  current: Run | null
  updateHandling: (change: (handling: Handling) => Handling) => void
}

/** Whatever is still running belongs to the past; the server goes on with it. */
function supersede(conversation: Conversation): void {
  const { current } = conversation
  if (current === null) return
  current.over = true
  current.connection.abort()
  conversation.current = null
}

function start(conversation: Conversation, exchange: Exchange, changes: Partial<Exchange>): Run {
  const before = conversation.current
  supersede(conversation)
  const run = newRun({ ...exchange, ...changes }, currentSession() ?? null)
  if (run.messageId !== null && before?.key === run.key) run.lastEventId = before.lastEventId
  conversation.current = run
  conversation.update((thread) =>
    change(thread, exchange.key, { ...changes, state: 'running', problem: null }),
  )
  conversation.notify('searching')
  return run
}

function follow(conversation: Conversation, exchange: Exchange, messageId: string): void {
  const run = start(conversation, exchange, { messageId })
  void followAnswer(conversation, run, messageId)
}

function post(conversation: Conversation, exchange: Exchange, idempotencyKey: string): void {
  rememberUnsent({ key: idempotencyKey, text: exchange.question ?? '' })
  const fresh = { idempotencyKey, messageId: null, sentences: [] }
  void postQuestion(conversation, start(conversation, exchange, fresh))
}

/** A question that never reached the server comes back as one to send again. */
function withUnsent(thread: Thread): Thread {
  const unsent = recallUnsent()
  if (unsent === undefined) return thread
  const last = thread[thread.length - 1]
  const arrived = last !== undefined && last.answer === null && last.question === unsent.text
  const before = arrived ? thread.slice(0, -1) : thread
  const at = arrived ? last.at : new Date().toISOString()
  return before.concat({ ...newExchange(unsent.key, unsent.text, at), state: 'failed' })
}

export function ask(conversation: Conversation, text: string): void {
  const exchange = newExchange(newKey(), text, new Date().toISOString())
  conversation.update((thread) => thread.concat(exchange))
  post(conversation, exchange, exchange.idempotencyKey)
}

/** The same request again where the network failed; a new one where the server refused it. */
export function retry(conversation: Conversation, exchange: Exchange): void {
  if (exchange.state === 'interrupted' && exchange.messageId !== null) {
    follow(conversation, exchange, exchange.messageId)
    return
  }
  const sameRequest = exchange.problem === null || exchange.problem.code === 'network'
  post(conversation, exchange, sameRequest ? exchange.idempotencyKey : newKey())
}

export function stop(conversation: Conversation): void {
  if (conversation.current === null) return
  stopAnswer(conversation, conversation.current)
  conversation.current = null
}

export async function openConversation(
  conversation: Conversation,
  id: string,
): Promise<Problem | null> {
  supersede(conversation)
  const loaded = await loadConversation(id, conversation.language())
  if (!loaded.ok) return loaded.problem
  enterConversation(id)
  const { turns, cases, statements } = loaded.value
  const thread = exchangesOf(turns)
  conversation.update(() => thread)
  conversation.updateHandling(() => ({ cases, statements }))
  const last = thread[thread.length - 1]
  if (last?.state === 'interrupted' && last.messageId !== null) {
    follow(conversation, last, last.messageId)
  }
  return null
}

/** The conversation as it was when the page was left; one that is gone is simply left. */
export async function restoreConversation(conversation: Conversation): Promise<Problem | null> {
  const session = currentSession()
  const problem =
    session === undefined ? null : await openConversation(conversation, session.conversationId)
  const gone = problem !== null && (problem.status === 401 || problem.status === 404)
  if (gone) leaveConversation()
  conversation.update(withUnsent)
  return gone ? null : problem
}

export function startNew(conversation: Conversation): void {
  supersede(conversation)
  leaveConversation()
  forgetUnsent()
  conversation.update(() => [])
  conversation.updateHandling(() => noHandling)
}

/** What people have done meanwhile; the turns on the page stay as they are. */
export async function refreshHandling(conversation: Conversation): Promise<void> {
  const id = currentSession()?.conversationId
  if (id === undefined) return
  const loaded = await loadConversation(id, conversation.language())
  if (!loaded.ok || currentSession()?.conversationId !== id) return
  const { cases, statements } = loaded.value
  conversation.updateHandling((before) => {
    if (statements.length > before.statements.length) conversation.notify('replied')
    return { cases, statements }
  })
}

/** A case as the server has just told it. */
export function showCase(conversation: Conversation, shown: RatedCase): void {
  conversation.updateHandling((handling) => withCase(handling, shown))
}
