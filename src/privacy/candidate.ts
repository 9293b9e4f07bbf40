import { type DigitRun, isHanDigit, isSeparator } from './digit-runs.ts'
import type { PersonalData } from './kinds.ts'

/** Whole groups of a run that might together be one number. Offsets are of the plain text. */
export type Candidate = {
  text: string
  digits: string
  run: DigitRun
  groups: { first: number; last: number }
  start: number
  end: number
  /** Nothing of the run stands before it, or after it. */
  first: boolean
  last: boolean
}

export type Reader = (candidate: Candidate) => PersonalData | undefined

/** How many digits each group has. */
export function readSizes({ run, groups }: Candidate): number[] {
  const bounds = run.bounds.slice(groups.first, groups.last + 2)
  return bounds.slice(1).map((to, at) => to - (bounds[at] ?? 0))
}

/** One digit at a time, or partly in Han characters. */
export function isSpelled({ text, start, end }: Candidate, sizes: number[]): boolean {
  if (sizes.every((size) => size === 1)) return true
  for (let at = start; at < end; at += 1) {
    if (isHanDigit(text, at) && !isSeparator(text.charAt(at))) return true
  }
  return false
}
