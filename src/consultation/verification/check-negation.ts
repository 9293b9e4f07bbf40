import type { Finding } from './claim.ts'
import { type Reading, align, shared, weigh } from './reading.ts'
import type { Clause } from './read-clauses.ts'

/** What the source denies is denied, and nothing else is. */
export function checkNegation(reading: Reading): Finding[] {
  return reading.clauses.flatMap((clause) => [
    ...added(clause, reading),
    ...dropped(clause, reading),
  ])
}

function added(clause: Clause, { sources }: Reading): Finding[] {
  const hasNegation = clause.tokens.some(({ kind }) => kind === 'negation')
  if (!hasNegation) return []
  const denied = clause.denied.size > 0 ? clause.denied : clause.units
  const clauses = sources.flatMap((source) => source.clauses)
  const heldAtAll = Math.max(0, ...clauses.map((each) => weigh(shared(denied, each.units))))
  const held = clauses.some(
    (each) =>
      weigh(shared(denied, each.denied)) >= 0.5 &&
      weigh(shared(denied, each.units)) >= heldAtAll * 0.7,
  )
  return held ? [] : [{ check: 'negation', detail: `added: ${clause.text}` }]
}

/** A clause that says what the source denies denies it too, itself or after one that does. */
function dropped(clause: Clause, reading: Reading): Finding[] {
  const denied = new Set([...clause.deniedWide, ...deniedBefore(clause, reading.clauses)])
  for (const { clause: other } of align(clause.units, reading.sources)) {
    if (other.denied.size === 0) continue
    const said = weigh(shared(clause.units, other.denied))
    const saidDenied = weigh(shared(denied, other.denied))
    const isWhole =
      said >= Math.min(weigh(other.denied) * 0.4, Math.max(2, weigh(clause.units) * 0.6))
    if (isWhole && saidDenied < said * 0.5) {
      return [{ check: 'negation', detail: `dropped: ${other.text}` }]
    }
  }
  return []
}

/** “不得开展…，或从事…”: a clause without a modal of its own goes on denying. */
function deniedBefore(clause: Clause, clauses: readonly Clause[]): Set<string> {
  const goesOn = !clause.ownLevel && clause.prohibition === 0
  const before = clauses[clauses.indexOf(clause) - 1]
  if (!goesOn || before?.sentence !== clause.sentence) return new Set()
  return before.denied.size > 0 ? clause.units : new Set()
}
