import type { WrittenBrief } from '../../../cases/brief.ts'
import { isNumber, isObject, isString, listOf, objectOf, oneOf } from '../../shared/guards.ts'
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

/** What of a brief by a model has passed the checks (`cases/brief.ts`). */
export type Written = Pick<
  WrittenBrief,
  'facts' | 'question' | 'answer' | 'askBack' | 'leftOut' | 'model' | 'label'
> & { evidence: Record<string, unknown>[] }

const isWritten = objectOf<Written>({
  facts: listOf(isString),
  question: isString,
  evidence: listOf(isObject),
  answer: listOf(objectOf({ text: isString, evidence: listOf(isString) })),
  askBack: listOf(isString),
  leftOut: isNumber,
  model: isString,
  label: isString,
})

/** The brief that a model has written, or undefined where there is none. */
export const readWritten = (value: unknown): Written | undefined =>
  isWritten(value) ? value : undefined

/** The brief as a case holds it, or undefined where there is none. */
export const readBrief = (value: unknown): Brief | undefined => (isBrief(value) ? value : undefined)

/** The citations of an answer or a statement, in the order of their marks. */
export const readClauses = (value: unknown): Clause[] =>
  Array.isArray(value) ? value.filter(isClause) : []

export type Draft = { text: string; clauses: Clause[] }

/** The answer that a model suggests, a line for each sentence, marked with its evidence; undefined: none. */
export function draftOf({ answer, evidence }: Written): Draft | undefined {
  if (answer.length === 0) return undefined
  const listed = evidence.flatMap((each) => {
    const clause = toClause(each)
    return clause && isString(each['id']) ? [{ id: each['id'], clause }] : []
  })
  const text = answer.map((sentence) => {
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
