import type { Reading } from './reading.ts'
import type { Clause } from './read-clauses.ts'
import type { Source } from './read-evidence.ts'

const COUNTED = /^(\d+)(?:个|项|种|类|条|点|部|方|步|门|份|款|层|级)$/u
const ITEM = /^(?:\([一二三四五六七八九十]{1,3}\)|\d{1,2}\.|[a-z]\))/gmu
const MEMBERS = /、|以及|及|和|与|或者|或/gu

/**
 * Whether the number only counts what is listed: all items of a list in the evidence (“六项职责”),
 * the members that the sentence itself names when its source has as many, or the cited documents.
 */
export function countsMembers(value: string, clause: Clause, reading: Reading): boolean {
  const count = Number(COUNTED.exec(value)?.[1] ?? 0)
  if (count < 2) return false
  if (value.endsWith('份')) return count === documentsOf(reading)
  const listed =
    !value.endsWith('方') && reading.sources.some((source) => listsOf(source).includes(count))
  if (listed) return true
  const near = reading.clauses.slice(reading.clauses.indexOf(clause), undefined)
  return near
    .slice(0, 2)
    .some((each) => membersOf(each.text) === count && isWhole(each, count, reading))
}

function documentsOf({ sources }: Reading): number {
  return new Set(sources.map(({ evidence }) => evidence.document)).size
}

/** How many members its lists and enumerations have: numbered items, lines, alternatives. */
function listsOf({ text }: Source): number[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const alternatives = (text.match(/或者?/gu) ?? []).length + 1
  return [(text.match(ITEM) ?? []).length, lines.length - 1, alternatives]
}

function membersOf(text: string): number {
  return (text.match(MEMBERS) ?? []).length + 1
}

/** The source clause of these members names no more of them. */
function isWhole(said: Clause, count: number, { sources }: Reading): boolean {
  const held = sources.flatMap(({ clauses }) => clauses)
  const likeness = (each: Clause) => [...said.units].filter((unit) => each.units.has(unit)).length
  const most = Math.max(0, ...held.map(likeness))
  return held.some(
    (each) => most > 0 && likeness(each) >= most * 0.9 && membersOf(each.text) <= count + 1,
  )
}
