import type { Finding } from './claim.ts'
import { type Reading, align, shared, weigh } from './reading.ts'
import { type Clause, unitsOf } from './read-clauses.ts'
import type { Source } from './read-evidence.ts'
import type { Token } from './tokenise.ts'

type Condition = {
  text: string
  /** Said when the sentence holds this, or enough of the units. */
  marker: RegExp | undefined
  /** One of them is enough, with all that it joins by 且. */
  alternatives: Set<string>[][]
}

/** A condition that a word names: the sentence names it too. */
const MARKED: [RegExp, RegExp][] = [
  [/必要时/u, /必要|需要时|如有需要|如需|有需要/u],
  [/原则上/u, /原则上|一般|通常/u],
  [/特殊情况/u, /特殊|例外/u],
  [/因需|按需/u, /需/u],
  [/经[^,;。]{0,20}(?:同意|批准|许可|核准)/u, /同意|批准|许可|核准|准许|认可/u],
  [/除[^,;。]{1,30}外/u, /除/u],
  [/除非|未经/u, /除非|未经|不经/u],
  [/仅|只有|仅限/u, /仅|只|唯/u],
]

/** A rule that holds under a condition is not said without it. */
export function checkConditions(reading: Reading): Finding[] {
  const said = new Set(reading.clauses.flatMap(({ units }) => [...units]))
  const text = reading.clauses.map((clause) => clause.text).join(',')
  const findings: Finding[] = []
  for (const clause of reading.clauses) {
    const aligned = align(clause.units, reading.sources)
    const missing = aligned.map((each) =>
      conditionsOf(each.clause, each.source).find(
        (condition) => !isSaid(condition, { said, text }),
      ),
    )
    const [first] = missing
    if (first && missing.every(Boolean)) {
      findings.push({ check: 'conditions', detail: `${first.text} is left out: ${clause.text}` })
    }
  }
  return findings
}

function isSaid(
  { marker, alternatives }: Condition,
  { said, text }: { said: Set<string>; text: string },
): boolean {
  if (marker) return marker.test(text)
  return alternatives.some((conjuncts) => conjuncts.every((units) => holds(said, units)))
}

function holds(said: ReadonlySet<string>, units: ReadonlySet<string>): boolean {
  return weigh(shared(units, said)) >= Math.max(0.3, weigh(units) * 0.35)
}

function conditionsOf(clause: Clause, { clauses }: Source): Condition[] {
  const at = clauses.indexOf(clause)
  const first = clauses.findIndex(({ sentence }) => sentence === clause.sentence)
  const earlier = clauses.slice(first, at)
  const beside = earlier.at(-1)
  return [
    ...markedIn(clause),
    ...(beside && beside.units.size < 20 ? markedIn(beside) : []),
    ...earlier.flatMap((other, index) => {
      const opens = isCondition(other, earlier.length - index)
      const rules = clauses.slice(first + index + 1, at + 1).some(isRule)
      const alternatives = opens && rules ? alternativesOf(other, clause) : []
      return alternatives.length > 0 ? [{ text: other.text, marker: undefined, alternatives }] : []
    }),
  ]
}

function markedIn({ text }: Clause): Condition[] {
  return MARKED.filter(([pattern]) => pattern.test(text)).map(([pattern, marker]) => ({
    text: pattern.source,
    marker,
    alternatives: [],
  }))
}

/** What the condition says that the rule itself does not. */
function alternativesOf({ tokens }: Clause, rule: Clause): Set<string>[][] {
  return split(tokens, /^(?:、|或|或者)$/u)
    .map((run) => split(run, /^(?:且|并且|同时)$/u).map(unitsOf))
    .map((conjuncts) =>
      conjuncts.map(
        (units, at) =>
          new Set(
            [...units].filter(
              (unit) =>
                !rule.units.has(unit) &&
                !unit.startsWith('@') &&
                !conjuncts.slice(0, at).some((earlier) => earlier.has(unit)),
            ),
          ),
      ),
    )
    .filter((conjuncts) => conjuncts.some((units) => weigh(units) >= 1))
}

function split(tokens: readonly Token[], mark: RegExp): Token[][] {
  const runs: Token[][] = [[]]
  for (const token of tokens) {
    if (mark.test(token.text)) runs.push([])
    else runs.at(-1)?.push(token)
  }
  return runs
}

/** A clause that opens a case for a rule; the parts of a definition open none. */
function isCondition({ text, closing }: Clause, distance: number): boolean {
  if (closing !== ',') return false
  if (text.endsWith('时')) return distance === 1 && !/前款|上述|前述/u.test(text)
  return (
    /(?:的|的话|情况下)$/u.test(text) ||
    /^(?:如|若|如果|当|凡|因|对于|对有|对符合)|违反/u.test(text)
  )
}

/** A rule has a modal, a negation or a doer: the parts of a definition have none. */
function isRule({ tokens, text }: Clause): boolean {
  return /由|予以/u.test(text) || tokens.some(({ kind }) => kind === 'modal' || kind === 'negation')
}
