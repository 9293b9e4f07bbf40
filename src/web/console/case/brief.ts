import { isObject, isString, listOf, objectOf, oneOf } from '../../shared/guards.ts'
import { statuses } from '../../../shared/message.ts'
import type { Status } from '../../../shared/message.ts'

export type Clause = {
  document: string
  locator: string
  title: string
  heading: string
  quote: string
  status: Status
  statusText: string
  url: string
}

export type Brief = {
  facts: string[]
  question: string
  askBack: string[]
  reasons: string[]
  suggestedAnswer: string
}

const isBrief = objectOf<Brief>({
  facts: listOf(isString),
  question: isString,
  askBack: listOf(isString),
  reasons: listOf(isString),
  suggestedAnswer: isString,
})

const shown = {
  title: isString,
  heading: isString,
  quote: isString,
  status: oneOf(statuses),
  statusText: isString,
  url: isString,
}
const isShown = objectOf<Omit<Clause, 'document' | 'locator'>>(shown)
const isClause = objectOf<Clause>({ ...shown, document: isString, locator: isString })

const isWritten = objectOf({
  facts: listOf(isString),
  question: isString,
  evidence: listOf(isObject),
  answer: listOf(objectOf({ text: isString, evidence: listOf(isString) })),
})

/** The brief as a case holds it, or undefined where there is none. */
export const readBrief = (value: unknown): Brief | undefined => (isBrief(value) ? value : undefined)

/** The citations of an answer or a statement, in the order of their marks. */
export const readClauses = (value: unknown): Clause[] =>
  Array.isArray(value) ? value.filter(isClause) : []

export type Draft = { text: string; clauses: Clause[] }

/** The draft that a model has written with the brief, its sentences marked with their evidence. */
export function readWritten(value: unknown): Draft | undefined {
  if (!isWritten(value) || value.answer.length === 0) return undefined
  const listed = value.evidence.flatMap((each) => {
    const clause = toClause(each)
    return clause && isString(each['id']) ? [{ id: each['id'], clause }] : []
  })
  const text = value.answer.map((sentence) => {
    const marks = sentence.evidence
      .map((id) => listed.findIndex((each) => each.id === id))
      .filter((at) => at >= 0)
    return sentence.text + marks.map((at) => `[${at + 1}]`).join('')
  })
  return { text: text.join('\n'), clauses: listed.map(({ clause }) => clause) }
}

const ADDRESS = /^\/documents\/([a-z0-9-]{1,80})#(.{1,120})$/

/** Evidence of a brief names its clause by the page that opens it. */
export function toClause(value: unknown): Clause | undefined {
  if (isClause(value)) return value
  if (!isObject(value) || !isShown(value)) return undefined
  const [, document, locator] = ADDRESS.exec(value.url) ?? []
  if (document === undefined || locator === undefined) return undefined
  return { ...value, document, locator: decodeURIComponent(locator) }
}
