import {
  answerWriters,
  coverages,
  fields,
  levels,
  outcomes,
  statuses,
  urgencies,
} from '../../shared/message.ts'
import type { DeliveredStatement } from '../../cases/asker-cases.ts'
import type { CaseResult } from '../../cases/case-result.ts'
import type { RatedCase } from '../../feedback/asker-ratings.ts'
import type { OwnRating } from '../../feedback/record-rating.ts'
import { caseKinds, caseStates, progressSteps } from '../../shared/case-states.ts'
import type { Answer, Citation, Routing, Sentence } from '../../shared/message.ts'
import {
  isBoolean,
  isNumber,
  isString,
  listOf,
  nullable,
  objectOf,
  oneOf,
  optional,
} from '../shared/guards.ts'
import { languages } from '../shared/language.ts'

const isCitation = objectOf<Citation>({
  n: isNumber,
  document: isString,
  title: isString,
  locator: isString,
  heading: isString,
  quote: isString,
  start: isNumber,
  end: isNumber,
  status: oneOf(statuses),
  statusText: isString,
  url: isString,
  version: optional(isNumber),
})

const isRouting = objectOf<Routing>({
  level: oneOf(levels),
  field: oneOf(fields),
  topics: listOf(isString),
  district: nullable(isString),
  urgency: oneOf(urgencies),
  reasons: listOf(isString),
})

export const isSentence = objectOf<Sentence>({
  n: isNumber,
  text: isString,
  citations: listOf(isCitation),
})

export const isAnswer = objectOf<Answer>({
  id: isString,
  conversationId: isString,
  author: oneOf(['assistant', 'staff'] as const),
  outcome: oneOf(outcomes),
  reason: isString,
  coverage: oneOf(coverages),
  writer: oneOf(answerWriters),
  language: oneOf(languages),
  text: isString,
  sentences: listOf(isSentence),
  citations: listOf(isCitation),
  routing: isRouting,
  suggestions: listOf(isString),
  label: isString,
  stopped: isBoolean,
  at: isString,
})

export type Meta = { messageId: string; conversationId: string }

export const isMeta = objectOf<Meta>({ messageId: isString, conversationId: isString })

type Opened = { id: string; token: string }

export const isOpened = objectOf<Opened>({ id: isString, token: isString })

export const isOwnRating = objectOf<OwnRating>({
  score: isNumber,
  solved: nullable(isBoolean),
  reasons: listOf(isString),
  text: nullable(isString),
  editableUntil: isString,
})

const isResult = objectOf<CaseResult>({
  done: isString,
  doer: oneOf(['centre', 'station', 'public_body', 'partner'] as const),
  by: isString,
  on: isString,
  outcome: oneOf(['done', 'partly', 'not_possible', 'passed_on'] as const),
  followUpOn: nullable(isString),
  recordedAt: isString,
})

export const askerCaseShape = {
  code: isString,
  kind: oneOf(caseKinds),
  state: oneOf(caseStates),
  step: oneOf(progressSteps),
  organisation: isString,
  field: isString,
  confidential: isBoolean,
  contactConsent: isBoolean,
  createdAt: isString,
  updatedAt: isString,
  dueAt: nullable(isString),
  conversationId: isString,
  canWithdraw: isBoolean,
  result: nullable(isResult),
  rating: nullable(isOwnRating),
}

export const isAskerCase = objectOf<RatedCase>(askerCaseShape)

const isStatement = objectOf<DeliveredStatement>({
  id: isString,
  author: oneOf(['staff', 'expert'] as const),
  authorName: isString,
  text: isString,
  citations: listOf(isCitation),
  at: isString,
})

export type SavedTurn =
  | { role: 'asker'; id: string; text: string | null; at: string }
  | {
      role: 'assistant'
      id: string
      state: 'running' | 'done' | 'failed'
      answer: Answer | null
      rating: OwnRating | null
    }

const isAskerTurn = objectOf<Extract<SavedTurn, { role: 'asker' }>>({
  role: oneOf(['asker'] as const),
  id: isString,
  text: nullable(isString),
  at: isString,
})

const isAssistantTurn = objectOf<Extract<SavedTurn, { role: 'assistant' }>>({
  role: oneOf(['assistant'] as const),
  id: isString,
  state: oneOf(['running', 'done', 'failed'] as const),
  answer: nullable(isAnswer),
  rating: nullable(isOwnRating),
})

const isSavedTurn = (value: unknown): value is SavedTurn =>
  isAskerTurn(value) || isAssistantTurn(value)

export type SavedConversation = {
  id: string
  createdAt: string
  cases: RatedCase[]
  statements: DeliveredStatement[]
  turns: SavedTurn[]
}

export const isSavedConversation = objectOf<SavedConversation>({
  id: isString,
  createdAt: isString,
  cases: listOf(isAskerCase),
  statements: listOf(isStatement),
  turns: listOf(isSavedTurn),
})

export type ConversationSummary = { id: string; createdAt: string; title: string | null }

export const isConversationList = objectOf<{ conversations: ConversationSummary[] }>({
  conversations: listOf(
    objectOf<ConversationSummary>({ id: isString, createdAt: isString, title: nullable(isString) }),
  ),
})
