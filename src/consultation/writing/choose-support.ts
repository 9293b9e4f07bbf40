import { splitSentences } from '../../knowledge/split-sentences.ts'
import { fold, terms } from '../../shared/text.ts'

export type Span = { from: number; to: number }

const MOST_SPANS = 3
const NUMBERS = /\d+(?:\.\d+)?|[一二三四五六七八九十百两]+(?=[日天年个月条项家人次小])/gu

/**
 * The sentences of a passage that a claim rests on, as offsets: the one that shares most with it,
 * then those that bring words and numbers of it that are still missing. Neighbours are joined.
 */
export function chooseSupport(claim: string, passage: string): Span[] {
  const sentences = splitSentences(passage)
  if (sentences.length === 0) return [{ from: 0, to: passage.trimEnd().length }]
  const missing = new Set([...terms(claim), ...numbersOf(claim)])
  const left = new Set(sentences)
  const chosen: Span[] = []
  while (chosen.length < MOST_SPANS && left.size > 0) {
    const scored = [...left].map((sentence) => {
      const text = passage.slice(sentence.start, sentence.end)
      const brought = [...terms(text), ...numbersOf(text)].filter((term) => missing.has(term))
      return { sentence, brought: new Set(brought) }
    })
    const best = scored.reduce((most, each) =>
      each.brought.size > most.brought.size ? each : most,
    )
    const bringsNumber = [...best.brought].some((term) => /^\d/u.test(term))
    if (chosen.length > 0 && best.brought.size < LEAST_BROUGHT && !bringsNumber) break
    for (const term of best.brought) missing.delete(term)
    left.delete(best.sentence)
    chosen.push({ from: best.sentence.start, to: best.sentence.end })
  }
  return joinNeighbours(chosen, passage)
}

/** A further sentence is quoted only when it brings this many words of the claim. */
const LEAST_BROUGHT = 3

function numbersOf(text: string): string[] {
  return fold(text).match(NUMBERS) ?? []
}

function joinNeighbours(spans: Span[], passage: string): Span[] {
  const sorted = spans.toSorted((left, right) => left.from - right.from)
  return sorted.reduce<Span[]>((joined, span) => {
    const last = joined.at(-1)
    if (!last || passage.slice(last.to, span.from).trim() !== '') return [...joined, { ...span }]
    last.to = span.to
    return joined
  }, [])
}
