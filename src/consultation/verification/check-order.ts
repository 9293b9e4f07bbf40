import type { Finding } from './claim.ts'
import { type Reading, align, shared, weigh } from './reading.ts'
import { type Clause, unitsOf } from './read-clauses.ts'
import type { Token } from './tokenise.ts'

type Anchor = { direction: 'before' | 'after'; units: Set<string>; text: string }

const BEFORE = /^(?:之前|以前|前)$/u
const AFTER = /^(?:(?:结束|完成)?之?后|以后)$/u

/** Before stays before and after stays after, and of the same event. */
export function checkOrder(reading: Reading): Finding[] {
  const held = reading.sources.flatMap(({ clauses }) => clauses.flatMap(anchorsOf))
  return reading.clauses.flatMap((clause) =>
    anchorsOf(clause)
      .filter((anchor) => isTurned(anchor, held) || isMoved(anchor, clause, reading))
      .map(({ text }) => ({ check: 'order' as const, detail: text })),
  )
}

function anchorsOf({ tokens }: Clause): Anchor[] {
  return tokens.flatMap((token, at) => {
    const direction = directionOf(token)
    const event = tokens.slice(Math.max(0, at - 5), at)
    if (direction === undefined || event.length === 0) return []
    const text = event.map((each) => each.text).join('') + token.text
    const units = unitsOf(event.filter(({ kind }) => kind !== 'actor'))
    return [{ direction, units, text } as const]
  })
}

function directionOf({ text }: Token): Anchor['direction'] | undefined {
  if (BEFORE.test(text)) return 'before'
  return AFTER.test(text) ? 'after' : undefined
}

/** The source has the same event on the other side of the rule, and not on this side. */
function isTurned({ direction, units }: Anchor, held: readonly Anchor[]): boolean {
  const best = (side: Anchor['direction']) =>
    Math.max(
      0,
      ...held
        .filter((each) => each.direction === side)
        .map((each) => weigh(shared(units, each.units)))
        .filter((likeness) => likeness >= weigh(units) * 0.5),
    )
  const own = best(direction)
  const other = best(direction === 'before' ? 'after' : 'before')
  return other >= 0.5 && other > own
}

/** The rule that follows has another event before it in the source, and this one not at all. */
function isMoved(anchor: Anchor, clause: Clause, { clauses, sources }: Reading): boolean {
  const next = clauses[clauses.indexOf(clause) + 1]
  const rule = clause.closing === ',' && next ? next.units : clause.units
  const aligned = align(rule, sources)
  return (
    aligned.length > 0 &&
    aligned.every(({ clause: held, source }) => {
      const beside = source.clauses.filter(({ sentence }) => sentence === held.sentence)
      const others = beside.flatMap(anchorsOf)
      const words = new Set(beside.flatMap((each) => [...each.units]))
      return (
        others.length > 0 &&
        !others.some((other) => weigh(shared(anchor.units, other.units)) >= 0.2) &&
        weigh(anchor.units) > 0 &&
        weigh(shared(anchor.units, words)) < weigh(anchor.units) * 0.5
      )
    })
  )
}
