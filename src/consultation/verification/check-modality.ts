import type { Finding } from './claim.ts'
import { type Aligned, type Reading, align, shared, weigh } from './reading.ts'
import { type Clause, isAbility, unitsOf } from './read-clauses.ts'
import { isLead } from './read-evidence.ts'

/** A plain statement of what is done may be told with 要 or 需, but is no duty. */
const PLAIN = 2.5
/** Others are led to do it: no duty of theirs. */
const INVITING = /^(?:并|还|也)?(鼓励|引导|支持|推动|促进|倡导|探索|吸引|带动)/u

/** It is so, or stands somewhere: nobody is bound to it. */
const STATES = /^(?:.{0,6}[为是]|.{0,4}[详可参]?见)/u

/**
 * 应 / 宜 / 可 are never stronger than in the clause that they come from (GB/T 1.1—2020; DESIGN §2.2).
 * A plain clause may be called possible or advisable; a duty only where the text makes it one.
 */
export function checkModality(reading: Reading): Finding[] {
  const levels = boundLevels(reading.clauses)
  return reading.clauses.flatMap((clause, at) => {
    const said = clause.prohibition > 0 ? clause.prohibition : (levels[at] ?? 0)
    if (said <= 1) return []
    const doers = clause.parts.map(({ actor }) => `@${actor}`)
    const predicate = new Set([...predicateOf(clause, reading.clauses), ...doers])
    const aligned = align(predicate, reading.sources)
    const held = Math.max(
      -1,
      ...aligned
        .flatMap((each) => besides(each, predicate, reading))
        .map((each) => strengthOf(each, clause, reading)),
    )
    if (aligned.length > 0 ? said <= held : !clause.ownLevel && clause.prohibition === 0) return []
    return [{ check: 'modality', detail: `${clause.text}: ${said} over ${held}` }]
  })
}

/** One English clause may say several of a Chinese sentence: also those that share its words. */
function besides(each: Aligned, predicate: Set<string>, { context }: Reading): Aligned[] {
  if (context.language !== 'en') return [each]
  return each.source.clauses
    .filter(({ sentence }) => sentence === each.clause.sentence)
    .filter((clause) => clause === each.clause || weigh(shared(predicate, clause.units)) >= 1)
    .map((clause) => ({ ...each, clause }))
}

/** A modal binds up to a clause with a doer of its own or one that only says what something is. */
function boundLevels(clauses: readonly Clause[]): number[] {
  const levels: number[] = []
  for (const [at, clause] of clauses.entries()) {
    const before = clauses[at - 1]
    const goesOn = before?.sentence === clause.sentence && before.closing !== ':'
    const most = goesOn ? Math.max(levels.at(-1) ?? 0, before.ownLevel ? before.level : 0) : 4
    const isFree = clause.ownAgents || STATES.test(clause.text)
    levels.push(clause.ownLevel ? clause.level : Math.min(clause.level, isFree ? 0 : most))
  }
  return levels
}

/** What follows the modal, in the next clause when this one only opens; else the whole clause. */
function predicateOf(clause: Clause, clauses: readonly Clause[]): Set<string> {
  const at = clause.tokens.findIndex(({ kind }) => kind === 'modal' || kind === 'negation')
  const units = unitsOf(clause.tokens.slice(at + 1))
  if (weigh(units) >= 4) return units
  const later = clauses.slice(clauses.indexOf(clause) + 1)
  const end = later.findIndex(
    (each) =>
      each.sentence !== clause.sentence ||
      each.ownLevel ||
      (each.prohibition > 0 && weigh(units) >= 1),
  )
  const continued = later.slice(0, end < 0 ? later.length : end).flatMap((each) => [...each.units])
  const whole = new Set([...units, ...continued])
  if (weigh(whole) >= 2) return whole
  const before = clauses[clauses.indexOf(clause) - 1]
  return new Set([...clause.units, ...(before?.units ?? [])])
}

function strengthOf({ clause: held, source }: Aligned, said: Clause, { sources }: Reading): number {
  if (said.prohibition > 0) {
    if (held.prohibition > 0) return held.prohibition
    return held.denied.size > 0 ? 3 : 0
  }
  const leads = sources.filter((lead) => isLead(lead, source))
  const led = Math.max(0, ...leads.map(({ clauses }) => clauses.at(-1)?.level ?? 0))
  if (held.level > 0) return isAbility(held) ? Math.max(held.level, led) : held.level
  if (led > 0) return led
  const inviting = INVITING.exec(held.text)?.[1]
  if (inviting !== undefined && !said.text.includes(inviting)) return 2
  return source.duties && !held.text.startsWith('由') ? 3 : PLAIN
}
