import type { Call, Result } from '../shared/call-api.ts'
import { callApi } from '../shared/call-api.ts'
import { isString } from '../shared/guards.ts'
import type { Language } from '../shared/language.ts'
import { forget, recall, remember } from '../shared/storage.ts'
import { isOpened, isSavedConversation } from './message-guards.ts'
import type { SavedConversation } from './message-guards.ts'

/** Who asks and in which conversation: both outlive the page. */
export type Session = { conversationId: string; token: string }

export function currentSession(): Session | undefined {
  const conversationId = recall('conversation', isString)
  const token = recall('token', isString)
  return conversationId !== undefined && token !== undefined ? { conversationId, token } : undefined
}

export function leaveConversation(): void {
  forget('conversation')
}

export function enterConversation(id: string): void {
  remember('conversation', id)
}

export function forgetAsker(): void {
  forget('token')
  forget('conversation')
}

export function hasToken(): boolean {
  return recall('token', isString) !== undefined
}

function withToken<T>(call: Call<T>): Call<T> {
  const token = recall('token', isString)
  return token === undefined ? call : { ...call, token }
}

/** A request in the asker's name. */
export function callAsAsker<T>(call: Call<T>): Promise<Result<T>> {
  return callApi(withToken(call))
}

/** The conversation one is in, or a new one. A token the server no longer knows is dropped. */
export async function openSession(language: Language): Promise<Result<Session>> {
  const current = currentSession()
  if (current !== undefined) return { ok: true, value: current }
  const call = { path: '/api/conversations', guard: isOpened, language, method: 'POST' as const }
  let opened = await callApi(withToken({ ...call, body: {} }))
  if (!opened.ok && opened.problem.status === 401) {
    forgetAsker()
    opened = await callApi({ ...call, body: {} })
  }
  if (!opened.ok) return opened
  const { id, token } = opened.value
  remember('token', token)
  enterConversation(id)
  return { ok: true, value: { conversationId: id, token } }
}

export function loadConversation(
  id: string,
  language: Language,
): Promise<Result<SavedConversation>> {
  const path = `/api/conversations/${encodeURIComponent(id)}`
  return callAsAsker({ path, guard: isSavedConversation, language })
}
