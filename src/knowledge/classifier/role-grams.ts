import type { SolicitationRoles } from '../solicitation-roles.ts'
import type { GramsOf } from './text-features.ts'

/** Words of this role only hide others within them: `其他` is nobody else. */
const HIDING = 'none'
const BREAK = '|'

const NUMERALS = '一二三四五六七八九十两几百千万零〇壹贰叁肆伍陆柒捌玖半'
/** Sums, shares and other numbers, before words that begin with a numeral. */
const SUM = new RegExp(
  String.raw`(?:[\d.,]+|[${NUMERALS}]+)[多来]?(?:元|块|万|千|百|刀|美金|欧元|美元)+钱?|[$¥€£]\d+|(?:rmb|usd|eur) ?\d+|\d+ (?:yuan|dollars|rmb|euros)`,
  'uy',
)
const SHARE = new RegExp(
  String.raw`百分之[${NUMERALS}\d]+|\d+%|[${NUMERALS}\d]+(?:成|折|个点)|\d+ percent`,
  'uy',
)
const NUMBER = new RegExp(String.raw`\d+|[${NUMERALS}]{2,}`, 'uy')
const PAUSE = /[,。.!?;:、\n]+/uy
const QUOTE = /[“”"]/uy

const BEFORE_WORDS = [
  ['sum', SUM],
  ['share', SHARE],
] as const
const AFTER_WORDS = [
  ['number', NUMBER],
  [BREAK, PAUSE],
  ['quote', QUOTE],
] as const

type Word = { word: string; role: string }

/**
 * Grams of the roles that the words of a form play, whatever the words: what stands there at all, what follows on
 * what, what meets in a clause and in the whole. Linear in the length of the form.
 */
export function roleGrams(roles: SolicitationRoles): GramsOf {
  const read = roleReader(roles)
  return (form) => {
    const found = read(form)
    const row = found.filter((role) => role !== BREAK)
    const ended = ['^', ...row, '$']
    return [
      ...new Set(row),
      ...runs(ended, 2),
      ...runs(ended, 3),
      ...clausesOf(found).flatMap((clause) => pairs(clause).map((pair) => `clause ${pair}`)),
      ...pairs(row).map((pair) => `whole ${pair}`),
    ]
  }
}

/** The roles in a form in their order, the longest word at each place; `|` for a pause. */
function roleReader(roles: SolicitationRoles): (form: string) => string[] {
  const byFirst = indexWords(roles)
  return (form) => {
    const found: string[] = []
    for (let at = 0; at < form.length;) {
      const next =
        matchAt(form, at, BEFORE_WORDS) ??
        wordAt(form, at, byFirst.get(form.charAt(at)) ?? []) ??
        matchAt(form, at, AFTER_WORDS)
      if (next && next.role !== HIDING) found.push(next.role)
      at += next?.length ?? 1
    }
    return found
  }
}

function indexWords(roles: SolicitationRoles): Map<string, Word[]> {
  const words = Object.entries(roles)
    .flatMap(([role, phrases]) => phrases.map((word) => ({ word, role })))
    .sort((one, other) => other.word.length - one.word.length)
  const byFirst = new Map<string, Word[]>()
  for (const each of words) {
    const first = each.word.charAt(0)
    const others = byFirst.get(first)
    if (others) others.push(each)
    else byFirst.set(first, [each])
  }
  return byFirst
}

type Found = { role: string; length: number }

function matchAt(
  form: string,
  at: number,
  patterns: readonly (readonly [role: string, pattern: RegExp])[],
): Found | undefined {
  for (const [role, pattern] of patterns) {
    pattern.lastIndex = at
    const length = pattern.exec(form)?.[0].length
    if (length) return { role, length }
  }
  return undefined
}

const LETTER = /^[a-z]$/

/** A word of letters stands by itself: `our` is not in `hours`. */
function wordAt(form: string, at: number, words: readonly Word[]): Found | undefined {
  if (LETTER.test(form.charAt(at)) && LETTER.test(form.charAt(at - 1))) return undefined
  const found = words.find(
    ({ word }) =>
      form.startsWith(word, at) &&
      !(LETTER.test(word.charAt(0)) && LETTER.test(form.charAt(at + word.length))),
  )
  return found && { role: found.role, length: found.word.length }
}

function clausesOf(found: string[]): string[][] {
  const clauses: string[][] = [[]]
  for (const role of found) {
    if (role === BREAK) clauses.push([])
    else clauses.at(-1)?.push(role)
  }
  return clauses
}

const runs = (row: string[], length: number) =>
  row.slice(length - 1).map((_, at) => row.slice(at, at + length).join('>'))

/** Each two that stand there, once, whatever their order. */
function pairs(row: string[]): string[] {
  const sorted = [...new Set(row)].sort()
  return sorted.flatMap((one, at) => sorted.slice(at + 1).map((other) => `${one}+${other}`))
}
