/** Digits that stand near each other, whatever is written between them. */
export type DigitRun = {
  /** As `0`–`9`, whether written so or in Han characters. */
  digits: string
  /** Where each digit stands in the plain text. */
  places: number[]
  /**
   * Where each group of digits with nothing between them begins, and the end of the last; a Han digit is
   * a group of its own. Indices into `digits`.
   */
  bounds: number[]
  /** Of each digit the index of its group. */
  groupOf: Int32Array
}

const DIGITS = '0123456789'
const HAN_DIGITS = new Map(
  [
    '零〇○洞',
    '一壹幺么',
    '二贰貳两',
    '三叁參',
    '四肆',
    '五伍',
    '六陆陸',
    '七柒拐',
    '八捌',
    '九玖勾',
  ]
    .flatMap((names, digit) => [...names].map((name) => [name, digit] as const))
    .map(([name, digit]) => [name.charCodeAt(0), digit] as const),
)
const SEPARATORS = new Set(' \t-‐‒–—―−─_.,·•・()')
const MOST_SEPARATORS = 3

/** The runs of at least so many digits in a plain text. Linear. */
export function listDigitRuns(text: string, least: number): DigitRun[] {
  const runs: DigitRun[] = []
  let places: number[] = []
  for (let at = 0; at < text.length; at += 1) {
    if (valueOf(text.charCodeAt(at)) < 0) continue
    const last = places.at(-1)
    if (last !== undefined && !areJoined(text, last, at)) {
      if (places.length >= least) runs.push(toRun(text, places))
      places = []
    }
    places.push(at)
  }
  if (places.length >= least) runs.push(toRun(text, places))
  return runs
}

function toRun(text: string, places: number[]): DigitRun {
  const bounds: number[] = []
  const groupOf = new Int32Array(places.length)
  let digits = ''
  let before = -1
  for (let index = 0; index < places.length; index += 1) {
    const at = places[index] ?? 0
    const apart =
      index === 0 || before !== at - 1 || isHanDigit(text, at) || isHanDigit(text, before)
    if (apart) bounds.push(index)
    groupOf[index] = bounds.length - 1
    digits += DIGITS.charAt(valueOf(text.charCodeAt(at)))
    before = at
  }
  bounds.push(places.length)
  return { digits, places, bounds, groupOf }
}

/** The digits alone, `幺三八` as `138`. */
export function digitsOf(text: string): string {
  let digits = ''
  for (let at = 0; at < text.length; at += 1) {
    const value = valueOf(text.charCodeAt(at))
    if (value >= 0) digits += DIGITS.charAt(value)
  }
  return digits
}

export function isHanDigit(text: string, at: number): boolean {
  return text.charCodeAt(at) > 0x7f
}

export function isSeparator(character: string): boolean {
  return SEPARATORS.has(character)
}

/** 0 to 9, or -1. */
function valueOf(code: number): number {
  if (code < 0x80) return code >= 0x30 && code <= 0x39 ? code - 0x30 : -1
  return HAN_DIGITS.get(code) ?? -1
}

function areJoined(text: string, last: number, at: number): boolean {
  if (at - last - 1 > MOST_SEPARATORS) return false
  for (let between = last + 1; between < at; between += 1) {
    if (!isSeparator(text.charAt(between))) return false
  }
  return true
}
