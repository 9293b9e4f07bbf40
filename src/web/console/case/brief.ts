import type { WrittenBrief } from '../../../cases/brief.ts'
import { isClause, isShownClause, placeOf } from '../../shared/clause.ts'
import type { Clause } from '../../shared/clause.ts'
import { isNumber, isObject, isString, listOf, objectOf } from '../../shared/guards.ts'

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

/** Evidence of a brief names its clause by the page that opens it. */
export function toClause(value: unknown): Clause | undefined {
  if (isClause(value)) return value
  if (!isShownClause(value)) return undefined
  const place = placeOf(value.url)
  return place && { ...value, ...place }
}
