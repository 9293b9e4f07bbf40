import { createBreaker } from '../../src/models/breaker.ts'
import { type ChatLimits, defaultLimits, guardedChat } from '../../src/models/guarded-chat.ts'
import { openAiChat } from '../../src/models/openai-chat.ts'
import { isSwitchedOff } from '../../src/operation/switches.ts'
import { tokenStore } from '../../src/operation/token-store.ts'
import type { ModelServer } from './model-server.ts'
import type { TestDeps } from './test-deps.ts'

/** Lets the service write with the model of a local server, guarded as in service. */
export function useModel(deps: TestDeps, server: ModelServer, limits: Partial<ChatLimits> = {}) {
  const endpoint = {
    baseUrl: server.baseUrl,
    apiKey: 'test-key',
    model: 'test-model',
    jsonMode: false,
    streamUsage: true,
  }
  const all = { ...defaultLimits, ...limits }
  deps.modelDeadlineMs = all.wholeMs
  deps.chat = guardedChat(openAiChat(endpoint), {
    limits: all,
    breaker: createBreaker(deps.now),
    tokens: tokenStore(deps.db),
    isSwitchedOff: () => isSwitchedOff(deps.db, 'model'),
    now: deps.now,
  })
}

/** Lines of the answer contract. */
export const line = (text: string, ...evidence: string[]) =>
  `${JSON.stringify({ evidence, text })}\n`
export const closing = (fields: object = {}) =>
  `${JSON.stringify({ coverage: 'complete', missing: '', suggestions: [], ...fields })}\n`
