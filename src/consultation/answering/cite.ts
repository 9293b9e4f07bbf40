import {
  clauseUrl,
  headerOf,
  headingOf,
  presentStatus,
  type PresentContext,
} from '../../knowledge/present.ts'
import type { RuntimeKnowledge } from '../../knowledge/runtime-knowledge.ts'
import type { Citation } from '../../shared/message.ts'

export type Quotable = {
  document: string
  locator: string
  path: string[]
  text: string
  start: number
}

export type CiteContext = PresentContext & { knowledge: RuntimeKnowledge }

/** Collects the citations of one answer; the same quote keeps its number. */
export function createCitations({ knowledge, ...context }: CiteContext) {
  const citations: Citation[] = []
  return {
    list: citations,
    /** Cites `passage.text.slice(from, to)`. */
    cite: (passage: Quotable, from = 0, to = passage.text.length): Citation => {
      const start = passage.start + from
      const known = citations.find(
        (each) =>
          each.document === passage.document &&
          each.start === start &&
          each.end === passage.start + to,
      )
      if (known) return known
      const header = headerOf(knowledge, passage.document)
      const citation: Citation = {
        n: citations.length + 1,
        document: passage.document,
        title: header.title,
        locator: passage.locator,
        heading: headingOf(passage.path, passage.locator),
        quote: passage.text.slice(from, to),
        start,
        end: passage.start + to,
        ...presentStatus(header, context),
        url: clauseUrl(passage.document, passage.locator),
      }
      citations.push(citation)
      return citation
    },
  }
}

export type Citations = ReturnType<typeof createCitations>
