/** Shorter texts are quoted whole. */
const SHORTEST_TEXT = 90
/** A sentence shorter than this goes with the one before it. */
const SHORTEST_SENTENCE = 16

const OPENING = '（(“《「『'
const CLOSING = '）)”》」』'

export type Sentence = { start: number; end: number }

/** Offsets of the sentences of a paragraph; empty when it is short or one sentence. */
export function splitSentences(text: string): Sentence[] {
  if (text.length < SHORTEST_TEXT) return []
  const sentences: Sentence[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (OPENING.includes(character)) depth += 1
    if (CLOSING.includes(character)) depth = Math.max(0, depth - 1)
    const ends = (depth === 0 && /[。；;！!？?]/u.test(character)) || at === text.length - 1
    if (!ends) continue
    const before = sentences.at(-1)
    if (before && at + 1 - start < SHORTEST_SENTENCE) before.end = at + 1
    else sentences.push({ start, end: at + 1 })
    start = at + 1
  }
  return sentences.length > 1 ? sentences.map((each) => trim(text, each)) : []
}

function trim(text: string, { start, end }: Sentence): Sentence {
  const raw = text.slice(start, end)
  return {
    start: start + raw.length - raw.trimStart().length,
    end: end - raw.length + raw.trimEnd().length,
  }
}
