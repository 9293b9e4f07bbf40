import type { Finding } from './claim.ts'
import { deedOf } from './check-doers.ts'
import { type Reading, shared, weigh } from './reading.ts'
import { type Clause, unitsOf } from './read-clauses.ts'
import type { Source } from './read-evidence.ts'
import type { Part } from './read-parts.ts'
import type { Token } from './tokenise.ts'

/** What stands around an actor, beyond the enumeration that it is part of. */
type Place = {
  part: Part
  near: readonly [Set<string>, Set<string>]
  far: readonly [Set<string>, Set<string>]
  clause: Set<string>
  /** Its companions. */
  beside: Set<string>
}

/** Characters of content that count as near, and as far. */
const NEAR = 3
const FAR = 10

/** How much better the place of another must fit to be the one that was meant. */
const CLEARLY = 1.25

const PASSIVE = /^(?:由|被|经|受)$/u

/** Where the sentence has one actor, the source has no other one. */
export function checkPlaces(reading: Reading): Finding[] {
  const held = reading.sources.flatMap(heldPlaces)
  return reading.clauses.flatMap((clause) => {
    const hasDeed = weigh(deedOf(clause, reading.clauses)) >= 1
    const places = placesOf(clause, nextOf(clause, reading))
    return places
      .filter(({ part }) => part.actor !== '您' && (part.role !== 'agent' || !hasDeed))
      .filter((place) => !isAsked(place, clause, reading) && !isHeld(place, places, held))
      .map(({ part }) => ({
        check: 'actors' as const,
        detail: `another than ${part.actor} in ${clause.text}`,
      }))
  })
}

const read = new WeakMap<Source, Place[]>()

function heldPlaces(source: Source): Place[] {
  const places =
    read.get(source) ??
    source.clauses.flatMap((clause) => [...placesOf(clause), ...subjectOf(clause, source)])
  read.set(source, places)
  return places
}

/** Under its name, a passage says of an actor what is done to it. */
function subjectOf({ tokens, units }: Clause, { defined }: Source): Place[] {
  if (defined === undefined || PASSIVE.test(tokens[0]?.text ?? '') === false) return []
  const part: Part = { actor: defined, role: 'patient', at: -1, chain: [-1, -1], served: false }
  const after = withMark(firstOf(tokens, NEAR), tokens[0])
  const none = new Set<string>()
  const far = unitsOf(firstOf(tokens, FAR))
  return [{ part, clause: units, near: [none, after], far: [none, far], beside: none }]
}

/** “您可以向区中心咨询” turns a service round: who serves may be asked. */
function isAsked({ part }: Place, { tokens }: Clause, { sources }: Reading): boolean {
  const after = tokens
    .slice(part.at + 1)
    .map(({ text }) => text)
    .join('')
  return (
    /^(?:向|找|到|请|联系|问)$/u.test(tokens[part.at - 1]?.text ?? '') &&
    /^$|咨询|求助|了解|询问|帮忙|帮助|问/u.test(after) &&
    sources.some(({ clauses }) => clauses.some(({ agents }) => agents.has(part.actor)))
  )
}

/** Whether it stands in the source where this actor stands, rather than where another one does. */
function isHeld(place: Place, beside: readonly Place[], held: readonly Place[]): boolean {
  const { actor } = place.part
  const own = best(
    place,
    held.filter(({ part }) => part.actor === actor),
  )
  const others = held.filter(
    (each) =>
      each.part.actor !== actor &&
      competes(each, place) &&
      !beside.some(
        (other) =>
          isSame(other.part, each.part) && likeness(other, each) >= likeness(place, each) * 0.8,
      ),
  )
  return best(place, others) <= own * CLEARLY + 0.5
}

/** Those who are served are spoken to. */
function isSame(said: Part, held: Part): boolean {
  return said.actor === held.actor || (said.actor === '您' && held.served)
}

function competes({ part: { role }, near }: Place, said: Place): boolean {
  if (said.part.role === 'patient') return role === 'patient' || role === 'target'
  if (said.part.role === 'pivot') return role !== 'agent' && shared(said.near[0], near[0]).size > 0
  const isOwner = said.near[1].has('=的') && weigh(said.near[1]) >= 1.3
  if (isOwner && weigh(shared(said.near[1], near[1])) < 1) return false
  return role !== 'agent'
}

function best(place: Place, held: readonly Place[]): number {
  return Math.max(0, ...held.map((each) => likeness(place, each)))
}

function likeness(one: Place, other: Place): number {
  let sum = weigh(shared(one.beside, other.beside))
  for (const side of [0, 1] as const) {
    sum += 2 * weigh(shared(one.near[side], other.near[side]))
    sum += weigh(shared(one.far[side], other.far[side]))
  }
  return one.part.actor === other.part.actor ? sum + turned(one, other) : sum
}

/** The same actor may stand on the other side of its verb. */
function turned(one: Place, other: Place): number {
  let sum = one.near[0].has('=的') ? 3 * weigh(shared(one.far[0], other.clause)) : 0
  if (one.part.role === 'owner' && other.part.role === 'agent') {
    sum += 3 * weigh(shared(one.near[1], other.clause))
  }
  for (const side of [0, 1] as const) {
    sum += 2 * weigh(shared(one.near[side], other.near[side === 0 ? 1 : 0]))
  }
  return sum
}

/** What a clause that ends with a colon announces. */
function nextOf(clause: Clause, { clauses }: Reading): readonly Token[] {
  return clause.closing === ':' ? (clauses[clauses.indexOf(clause) + 1]?.tokens ?? []) : []
}

function placesOf(clause: Clause, next: readonly Token[] = []): Place[] {
  const { tokens, parts } = clause
  return parts.map((part) => {
    const [first, last] = part.chain
    const before = tokens.slice(0, first)
    const after = [...tokens.slice(last + 1), ...next]
    return {
      part,
      clause: clause.units,
      near: [
        withMark(lastOf(before, NEAR), before.at(-1)),
        withMark(firstOf(after, NEAR), after[0]),
      ],
      far: [wordsOf(lastOf(before, FAR)), wordsOf(firstOf(after, FAR))],
      beside: new Set(
        parts
          .filter(({ at, chain }) => at !== part.at && chain[0] === first)
          .map(({ actor }) => `@${actor}`),
      ),
    }
  })
}

function wordsOf(tokens: readonly Token[]): Set<string> {
  return unitsOf(tokens.filter(({ kind }) => kind !== 'actor'))
}

/** With a word next to the actor that only joins: 为 向 由 的. */
function withMark(tokens: Token[], next: Token | undefined): Set<string> {
  const units = unitsOf(tokens)
  if (next && next.kind !== 'mark') units.add(next.text === '的' ? '=的' : `<${markOf(next)}`)
  return units
}

/** One goes to an office, looks for it or hands it something: 向. */
function markOf({ text }: Token): string {
  return /^(?:找|到|去|报|报送|报请|交|交给|交到|联系|对接|提交给|提交到|反馈给)$/u.test(text)
    ? '向'
    : text
}

function firstOf(tokens: readonly Token[], most: number): Token[] {
  let left = most
  return tokens.filter(({ kind, text }) => {
    if (left <= 0) return false
    if (kind !== 'filler' && kind !== 'mark' && kind !== 'actor' && kind !== 'asker') {
      left -= text.length
    }
    return true
  })
}

function lastOf(tokens: readonly Token[], most: number): Token[] {
  return firstOf(tokens.toReversed(), most).toReversed()
}
