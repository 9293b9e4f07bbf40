import { dayAt, formatDay, parseDay } from '../../shared/shanghai-day.ts'
import type { DocumentHeader } from '../schemas.ts'

/** Days such as `2023-06-01`, the first and the last one included. */
export type DayRange = { from: string; to: string }

/** The first day on which it holds, of a draft that on which it was put up for comment; null: it names none. */
export function holdsFrom(header: DocumentHeader): string | null {
  const { status_stated: stated, comment_from, issued_on, period_from } = header
  return stated === 'draft' ? (comment_from ?? issued_on) : (period_from ?? issued_on)
}

/** The last day on which it holds; null: none is known. */
export function holdsTo({ period_to: to, superseded_from: superseded }: DocumentHeader) {
  if (superseded === undefined) return to
  const before = formatDay(parseDay(superseded) - 1)
  return to !== null && to < before ? to : before
}

export function appliesIn(header: DocumentHeader, { from, to }: DayRange): boolean {
  const first = holdsFrom(header)
  const last = holdsTo(header)
  return (first === null || first <= to) && (last === null || last >= from)
}

export const baseOf = ({ id, version_of: base }: DocumentHeader): string => base ?? id

/**
 * The versions that a question about some days is answered from: those that held then. A version of which no
 * day is known is among them, for it cannot be ruled out; its status says so. Not curated answers, which are
 * written for the day of their publication and not for another.
 */
export function applyingIn(headers: readonly DocumentHeader[], range: DayRange): DocumentHeader[] {
  return headers.filter((header) => !header.curated && appliesIn(header, range))
}

/**
 * The versions that are searched today: of each document the one that holds, and where none does (its time is
 * over, or not yet come) the last one, whose status says so. A curated answer ends with its time.
 */
export function searchedOn(headers: readonly DocumentHeader[], now: Date): DocumentHeader[] {
  const day = formatDay(dayAt(now))
  const holding = new Set(
    headers.filter((header) => appliesIn(header, { from: day, to: day })).map(({ id }) => id),
  )
  const held = new Set(headers.filter(({ id }) => holding.has(id)).map(baseOf))
  return headers.filter((header) => {
    if (header.curated) return header.curated === 'in_use' && holding.has(header.id)
    return holding.has(header.id) || (!header.version_of && !held.has(header.id))
  })
}

/** For a search: undefined where it need not be narrowed. Of curated answers that have ended nothing is found. */
export function idsUnlessAll(
  chosen: readonly DocumentHeader[],
  all: readonly DocumentHeader[],
): string[] | undefined {
  const found = all.filter(({ curated }) => curated !== 'ended')
  return chosen.length < found.length ? chosen.map(({ id }) => id) : undefined
}
