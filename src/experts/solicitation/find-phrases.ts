import type { PlainText } from '../../privacy/plain-text.ts'
import type { Reading } from './close-text.ts'
import type { Context } from './context.ts'
import { compilePhrases, type Finding, type FindingKind, type Phrase } from './words.ts'

/** A place in one of the forms of a text, as one of the original. */
export function toFinding(
  kind: FindingKind,
  { original, form }: { original: string; form: PlainText },
  { start, end }: { start: number; end: number },
): Finding {
  const from = form.starts[start] ?? 0
  const to = form.ends[end - 1] ?? from
  return { kind, quote: original.slice(from, to), start: from, end: to }
}

/** Phrases that need nothing else to be held. */
export function findPhrases(
  reading: Reading,
  context: Context,
  { kind, phrases }: { kind: FindingKind; phrases: readonly Phrase[] },
): Finding[] {
  const { close, spaced } = compilePhrases(phrases)
  const reach = kind === 'contact' ? 'contact' : 'other'
  const inClose = matchesOf(reading.close.text, close)
    .filter(({ start }) => !context.isNegated(start, reach))
    .filter(({ start }) => !context.isWarning(start) && !context.isOfOthers(start))
    .filter(({ start }) => kind === 'contact' || !context.isQuoted(start))
    .map((span) => toFinding(kind, { original: reading.original, form: reading.close }, span))
  const inPlain = matchesOf(reading.plain.text, spaced).map((span) =>
    toFinding(kind, { original: reading.original, form: reading.plain }, span),
  )
  return [...inClose, ...inPlain]
}

export function matchesOf(text: string, pattern: RegExp) {
  return Array.from(text.matchAll(pattern), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    text: match[0],
    groups: match.groups ?? {},
  }))
}
