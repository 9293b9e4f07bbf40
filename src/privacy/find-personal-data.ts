import { findAccounts, findEmails } from './find-addresses.ts'
import { findCreditCodes, findPassports } from './find-codes.ts'
import { findNumbers } from './find-numbers.ts'
import type { PersonalData } from './kinds.ts'
import { type PlainText, toPlainText } from './plain-text.ts'

export { type PersonalData, type PersonalDataKind, personalDataKinds } from './kinds.ts'

/** The first to find something keeps it. */
const DETECTORS = [findEmails, findAccounts, findCreditCodes, findPassports, findNumbers]
const MOST_ROUNDS = 4

/**
 * Personal data of a text, in order and without overlaps (kinds: issue 4 §7; PIPL 28, GB 11643,
 * GB 32100). Offsets are UTF-16 places in the text as given. Linear in its length.
 */
export function findPersonalData(text: string): PersonalData[] {
  const plain = toPlainText(text)
  const found: PersonalData[] = []
  let rest = plain.text
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = found.length
    for (const detect of DETECTORS) {
      const spans = detect(rest).toSorted((one, other) => one.start - other.start)
      for (const span of spans) found.push(span)
      rest = blank(rest, spans)
    }
    // What was found ends words: a second look at the rest sees what masking would leave.
    if (found.length === before) break
  }
  return toOriginal(plain, found)
}

/** A bracket of the placeholders stands for each character, so that nothing is read across it. */
function blank(text: string, spans: PersonalData[]): string {
  if (spans.length === 0) return text
  let blanked = ''
  let at = 0
  for (const { start, end } of spans) {
    blanked += text.slice(at, start) + '〔'.repeat(end - start)
    at = end
  }
  return blanked + text.slice(at)
}

function toOriginal({ starts, ends }: PlainText, found: PersonalData[]): PersonalData[] {
  const original: PersonalData[] = []
  let free = 0
  for (const { kind, start, end } of found.toSorted((one, other) => one.start - other.start)) {
    // One character may have become several, and belong to two neighbours.
    const from = Math.max(free, starts[start] ?? 0)
    const to = ends[end - 1] ?? from
    if (to <= from) continue
    original.push({ kind, start: from, end: to })
    free = to
  }
  return original
}
