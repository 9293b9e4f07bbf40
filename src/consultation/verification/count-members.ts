import { type Reading, shared } from './reading.ts'
import type { Clause } from './read-clauses.ts'
import type { Source } from './read-evidence.ts'

const COUNTED = /^(\d+)(?:个|项|种|类|条|点|部|方|步|门|份|款|层|级|家|名|所|块|件|处|区|大)$/u
const ITEM = /^(?:\([一二三四五六七八九十]{1,3}\)|\d{1,2}\.|[a-z]\))/gmu
const ANNEX = /^附件\d/gmu
const MEMBERS = /、?(?:以及|(?<![涉普顾])及|和|(?<!参)与|或者|或)|、/gu
/** “先…，再…，最后…” and “一是…，二是…”. */
const MARKS =
  /(?:^|[,;:。])(?:首先|先|再|然后|接着|随后|最后|其次|[一二三四五六]是|另?一[个类种项]是|其[一二三四])/gu
/** These are amounts too; they only count what the sentence itself names. */
const AMOUNT = /[家名所处区]$/u

/**
 * Whether the number only counts what is listed: all items of a list in the evidence (“六项职责”),
 * the members that the sentence itself names when its source has as many, or the cited documents.
 */
export function countsMembers(value: string, clause: Clause, reading: Reading): boolean {
  const count = Number(COUNTED.exec(value)?.[1] ?? 0)
  if (count < 2) return false
  if (value.endsWith('份')) return count === documentsOf(reading)
  return countsList(value, count, reading) || countsNamed(value, { count, clause, reading })
}

/** Items of a list of the evidence, or “一是…，二是…” in the sentence. */
function countsList(value: string, count: number, { sources, text }: Reading): boolean {
  if (AMOUNT.test(value)) return false
  if ((text.match(MARKS) ?? []).length === count) return true
  return !value.endsWith('方') && sources.some((source) => listsOf(source).includes(count))
}

type Counted = { count: number; clause: Clause; reading: Reading }

/** The members that the sentence names there, in the next clause or in all that follow. */
function countsNamed(value: string, { count, clause, reading }: Counted): boolean {
  const { clauses } = reading
  const at = clauses.indexOf(clause)
  // “另外两方” are two besides one that was named.
  const others = /另外|其余|其他/u.test(clause.text) ? 1 : 0
  const near = clauses.slice(AMOUNT.test(value) ? at + 1 : at, at + 2)
  return [...near.map((each) => [each]), clauses.slice(at + 1)].some((each) => {
    const text = each.map((one) => one.text).join('、')
    return membersOf(text) === count && isWhole(each, count + others, reading)
  })
}

function documentsOf({ sources }: Reading): number {
  return new Set(sources.map(({ evidence }) => evidence.document)).size
}

/** How many members its lists and enumerations have: numbered items, annexes, lines, alternatives. */
function listsOf({ text }: Source): number[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const alternatives = (text.match(/或者?/gu) ?? []).length + 1
  const items = [ITEM, ANNEX].map((mark) => (text.match(mark) ?? []).length)
  const most = Math.max(...items)
  return [...items, alternatives, ...(most > 1 ? [] : [lines.length - 1])]
}

function membersOf(text: string): number {
  return (text.match(MEMBERS) ?? []).length + 1
}

/** The source clause of these members names no more of them. */
function isWhole(said: readonly Clause[], most: number, { sources }: Reading): boolean {
  const held = sources.flatMap(({ clauses }) => clauses)
  const units = new Set(said.flatMap((each) => [...each.units]))
  const likeness = (each: Clause) => shared(units, each.units).size
  const best = Math.max(0, ...held.map(likeness))
  const text = said.map((each) => each.text).join('、')
  return held
    .filter((each) => best > 0 && likeness(each) >= best * 0.9)
    .some((each) => membersOf(each.text) <= most || sharedMembers(each.text, text) === most)
}

/** From the first member of an enumeration that the other text names to its end: 0 if not all. */
function sharedMembers(text: string, other: string): number {
  const others = other.split(MEMBERS).map(pairsOf)
  const members = text.split(MEMBERS)
  const isNamed = (member: string): boolean => {
    const pairs = pairsOf(member)
    return others.some((each) => shared(pairs, each).size * 2 >= Math.min(pairs.size, each.size))
  }
  const first = members.findIndex(isNamed)
  const before = text.slice(0, text.indexOf(members[first] ?? '')).at(-1)
  if (first < 0 || before === '、' || !isNamed(members.at(-1) ?? '')) return 0
  return members.length - first
}

function pairsOf(text: string): Set<string> {
  return new Set(
    Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2)),
  )
}
