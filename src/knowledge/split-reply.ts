/** What ends a sentence, with the marks that close after it; what never ends is cut. */
const SENTENCE =
  /[^。！？!?；;\n]{0,200}[。！？!?；;\n]+[”"’」』）)]{0,3}|[^。！？!?；;\n]{1,200}/gu
/** A shorter sentence says nothing by itself: it goes with the one before, or the next with it. */
const SHORTEST = 6

export type Span = { start: number; end: number }

/** Offsets of the sentences of a reply, in order, without gaps; none for an empty text. Linear. */
export function splitReply(text: string): Span[] {
  const sentences: Span[] = []
  for (const { 0: sentence, index } of text.matchAll(SENTENCE)) {
    const before = sentences.at(-1)
    const end = index + sentence.length
    if (before && Math.min(visible(text, before), sentence.trim().length) < SHORTEST) {
      before.end = end
    } else {
      sentences.push({ start: index, end })
    }
  }
  return sentences
}

const visible = (text: string, { start, end }: Span) =>
  end - start > SHORTEST * 4 ? SHORTEST : text.slice(start, end).trim().length
