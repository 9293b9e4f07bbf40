/** Digits that stand near each other, whatever is written between them. */
export type DigitRun = {
  /** As `0`–`9`, whether written so or in Han characters. */
  digits: string
  /** Where each digit stands in the plain text. */
  places: number[]
  groups: DigitGroup[]
}

/** Digits with nothing between them; a Han digit is a group of its own. Indices into `digits`. */
export type DigitGroup = { from: number; to: number }

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
    .flatMap((names, digit) => [...names].map((name) => [name, String(digit)] as const))
    .map(([name, digit]) => [name.charCodeAt(0), digit] as const),
)
const SEPARATORS = new Set(' \t-‐‒–—―−─_.,·•・()')
const MOST_SEPARATORS = 3

/** All runs of digits in a plain text. Linear. */
export function listDigitRuns(text: string): DigitRun[] {
  const runs: DigitRun[] = []
  let run: DigitRun | undefined
  let last = -1
  for (let at = 0; at < text.length; at += 1) {
    const digit = readDigit(text, at)
    if (digit === undefined) continue
    if (!run || !areJoined(text, last, at)) {
      run = { digits: '', places: [], groups: [] }
      runs.push(run)
    }
    const group = run.groups.at(-1)
    const apart = at > last + 1 || isHanDigit(text, at) || isHanDigit(text, last)
    if (!group || apart) run.groups.push({ from: run.digits.length, to: run.digits.length + 1 })
    else group.to += 1
    run.digits += digit
    run.places.push(at)
    last = at
  }
  return runs
}

/** The digits alone, `幺三八` as `138`. */
export function digitsOf(text: string): string {
  let digits = ''
  for (let at = 0; at < text.length; at += 1) digits += readDigit(text, at) ?? ''
  return digits
}

export function isHanDigit(text: string, at: number): boolean {
  return text.charCodeAt(at) > 0x7f
}

export function isSeparator(character: string): boolean {
  return SEPARATORS.has(character)
}

function readDigit(text: string, at: number): string | undefined {
  const code = text.charCodeAt(at)
  if (code >= 0x30 && code <= 0x39) return String.fromCharCode(code)
  return code < 0x80 ? undefined : HAN_DIGITS.get(code)
}

function areJoined(text: string, last: number, at: number): boolean {
  if (at - last - 1 > MOST_SEPARATORS) return false
  for (let between = last + 1; between < at; between += 1) {
    if (!isSeparator(text.charAt(between))) return false
  }
  return true
}
