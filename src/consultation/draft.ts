import type { Channel } from '../db/schema/index.ts'
import type { FoundPassage } from '../knowledge/search-passages.ts'
import type { WordWeights } from '../knowledge/weigh-words.ts'
import type { RuntimeKnowledge } from '../knowledge/runtime-knowledge.ts'
import type { AsOf } from './understanding/read-as-of.ts'
import type { WritingTrace } from './writing/write-with-model.ts'
import type {
  Citation,
  Coverage,
  Field,
  Level,
  Outcome,
  Sentence,
  Urgency,
  Writer,
} from '../shared/message.ts'

export type HistoryTurn = { role: 'asker' | 'assistant'; text: string }

export type Question = {
  messageId: string
  conversationId: string
  channel: Channel
  text: string
  history: HistoryTurn[]
}

/** What the question is about and what it wants, with the reasons for thinking so. */
export type Understanding = {
  language: 'zh' | 'en'
  /** The question as it is searched: simplified, typos mended, follow-ups completed. */
  full: string
  embedding: number[] | undefined
  /** Its parts where it asks several things. */
  parts: string[]
  /** Orders to the service stood beside the question and were left out of it. */
  instructionsSetAside: boolean
  /** Official words for what the asker called otherwise. */
  expansions: string[]
  intent: string
  intentOutcome: Outcome
  /** 0–1. */
  confidence: number
  /** A finer choice within the intent: the missing fact's slot, or what to ask back. */
  detail: string | undefined
  field: Field
  /** In the order of their naming. */
  districts: string[]
  urgency: Urgency
  reasons: string[]
}

/** A part of the question as it was searched. */
export type SearchedPart = {
  embedding: number[] | undefined
  words: WordWeights
  found: FoundPassage[]
}

export type Draft = {
  question: Question
  knowledge: RuntimeKnowledge
  understanding: Understanding
  /** The days that it is about, where these are not today. */
  asOf: AsOf | undefined
  /** The versions of documents that it is answered from; undefined: all. */
  documents: string[] | undefined
  /** Units found for the whole question, best first. */
  found: FoundPassage[]
  /** The same for each part of the question; one where it asks one thing. */
  parts: SearchedPart[]
  /** The model whose scores gave their order, where one did. */
  rerankedBy: string | undefined
  sentences: Sentence[]
  citations: Citation[]
  outcome: Outcome
  reason: string
  coverage: Coverage
  level: Level
  suggestions: string[]
  findings: string[]
  writer: Writer
  /** What the model did, where one was asked. */
  writing: WritingTrace | undefined
}
