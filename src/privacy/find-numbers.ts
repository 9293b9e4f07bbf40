import type { Candidate } from './candidate.ts'
import { isProvince } from './check-characters.ts'
import { type DigitRun, listDigitRuns } from './digit-runs.ts'
import type { PersonalData } from './kinds.ts'
import { readBankCard, readResidentId } from './read-cards.ts'
import { readLandline, readLocalLandline, readMobile } from './read-phones.ts'

const LEAST_DIGITS = 7
const MOST_DIGITS = 19

/** Identity cards, bank cards, mobile phones and landlines of a plain text. Linear. */
export function findNumbers(text: string): PersonalData[] {
  return listDigitRuns(text, LEAST_DIGITS).flatMap((run) => readRun(text, run))
}

function readRun(text: string, run: DigitRun): PersonalData[] {
  const found: PersonalData[] = []
  let free = 0
  for (let group = 0; group < run.bounds.length - 1; group += 1) {
    if ((run.places[run.bounds[group] ?? 0] ?? 0) < free) continue
    const longest = readLongest(text, run, group)
    if (!longest) continue
    found.push(longest)
    free = longest.end
  }
  return found
}

/** The longest number that begins with this group. */
function readLongest(text: string, run: DigitRun, first: number): PersonalData | undefined {
  const from = run.bounds[first] ?? 0
  const lengths = first === 0 ? ANY_LENGTH : readLengths(run.digits, from)
  if (lengths === 0) return undefined
  let longest: PersonalData | undefined
  for (let length = LEAST_DIGITS; length <= MOST_DIGITS; length += 1) {
    if ((lengths & (1 << length)) === 0) continue
    const last = run.groupOf[from + length - 1]
    if (last === undefined || run.bounds[last + 1] !== from + length) continue
    longest = readCandidate(toCandidate(text, run, { first, last })) ?? longest
  }
  return longest
}

function toCandidate(text: string, run: DigitRun, groups: Candidate['groups']): Candidate {
  const from = run.bounds[groups.first] ?? 0
  const to = run.bounds[groups.last + 1] ?? 0
  return {
    text,
    run,
    groups,
    digits: run.digits.slice(from, to),
    start: run.places[from] ?? 0,
    end: (run.places[to - 1] ?? 0) + 1,
    first: groups.first === 0,
    last: to === run.digits.length,
  }
}

function readCandidate(candidate: Candidate): PersonalData | undefined {
  return (
    readResidentId(candidate) ??
    readMobile(candidate) ??
    readLandline(candidate) ??
    readLocalLandline(candidate) ??
    readBankCard(candidate)
  )
}

/** Lengths as bits: what stands first may have a label, and be anything from a landline on. */
const ANY_LENGTH = toBits(LEAST_DIGITS, MOST_DIGITS)

const ID_LENGTHS = toBits(17, 18)

/** By its first two digits, how long a number without a label may be; keeps long runs cheap. */
const LENGTHS = new Map(
  Array.from({ length: 100 }, (_, number) => {
    const begin = String(number).padStart(2, '0')
    const bits =
      (begin === '00' ? toBits(14, 16) : 0) |
      (/^0[1-9]$/u.test(begin) ? toBits(11, 12) : 0) |
      (/^1[3-9]$/u.test(begin) ? toBits(11, 11) : 0) |
      (begin === '86' ? toBits(12, 14) : 0) |
      (/^(?:6[0289]|95)$/u.test(begin) ? toBits(16, MOST_DIGITS) : 0) |
      (/^[45]/u.test(begin) ? toBits(16, 16) | toBits(MOST_DIGITS, MOST_DIGITS) : 0) |
      (/^(?:2[2-7]|35)$/u.test(begin) ? toBits(16, 16) : 0)
    return [begin, bits] as const
  }),
)

/** An identity number has the century of its birth after the region. */
function readLengths(digits: string, from: number): number {
  const lengths = LENGTHS.get(digits.slice(from, from + 2)) ?? 0
  const century = digits.slice(from + 6, from + 8)
  if (century !== '19' && century !== '20') return lengths
  return isProvince(digits.slice(from, from + 2)) ? lengths | ID_LENGTHS : lengths
}

function toBits(least: number, most: number): number {
  return (2 << most) - (1 << least)
}
