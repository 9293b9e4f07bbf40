import { fold } from '../../src/shared/text.ts'
import type { ModelRecord } from './evaluate-model.ts'
import type { EvalQuestion } from './question-file.ts'

export type RunLine = {
  id: string
  outcome: string
  reason: string
  coverage: string
  answer: string
  passages: { document: string; locator: string; text: string }[]
  citations: { document: string; locator: string; quote: string; status: string }[]
  routing: {
    level: string
    field: string
    topics: string[]
    district: string | null
    urgency: string
  }
  latencyMs: number
  /** Reading the question, embedding it, and the search. */
  retrievalMs: number
  /** With `--model env` only. */
  writing?: ModelRecord
}

type Found = Pick<RunLine, 'passages'>

/** Letters and digits only, in one form: how quotes are looked for. */
const loose = (text: string) => fold(text).replaceAll(/[^0-9a-z\p{Script=Han}]/gu, '')
const tight = (text: string) => fold(text).replaceAll(/\s+/gu, '')

/** Whether a passage holds the quote, whatever its spaces and signs. */
export const holdsQuote = (
  passage: { document: string; text: string },
  { doc, quote }: { doc: string; quote: string },
) => doc === passage.document && loose(passage.text).includes(loose(quote))

/** For each gold quote the rank (from 1) of the first passage that holds it, or 0. */
export function goldRanks(question: EvalQuestion, line: Found): number[] {
  return (question.gold ?? []).map((gold, at) => {
    const accepted = [gold, ...(question.gold_alt ?? []).filter((alt) => alt.for === at)]
    const rank = line.passages.findIndex((passage) =>
      accepted.some((evidence) => holdsQuote(passage, evidence)),
    )
    return rank + 1
  })
}

/** First rank of any gold quote; 0 when none was found. */
export function firstRank(question: EvalQuestion, line: Found): number {
  const ranks = goldRanks(question, line).filter((rank) => rank > 0)
  return ranks.length > 0 ? Math.min(...ranks) : 0
}

export function missingFacts(question: EvalQuestion, line: RunLine): string[] {
  const answer = tight(line.answer)
  return (question.facts ?? []).filter((fact) => {
    const spellings = [fact, ...(question.facts_alt?.[fact] ?? [])]
    return !spellings.some((spelling) => answer.includes(tight(spelling)))
  })
}

export function forbiddenSaid(question: EvalQuestion, line: RunLine): string[] {
  const answer = tight(line.answer)
  return (question.must_not ?? []).filter((forbidden) => answer.includes(tight(forbidden)))
}

export function saysDraft(line: RunLine): boolean {
  return /征求意见稿|draft/iu.test(line.answer)
}
