import { hasCreditCodeCheck, hasCreditCodeRegion, isResidentId } from './check-characters.ts'
import type { PersonalData, PersonalDataKind } from './kinds.ts'
import { hasCreditCodeLabel, isOfficialNumber, namesCreditCodes } from './labels.ts'

const LETTER = '[0-9a-hj-npqrtuwxy]'
/** Of 18 characters, in one or with a gap after each even one, or before the last. */
const CREDIT_CODE = new RegExp(
  `(?<!\\d)[0-9a-z]{2}(?:[ -]?\\d{2}){3}(?:[ -]?${LETTER}{2}){4}[ -]?${LETTER}[ -]?${LETTER}(?!\\d)`,
  'gu',
)

/** Unified social credit codes that check; with a label also with a slip. */
export function findCreditCodes(text: string): PersonalData[] {
  const found: PersonalData[] = []
  const pattern = new RegExp(CREDIT_CODE)
  const named = namesCreditCodes(text)
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const code = match[0].replaceAll(' ', '').replaceAll('-', '')
    const valid = hasCreditCodeRegion(code) && hasCreditCodeCheck(code) && !isResidentId(code)
    if (valid || (named && hasCreditCodeLabel(text, match.index))) {
      found.push({ kind: 'uscc', start: match.index, end: pattern.lastIndex })
    } else pattern.lastIndex = match.index + 1
  }
  return found
}

const TRAVEL_NUMBER = '[a-z]{0,2}[ -]{0,2}\\d(?:[ -]?\\d){5,9}(?![a-z0-9])'
const LABELLED_PASSPORT = new RegExp(
  `(?:护照|護照|passport|通行证|通行證|回乡证|台胞证)[号码號碼证證件编是为為:.# \\t()]{0,6}(?:(?:no|number)[:.# ]{0,3})?(?<number>${TRAVEL_NUMBER})`,
  'gu',
)
const CHINESE_PASSPORT = /(?<![a-z0-9])[eg][ -]?\d(?:[ -]?\d){7}(?![a-z0-9])/gu

/**
 * After a word for passport any number of that form; else only the letters E and G with eight
 * digits, because other letters also begin patents and registrations.
 */
export function findPassports(text: string): PersonalData[] {
  const labelled = [...text.matchAll(LABELLED_PASSPORT)].map((match) => {
    const end = match.index + match[0].length
    const length = match.groups?.['number']?.length ?? 0
    return toFound('passport', end - length, end)
  })
  const bare = [...text.matchAll(CHINESE_PASSPORT)]
    .map((match) => toFound('passport', match.index, match.index + match[0].length))
    .filter(({ start, end }) => !labelled.some((each) => each.start < end && start < each.end))
    .filter(({ start }) => !isOfficialNumber(text, start))
  return [...labelled, ...bare]
}

function toFound(kind: PersonalDataKind, start: number, end: number): PersonalData {
  return { kind, start, end }
}
