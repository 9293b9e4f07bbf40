import type { Finding } from './claim.ts'
import { type Reading, align, shared, weigh } from './reading.ts'
import { type Clause, unitsOf } from './read-clauses.ts'
import type { Source } from './read-evidence.ts'
import type { Token } from './tokenise.ts'

type Condition = {
  text: string
  /** Said when the sentence holds this, or enough of the units. */
  marker: RegExp | undefined
  /** Or when a case in the sentence holds what the heading names (撤销, 变更). */
  topic: Set<string>
  /** One of them is enough, with all that it joins by 且. */
  alternatives: Set<string>[][]
}

/** A clause of the sentence that opens a case. */
const CASE = /(?:的|时|后|的话|情况下)$|^(?:如|若|当|要是|凡)|^[^,]{2,6}时/u

/** A condition that a word names: the sentence names it too. */
const MARKED: [RegExp, RegExp][] = [
  [/必要时/u, /必要|因需|需要时|如有需要|如需|有需要/u],
  [/原则上/u, /原则上|一般|通常/u],
  [/特殊情况/u, /特殊|例外/u],
  [/因需|按需/u, /需/u],
  [/经[^,;。]{0,20}(?:同意|批准|许可|核准)/u, /同意|批准|许可|核准|准许|认可/u],
  [/除[^,;。]{1,30}外/u, /除/u],
  [/除非|未经/u, /除非|未经|不经/u],
  [/仅|只有|仅限/u, /仅|只|唯/u],
]

/** Whoever breaks rules does, whatever the rules are called. */
const VIOLATION = /违反|违规|违法|触犯/u

/** A rule that holds under a condition is not said without it. */
export function checkConditions(reading: Reading): Finding[] {
  const opening = reading.clauses.filter((clause, at, all) => opensCase(clause, all[at + 1]))
  const statement = {
    said: unitsIn(reading.clauses),
    cases: unitsIn(opening),
    text: reading.clauses.map((clause) => clause.text).join(','),
  }
  const findings: Finding[] = []
  for (const clause of reading.clauses) {
    const aligned = align(ruleOf(clause), reading.sources)
    const missing = aligned.map((each) =>
      conditionsOf(each.clause, each.source).find((condition) => !isSaid(condition, statement)),
    )
    const [first] = missing
    if (first && missing.every(Boolean)) {
      findings.push({ check: 'conditions', detail: `${first.text} is left out: ${clause.text}` })
    }
  }
  return findings
}

/** “变更时应…” and “改名字，要…”. */
function opensCase({ text, closing }: Clause, next: Clause | undefined): boolean {
  return CASE.test(text) || (closing === ',' && next?.ownLevel === true && next.level > 2)
}

/** What follows a modal or a denial, when that says enough to be found by. */
function ruleOf({ tokens, units }: Clause): Set<string> {
  const at = tokens.findIndex(({ kind }) => kind === 'modal' || kind === 'negation')
  const after = unitsOf(tokens.slice(at + 1))
  return weigh(after) >= 2 ? after : units
}

/** All that the sentence says, and what it says in clauses that open a case. */
type Statement = { said: Set<string>; cases: Set<string>; text: string }

function unitsIn(clauses: readonly Clause[]): Set<string> {
  return new Set(clauses.flatMap(({ units }) => [...units]))
}

function isSaid(
  { marker, topic, alternatives }: Condition,
  { said, cases, text }: Statement,
): boolean {
  if (marker) return marker.test(text)
  if (weigh(topic) > 0 && holds(cases, topic)) return true
  return alternatives.some((conjuncts) => conjuncts.every((units) => holds(said, units)))
}

/** A good part of the letters, or most of the meanings. */
function holds(said: ReadonlySet<string>, units: ReadonlySet<string>): boolean {
  const held = shared(units, said)
  if (weigh(held) >= Math.max(0.3, weigh(units) * 0.35)) return true
  const meanings = [...units].filter((unit) => unit.startsWith('~'))
  return meanings.filter((unit) => held.has(unit)).length * 2 > meanings.length
}

function conditionsOf(clause: Clause, { clauses }: Source): Condition[] {
  const at = clauses.indexOf(clause)
  const first = clauses.findIndex(({ sentence }) => sentence === clause.sentence)
  const earlier = clauses.slice(first, at)
  const beside = earlier.at(-1)
  const heading = headingOf(clauses.slice(0, first))
  return [
    ...markedIn(clause),
    ...(beside && beside.units.size < 20 ? markedIn(beside) : []),
    ...earlier.flatMap((other, index) => {
      const opens = isCondition(other, earlier.length - index)
      const rules = clauses.slice(first + index + 1, at + 1).some(isRule)
      const alternatives = opens && rules ? alternativesOf(other, [clause.units, heading]) : []
      if (alternatives.length === 0) return []
      const isFirst = clauses[first - 1]?.closing === '】'
      const topic = isFirst ? topicOf(other, heading) : NONE
      const marker = other.text.includes('违反') ? VIOLATION : undefined
      return [{ text: other.text, marker, topic, alternatives }]
    }),
  ]
}

const NONE: Set<string> = new Set()

/** What stands in 【】 before the article. */
function headingOf(before: readonly Clause[]): Set<string> {
  return without(before.findLast(({ closing }) => closing === '】')?.units ?? NONE, [])
}

/** A first condition that spells the heading out, or lists some of it with 等, is named by it. */
function topicOf({ tokens, units }: Clause, heading: Set<string>): Set<string> {
  const own = shared(heading, units)
  if (weigh(own) === 0) return heading
  return tokens.some(({ text }) => text.startsWith('等')) ? own : NONE
}

function markedIn({ text }: Clause): Condition[] {
  return MARKED.filter(([pattern]) => pattern.test(text)).map(([pattern, marker]) => ({
    text: pattern.source,
    marker,
    topic: NONE,
    alternatives: [],
  }))
}

/** What the condition says that neither the rule nor the heading does. */
function alternativesOf({ tokens }: Clause, known: Set<string>[]): Set<string>[][] {
  return split(tokens, /^(?:、|或|或者)$/u)
    .map((run) => split(run, /^(?:且|并且|同时)$/u).map(unitsOf))
    .map((conjuncts) =>
      conjuncts.map((each, at) => without(each, [...known, ...conjuncts.slice(0, at)])),
    )
    .filter((conjuncts) => conjuncts.some((each) => weigh(each) >= 1))
}

function without(units: ReadonlySet<string>, others: readonly ReadonlySet<string>[]): Set<string> {
  return new Set(
    [...units].filter((unit) => !unit.startsWith('@') && !others.some((other) => other.has(unit))),
  )
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
