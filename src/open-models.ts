import type { Config } from './config.ts'
import type { Database } from './db/database.ts'
import type { Log } from './http/log.ts'
import { isSwitchedOff } from './operation/switches.ts'
import { tokenStore } from './operation/token-store.ts'
import { type Breaker, createBreaker } from './models/breaker.ts'
import type { ChatModel } from './models/chat-model.ts'
import { type ChatLimits, defaultLimits, guardedChat } from './models/guarded-chat.ts'
import { openAiChat } from './models/openai-chat.ts'
import { createReranker, type Reranker } from './models/rerank.ts'

export type Models = { chat: ChatModel | undefined; reranker: Reranker | undefined }

type ModelOptions = {
  db: Database
  log: Log
  now: () => Date
  /** Shared by all that use one endpoint in one process. */
  breaker?: Breaker
  limits?: Partial<ChatLimits>
}

/** The outside models of the settings, guarded; each undefined where none is set. */
export function openModels(config: Config, options: ModelOptions): Models {
  const { db, log, now } = options
  const limits = {
    ...defaultLimits,
    dailyTokens: config.modelDailyTokens,
    concurrency: config.modelConcurrency,
    firstWordsMs: config.modelFirstWordsMs,
    wholeMs: config.modelWholeMs,
    ...options.limits,
  }
  const chat =
    config.chat &&
    guardedChat(openAiChat(config.chat), {
      limits,
      breaker: options.breaker ?? createBreaker(now),
      tokens: tokenStore(db),
      isSwitchedOff: () => isSwitchedOff(db, 'model'),
      now,
    })
  const reranker =
    config.rerank &&
    createReranker(config.rerank, (problem) => log('warn', 'rerank_failed', { problem }))
  return { chat, reranker }
}
