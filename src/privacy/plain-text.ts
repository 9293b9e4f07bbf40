import { stripHidden } from '../shared/text.ts'

/** A text in one form for scanning, with the place of each of its characters in the original. */
export type PlainText = { text: string; starts: ArrayLike<number>; ends: ArrayLike<number> }

/**
 * Half width, lower case, without hidden characters and combining marks. Offsets are UTF-16; a
 * character that becomes several (`⑩`, `㈠`) lends its place to each of them. Linear.
 */
export function toPlainText(text: string): PlainText {
  const known = new Map<number, string>()
  const starts = new Int32Array(text.length * LONGEST_FORM)
  const ends = new Int32Array(text.length * LONGEST_FORM)
  let plain = ''
  let length = 0
  let end = 0
  for (let start = 0; start < text.length; start = end) {
    const code = text.codePointAt(start) ?? 0
    end = start + (code > 0xffff ? 2 : 1)
    const part = plainForm(code, known)
    plain += part
    for (const before = length; length < before + part.length; length += 1) {
      starts[length] = start
      ends[length] = end
    }
  }
  return { text: plain, starts: starts.subarray(0, length), ends: ends.subarray(0, length) }
}

function plainForm(code: number, known: Map<number, string>): string {
  const earlier = known.get(code)
  if (earlier !== undefined) return earlier
  const plain = readForm(code)
  known.set(code, plain)
  return plain
}

/** Digits that compatibility forms leave alone: circled in black or double, Arabic, Devanagari. */
const FIRST_DIGITS: [code: number, digit: number, count: number][] = [
  [0x2776, 1, 9],
  [0x2780, 1, 9],
  [0x278a, 1, 9],
  [0x24f5, 1, 9],
  [0x24ff, 0, 1],
  [0x0660, 0, 10],
  [0x06f0, 0, 10],
  [0x0966, 0, 10],
]

/** Ligatures of whole sentences would make a text many times as long, and hide nothing. */
const LONGEST_FORM = 4

function readForm(code: number): string {
  for (const [first, digit, count] of FIRST_DIGITS) {
    if (code >= first && code < first + count) return String(digit + code - first)
  }
  const shown = stripHidden(String.fromCodePoint(code))
  const plain = shown.normalize('NFKC').toLowerCase().replace(/\p{M}/gu, '')
  return plain.length > LONGEST_FORM ? shown : plain
}
