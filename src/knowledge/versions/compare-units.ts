import { fold } from '../../shared/text.ts'
import type { Passage } from '../passage.ts'

export type Unit = Pick<Passage, 'locator' | 'path' | 'kind' | 'text' | 'start' | 'end'>

/**
 * What has become of a unit. `renumbered`: the same words at another place; `changed`: other words, at the same
 * place or another.
 */
export type UnitChange =
  | { kind: 'same' | 'renumbered' | 'changed'; before: Unit; after: Unit }
  | { kind: 'removed'; before: Unit }
  | { kind: 'added'; after: Unit }

const NUMBER = /^\s*第\s*[0-9零一二三四五六七八九十百千]+\s*条/u
const TITLE = /^【([^】\n]{1,40})】/u
/** Two texts of which less is alike are not one text that was changed. */
const LEAST_ALIKE = 0.5
/** Above this many pairs only units of the same address are compared word by word. */
const MOST_PAIRS = 40_000

/** The words of a unit without the number of the article and white space: a renumbered article keeps them. */
export function plainWords(text: string): string {
  return fold(text.replace(NUMBER, '')).replaceAll(/\s+/gu, '')
}

type Open = { units: Unit[]; words: Map<Unit, string> }

/**
 * Compares two versions of a document unit by unit: first by their words, then by the title of the article
 * (【设立条件】), then by likeness. In the order of the later version, what is removed at its former place.
 */
export function compareUnits(before: readonly Unit[], after: readonly Unit[]): UnitChange[] {
  const left: Open = open(before)
  const right: Open = open(after)
  const pairs = new Map<Unit, Unit>()
  for (const match of [bySameAddress, bySameWords, byTitle, byLikeness]) {
    for (const [one, other] of match(left, right)) pairs.set(other, one)
    const matched = new Set(pairs.values())
    left.units = left.units.filter((unit) => !matched.has(unit))
    right.units = right.units.filter((unit) => !pairs.has(unit))
  }
  const removed = new Set(left.units)
  return inOrder({ before, after, pairs, removed }, ({ one, other }) => {
    if (left.words.get(one) !== right.words.get(other)) return 'changed'
    return one.locator === other.locator ? 'same' : 'renumbered'
  })
}

function open(units: readonly Unit[]): Open {
  return { units: [...units], words: new Map(units.map((unit) => [unit, plainWords(unit.text)])) }
}

type Match = (left: Open, right: Open) => [Unit, Unit][]

const bySameAddress: Match = (left, right) => {
  const others = new Map(right.units.map((unit) => [unit.locator, unit]))
  return left.units.flatMap((unit): [Unit, Unit][] => {
    const other = others.get(unit.locator)
    const same = other && left.words.get(unit) === right.words.get(other)
    return same ? [[unit, other]] : []
  })
}

const bySameWords: Match = (left, right) => {
  const waiting = new Map<string, Unit[]>()
  for (const unit of right.units) {
    const words = right.words.get(unit) ?? ''
    waiting.set(words, [...(waiting.get(words) ?? []), unit])
  }
  return left.units.flatMap((unit): [Unit, Unit][] => {
    const other = waiting.get(left.words.get(unit) ?? '')?.shift()
    return other ? [[unit, other]] : []
  })
}

const byTitle: Match = (left, right) => {
  const titled = ({ units, words }: Open) => {
    const named = new Map<string, Unit[]>()
    for (const unit of units) {
      const title = TITLE.exec(words.get(unit) ?? '')?.[1]
      if (title !== undefined) named.set(title, [...(named.get(title) ?? []), unit])
    }
    return named
  }
  const others = titled(right)
  return [...titled(left)].flatMap(([title, units]): [Unit, Unit][] => {
    const [one, ...more] = units
    const [other, ...rest] = others.get(title) ?? []
    return one && other && more.length === 0 && rest.length === 0 ? [[one, other]] : []
  })
}

const byLikeness: Match = (left, right) => {
  const all = left.units.length * right.units.length <= MOST_PAIRS
  const grams = new Map(
    [...left.words, ...right.words].map(([unit, words]) => [unit, pairsOf(words)]),
  )
  const scored = left.units.flatMap((one) =>
    right.units.flatMap((other) => {
      if (!all && one.locator !== other.locator) return []
      const alike = likeness(grams.get(one) ?? new Set(), grams.get(other) ?? new Set())
      return alike >= LEAST_ALIKE ? [{ one, other, alike }] : []
    }),
  )
  scored.sort((first, second) => second.alike - first.alike)
  const taken = new Set<Unit>()
  return scored.flatMap(({ one, other }): [Unit, Unit][] => {
    if (taken.has(one) || taken.has(other)) return []
    taken.add(one).add(other)
    return [[one, other]]
  })
}

function pairsOf(words: string): Set<string> {
  const characters = [...words]
  return new Set(characters.map((character, at) => `${character}${characters[at + 1] ?? ''}`))
}

/** The share of pairs of characters that both have (Dice). */
function likeness(one: Set<string>, other: Set<string>): number {
  const shared = [...one].filter((pair) => other.has(pair)).length
  return (2 * shared) / Math.max(1, one.size + other.size)
}

type Compared = {
  before: readonly Unit[]
  after: readonly Unit[]
  pairs: Map<Unit, Unit>
  removed: Set<Unit>
}

function inOrder(
  { before, after, pairs, removed }: Compared,
  kindOf: (pair: { one: Unit; other: Unit }) => 'same' | 'renumbered' | 'changed',
): UnitChange[] {
  const afterOf = new Map([...pairs].map(([other, one]) => [one, other]))
  const gone = (units: readonly Unit[]) =>
    units
      .filter((unit) => removed.has(unit))
      .map((unit): UnitChange => ({ kind: 'removed', before: unit }))
  /** What was removed stands behind the unit that stood before it. */
  const behind = new Map<Unit | undefined, Unit[]>()
  let last: Unit | undefined
  for (const unit of before) {
    if (removed.has(unit)) behind.set(last, [...(behind.get(last) ?? []), unit])
    else last = afterOf.get(unit)
  }
  const changes = after.flatMap((other): UnitChange[] => {
    const one = pairs.get(other)
    const own: UnitChange = one
      ? { kind: kindOf({ one, other }), before: one, after: other }
      : { kind: 'added', after: other }
    return [own, ...gone(behind.get(other) ?? [])]
  })
  return [...gone(behind.get(undefined) ?? []), ...changes]
}
