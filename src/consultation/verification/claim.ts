import type { Lexicon } from '../../knowledge/schemas.ts'
import type { Status } from '../../shared/message.ts'

/** What an evidence id stands for: one passage as the retrieval found it. */
export type Evidence = {
  /** 'E1'… */
  id: string
  document: string
  locator: string
  /** Titles and headings count as words of the passage. */
  title: string
  headings: string[]
  text: string
  status: Status
}

/** One sentence of a model, with the ids as the model wrote them. */
export type Claim = { text: string; evidence: string[] }

export type VerifyContext = {
  language: 'zh' | 'en'
  /** All retrieved passages. */
  evidence: Evidence[]
  question: string
  lexicon: Lexicon
}

/** The closed list of checks, in the order in which they run. */
export const checks = [
  'form',
  'language',
  'manners',
  'evidence',
  'status',
  'numbers',
  'quotations',
  'names',
  'content',
  'modality',
  'negation',
  'actors',
  'quantifiers',
  'joints',
  'order',
  'conditions',
] as const
export type Check = (typeof checks)[number]

export type Finding = { check: Check; detail: string }
