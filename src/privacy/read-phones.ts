import { type Candidate, isSpelled, type Reader, readSizes } from './candidate.ts'
import { isDate } from './check-characters.ts'
import {
  hasPhoneLabel,
  hasPublicPhoneLabel,
  isAmount,
  isNearPhoneWord,
  isOfficialNumber,
} from './labels.ts'

const MOBILE = /^(?:(?:00)?86|0)?(?=1[3-9]\d{9}$)/u
const MOBILE_GROUPS = new Set(
  '11 3-8 8-3 7-4 4-7 5-6 6-5 3-4-4 4-4-3 4-3-4 3-3-5 3-5-3 3-2-3-3 3-4-2-2'.split(' '),
)

/** 11 digits from 13 to 19, with or without +86, grouped as people do. */
export const readMobile: Reader = (candidate) => {
  const { text, digits, start, end } = candidate
  if (digits.length < 11 || digits.length > 15) return undefined
  const prefix = MOBILE.exec(digits)?.[0].length
  if (prefix === undefined) return undefined
  const groups = withoutPrefix(readSizes(candidate), prefix)
  const grouped =
    MOBILE_GROUPS.has(groups.join('-')) ||
    isPaired(groups) ||
    isSpelled(candidate, groups) ||
    isNearPhoneWord(text, start)
  if (!grouped || isOtherNumber(candidate)) return undefined
  return { kind: 'mobile', start: withCountrySign(text, start, end), end }
}

/** A label stands right before a run; inside one there are only digits. */
function isOtherNumber({ text, start, end, first }: Candidate): boolean {
  return (first && isOfficialNumber(text, start)) || isAmount(text, start, end)
}

function withoutPrefix(sizes: number[], prefix: number): number[] {
  const groups: number[] = []
  let skip = prefix
  for (const size of sizes) {
    if (size > skip) groups.push(size - skip)
    skip = Math.max(0, skip - size)
  }
  return groups
}

function isPaired(sizes: number[]): boolean {
  return sizes.length === 6 && sizes.every((size, at) => size === 2 || at === 0 || at === 5)
}

/** The `+` and the bracket that open a number belong to it: `(010)`, `+(86)`, `(+86)`. */
function withCountrySign(text: string, start: number, end: number): number {
  const opening = text.slice(start, end).includes(')') ? /(?:\(\+?|\+\(?)$/u : /\+$/u
  return start - (opening.exec(text.slice(Math.max(0, start - 2), start))?.[0].length ?? 0)
}

const AREA = '(?:10|2[0-57-9]|[3-9]\\d{2})'
const AREA_GROUP = new RegExp(`^0${AREA}$`, 'u')
const FOREIGN_AREA_GROUP = new RegExp(`^0?${AREA}$`, 'u')
const NATIONAL = /^(?:0(?:10|2\d)[1-9]\d{7}|0[3-9]\d{2}[1-9]\d{6,7})$/u
const EXTENSION =
  /(?:\s{0,2}(?:转|轉|分机|分機|内线|ext\.?|#)\s?(?:分机)?[:.]?\s?|-)\d{1,6}(?!\d)/uy

/** Area code and number, written in one or as groups of which the first is the area code. */
export const readLandline: Reader = (candidate) => {
  const { text, digits, start, end, first } = candidate
  if (digits.length < 10 || digits.length > 16 || !isNational(candidate)) return undefined
  if (isOtherNumber(candidate) || (first && hasPublicPhoneLabel(text, start))) return undefined
  return {
    kind: 'landline',
    start: withCountrySign(text, start, end),
    end: withExtension(text, end),
  }
}

/** With its area code, whose zero is left out after the code of the country. */
function isNational(candidate: Candidate): boolean {
  const { digits } = candidate
  if (!/^[08]/u.test(digits)) return false
  const country = /^(?:00)?86/u.exec(digits)?.[0].length ?? 0
  const national = digits.slice(country)
  if (country === 0 && !national.startsWith('0')) return false
  if (!NATIONAL.test(national.startsWith('0') ? national : `0${national}`)) return false
  const groups = withoutPrefix(readSizes(candidate), country)
  const area = national.slice(0, groups[0] ?? 0)
  const pattern = country > 0 ? FOREIGN_AREA_GROUP : AREA_GROUP
  return groups.length === 1 || pattern.test(area) || isSpelled(candidate, groups)
}

const LOCAL_GROUPS = new Set('7 8 4-4 3-4 2-2-2-2'.split(' '))

/** Seven or eight digits right after a word for telephone; a date is none. */
export const readLocalLandline: Reader = (candidate) => {
  const { text, start, end, first, last } = candidate
  if (!first || !isLocal(candidate)) return undefined
  const whole = withExtension(text, end)
  if (!last && whole === end) return undefined
  if (!hasPhoneLabel(text, start) || hasPublicPhoneLabel(text, start)) return undefined
  return isAmount(text, start, end) ? undefined : { kind: 'landline', start, end: whole }
}

function isLocal(candidate: Candidate): boolean {
  const { digits } = candidate
  if (digits.length > 8 || !/^[2-8]/u.test(digits)) return false
  if (digits.startsWith('20') && isDate(digits)) return false
  const sizes = readSizes(candidate)
  return LOCAL_GROUPS.has(sizes.join('-')) || isSpelled(candidate, sizes)
}

function withExtension(text: string, end: number): number {
  EXTENSION.lastIndex = end
  return EXTENSION.test(text) ? EXTENSION.lastIndex : end
}
