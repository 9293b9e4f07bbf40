import { headerOf, presentStatus } from '../../knowledge/present.ts'
import type { FoundPassage } from '../../knowledge/search-passages.ts'
import { asData } from '../../prompts/as-data.ts'
import type { Draft } from '../draft.ts'
import type { Evidence } from '../verification/verify-sentence.ts'
import { shanghaiDay } from '../../shared/shanghai-day.ts'

/** Passages that a model gets to see: what the extractive answer quotes, and the next best. */
const MOST_PASSAGES = 6
const LONGEST_PASSAGE = 1_600

export type ListedEvidence = Evidence & { passage: FoundPassage }

/** E1, E2 … of an answer: its units in the order of their finding, those that were quoted first. */
export function listEvidence({ found, citations, parts, knowledge }: Draft, now: Date) {
  const holdsQuote = ({ document, start, end }: FoundPassage) =>
    citations.some((each) => each.document === document && start <= each.start && each.start < end)
  const all = [...found, ...parts.flatMap((part) => part.found.slice(0, 2))]
  const unique = [...new Map(all.map((passage) => [passage.id, passage])).values()]
  const ordered = [
    ...unique.filter(holdsQuote),
    ...unique.filter((passage) => !holdsQuote(passage)),
  ].slice(0, MOST_PASSAGES)
  return ordered.map((passage, at): ListedEvidence => {
    const header = headerOf(knowledge, passage.document)
    return {
      id: `E${at + 1}`,
      document: passage.document,
      locator: passage.locator,
      title: header.title,
      headings: passage.path.slice(1),
      text: passage.text,
      status: presentStatus(header, { day: shanghaiDay(now), language: 'zh' }).status,
      passage,
    }
  })
}

/** The passages as a prompt shows them. */
export function describeEvidence(evidence: Evidence[]): string {
  return evidence
    .map(({ id, title, headings, text }) => {
      const heading = [title, ...headings].join(' › ')
      return `<passage id="${id}" heading="${asData(heading).replaceAll('"', '”')}">\n${asData(text, LONGEST_PASSAGE)}\n</passage>`
    })
    .join('\n')
}
