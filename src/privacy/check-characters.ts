const PROVINCES = new Set(
  (
    '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 ' +
    '50 51 52 53 54 61 62 63 64 65 71 81 82 83'
  ).split(' '),
)

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const ID_CHECKS = '10x98765432'

/** The first two digits of a region of the country (GB/T 2260). */
export function isProvince(code: string): boolean {
  return PROVINCES.has(code)
}

/** Region and date of birth of a resident identity number, of 18 or (until 1999) 15 digits. */
export function hasBirthAndRegion(number: string): boolean {
  const date = number.length === 15 ? `19${number.slice(6, 12)}` : number.slice(6, 14)
  if (!date.startsWith('19') && !date.startsWith('20')) return false
  return PROVINCES.has(number.slice(0, 2)) && isDate(date)
}

/** 18 characters, the last a digit or `x`, with region, date and check character (GB 11643). */
export function isResidentId(number: string): boolean {
  if (!hasBirthAndRegion(number)) return false
  const sum = ID_WEIGHTS.reduce((total, weight, at) => total + weight * Number(number[at]), 0)
  return ID_CHECKS[sum % 11] === number[17]
}

/** `YYYYMMDD` that is in the calendar. */
export function isDate(date: string): boolean {
  const [year, month, day] = [date.slice(0, 4), date.slice(4, 6), date.slice(6, 8)].map(Number)
  const parsed = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day))
  return parsed.getUTCMonth() + 1 === month && parsed.getUTCDate() === day
}

/** The check digit of payment cards (ISO/IEC 7812-1, annex B). */
export function isLuhn(digits: string): boolean {
  let sum = 0
  for (let at = 0; at < digits.length; at += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 0x30
    const doubled = at % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

const CREDIT_CODE_CHARACTERS = '0123456789abcdefghjklmnpqrtuwxy'

/** Region (or the State) in a unified social credit code of 18 characters in lower case. */
export function hasCreditCodeRegion(code: string): boolean {
  return code.slice(2, 8) === '100000' || PROVINCES.has(code.slice(2, 4))
}

const CREDIT_CODE_VALUES = new Int8Array(128).fill(-1)
for (let value = 0; value < CREDIT_CODE_CHARACTERS.length; value += 1) {
  CREDIT_CODE_VALUES[CREDIT_CODE_CHARACTERS.charCodeAt(value)] = value
}

/** The last of the 18 characters checks the others (GB 32100): weights 3^i, modulus 31. */
export function hasCreditCodeCheck(code: string): boolean {
  let sum = 0
  let weight = 1
  for (let at = 0; at < 17; at += 1) {
    sum += (CREDIT_CODE_VALUES[code.charCodeAt(at)] ?? -1) * weight
    weight = (weight * 3) % 31
  }
  return CREDIT_CODE_CHARACTERS[(31 - (sum % 31)) % 31] === code[17]
}
