import { isSpelled, type Reader, readSizes } from './candidate.ts'
import { hasBirthAndRegion, isLuhn, isResidentId } from './check-characters.ts'
import { isSeparator } from './digit-runs.ts'
import { hasBankLabel, hasIdLabel, isAmount, isOfficialNumber } from './labels.ts'

const ID_LENGTHS = new Set([15, 17, 18])

/** 18 characters that check; with a label also a slip in the last one, or the old 15 digits. */
export const readResidentId: Reader = ({ text, digits, start, end, first }) => {
  if (!ID_LENGTHS.has(digits.length) || !hasBirthAndRegion(digits)) return undefined
  const found = { kind: 'id_card', start, end } as const
  const labelled = first && hasIdLabel(text, start)
  if (digits.length === 15) return labelled ? found : undefined
  if (digits.length === 18) {
    return isResidentId(digits) || labelled ? found : undefined
  }
  const letter = findCheckLetter(text, end)
  const valid = isResidentId(`${digits}x`) || labelled
  return letter !== undefined && valid ? { ...found, end: letter + 1 } : undefined
}

/** An X, also one that only looks so, at most three separators further on. */
function findCheckLetter(text: string, from: number): number | undefined {
  let at = from
  while (at < from + 3 && isSeparator(text.charAt(at))) at += 1
  return /[x×х]/u.test(text.charAt(at)) ? at : undefined
}

/** UnionPay has 16–19 digits; Visa, Mastercard, JCB 16; older cards of Chinese banks up to 19. */
const CARD =
  /^(?:62\d{14,17}|4\d{15}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d{2}|7[01]\d|720)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|(?:60|68|69|9558)\d{12,17}|[45]\d{18})$/u
const CARD_GROUPS = /^(?:1[6-9]|4-4-4-4(?:-[123])?|6-1[0-3]|8-8|4-4-8)$/u

/** 16 to 19 digits of a known issuer that check; after a label any 16 to 19 digits. */
export const readBankCard: Reader = (candidate) => {
  const { text, digits, start, end, first } = candidate
  if (digits.length < 16 || digits.length > 19) return undefined
  const found = { kind: 'bank_card', start, end } as const
  if (first && hasBankLabel(text, start)) return found
  if (!isLuhn(digits) || !CARD.test(digits)) return undefined
  const sizes = readSizes(candidate)
  const grouped = CARD_GROUPS.test(sizes.join('-')) || isSpelled(candidate, sizes)
  if (!grouped || (first && isOfficialNumber(text, start)) || isAmount(text, start, end))
    return undefined
  return found
}
