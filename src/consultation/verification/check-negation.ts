import type { Finding } from './claim.ts'
import { type Reading, align, shared, weigh } from './reading.ts'
import { type Clause, unitsOf } from './read-clauses.ts'
import type { Source } from './read-evidence.ts'

const BARE_NO =
  /^(?:目前|暂时|现在|还)*(?:不|没有|没|不是|不行|不够|不能|不可以|不会|不需要|不用|不必|不一定)(?:的|了|哦|够|行)?$/u
const GROUND = /不[能得可应]?[少低多超高]|至少|以[上下内]|达到|[非或]/u
const NO_DUTY =
  /^(?:也|并|但)?(?:不一定|不必|无需|无须|不要求|不强求|不非得)|不是?(?:必须|强制|硬性|必需)/u

/** What stands between a denial and its deed: “不能与…重合”. */
const BETWEEN = /^(?:与|和|跟|同|以|在|向|对|为|因|把|将|从|由|被)/u

/** What the source denies is denied, and nothing else is. */
export function checkNegation(reading: Reading): Finding[] {
  return reading.clauses.flatMap((clause) => [
    ...added(clause, reading),
    ...dropped(clause, reading),
  ])
}

function added(clause: Clause, { clauses: said, sources }: Reading): Finding[] {
  const hasNegation = clause.tokens.some(({ kind }) => kind === 'negation')
  if (!hasNegation || isBareNo(clause, said) || leavesChoice(clause, sources)) return []
  const denied = clause.denied.size > 0 ? clause.denied : clause.units
  const clauses = sources.flatMap((source) => source.clauses)
  const heldAtAll = Math.max(0, ...clauses.map((each) => weigh(shared(denied, each.units))))
  const held = clauses.some(
    (each) =>
      weigh(shared(denied, each.denied)) >= 0.3 &&
      weigh(shared(denied, each.units)) >= heldAtAll * 0.7,
  )
  if (held && !forbidsDeed(clause, clauses)) return []
  return [{ check: 'negation', detail: `added: ${clause.text}` }]
}

/** The first word after a prohibition is a deed that the source has, and nowhere denies. */
function forbidsDeed({ tokens }: Clause, held: readonly Clause[]): boolean {
  const at = tokens.findIndex(({ kind, level }) => kind === 'negation' && level > 0)
  const deed = tokens.slice(at + 1).find(({ kind }) => kind === 'word')
  if (at < 0 || !deed || BETWEEN.test(tokens[at + 1]?.text ?? '')) return false
  const units = unitsOf([deed])
  return (
    held.some((each) => weigh(shared(units, each.units)) >= 1) &&
    !held.some((each) => weigh(shared(units, each.deniedWide)) > 0)
  )
}

/** “不行，…” before what denies, sets a bound or leaves a choice: what follows is judged by itself. */
function isBareNo(clause: Clause, clauses: readonly Clause[]): boolean {
  const [first, ...rest] = clauses
  if (clause !== first || rest.length === 0 || !BARE_NO.test(clause.text)) return false
  return rest.some(
    ({ text, tokens }) => GROUND.test(text) || tokens.some(({ kind }) => kind === 'negation'),
  )
}

/** “不一定要专职” where the source has 专职或兼职, “不是必须的” where it has 宜. */
function leavesChoice(clause: Clause, sources: readonly Source[]): boolean {
  if (!NO_DUTY.test(clause.text)) return false
  const aligned = align(clause.units, sources)
  if (aligned.length > 0 && aligned.every(({ clause: { level } }) => level > 0 && level <= 2)) {
    return true
  }
  return sources.some(({ clauses }) =>
    clauses.some(({ tokens }) => {
      const at = tokens.findIndex(({ text }) => /^或者?$/u.test(text))
      const choice = at < 0 ? [] : tokens.slice(Math.max(0, at - 4), at + 4)
      return weigh(shared(clause.denied, unitsOf(choice))) >= 0.5
    }),
  )
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
