import { checkDoers } from './check-doers.ts'
import { checkPlaces } from './check-places.ts'
import type { Finding } from './claim.ts'
import { type Reading, align } from './reading.ts'
import type { Clause } from './read-clauses.ts'
import type { Part } from './read-parts.ts'

/** Where a passage on public services names nobody, these do it. */
const DEFAULT_DOER = '公共服务机构'
const ALIAS = /^(?:的?(?:简称|全称|别称|别名))/u

/** Who does what to whom is as in the source: no actor is new, none changes places. */
export function checkActors(reading: Reading): Finding[] {
  const known = namesIn(reading, 'actor')
  const served = namesIn(reading, 'asker')
  const isKnown = (part: Part, parts: readonly Part[]): boolean => {
    if (known.has(part.actor)) return true
    if (part.actor === '申请单位') return reading.wording.includes('申请')
    if (part.actor === '工作人员') return reading.wording.includes('人员')
    if (part.served) return served.has(part.actor) || !isListed(part, parts)
    return known.size === 0 && part.actor === DEFAULT_DOER
  }
  const strangers = reading.clauses.flatMap(({ parts }) =>
    parts.filter((part) => !isKnown(part, parts)),
  )
  if (strangers.length > 0) {
    return strangers.map(({ actor }) => ({
      check: 'actors',
      detail: `${actor} is not in the evidence`,
    }))
  }
  const told = { ...reading, clauses: reading.clauses.filter((clause) => !isAlias(clause)) }
  return [
    ...checkDoers(told),
    ...checkPlaces(told),
    ...reading.clauses.flatMap((clause) => [
      ...reversed(clause, reading),
      ...renamed(clause),
      ...misplaced(clause, reading),
    ]),
  ]
}

function namesIn({ sources }: Reading, kind: 'actor' | 'asker'): Set<string> {
  const tokens = sources.flatMap((source) => [...source.tokens, ...source.headingTokens])
  const found = tokens.filter((token) => token.kind === kind).flatMap(({ values }) => values)
  const described = sources.flatMap(({ clauses }) => clauses.flatMap(({ parts }) => parts))
  return new Set([...found, ...(kind === 'actor' ? described.map(({ actor }) => actor) : [])])
}

/** One of a row of institutions; whoever is served may else be named in many ways. */
function isListed({ at, actor, chain }: Part, parts: readonly Part[]): boolean {
  return (
    actor !== '您' &&
    parts.some((each) => each.at !== at && !each.served && each.chain[0] === chain[0])
  )
}

/** A does to B what in the source B does to A. */
function reversed({ parts, text, units }: Clause, { sources }: Reading): Finding[] {
  const held = align(units, sources, 0.5).map(({ clause }) => clause.parts)
  const does = (from: string, to: string): boolean =>
    held.some(
      (each) =>
        has(each, from, 'agent') &&
        ['target', 'patient', 'pivot'].some((role) =>
          each.some((part) => part.actor === to && part.role === role),
        ),
    )
  const doers = parts.filter(({ role }) => role === 'agent')
  const others = parts.filter(({ role }) => role === 'target' || role === 'patient')
  const wrong = doers.some(({ actor: from }) =>
    others.some(({ actor: to }) => does(to, from) && !does(from, to)),
  )
  return wrong ? [{ check: 'actors', detail: `turned round: ${text}` }] : []
}

/** “A 的 B” are named together in the source. */
function misplaced({ parts, tokens }: Clause, { sources }: Reading): Finding[] {
  const held = sources.flatMap(({ clauses, headingActors }) =>
    clauses.map((clause) => new Set([...clause.parts.map(({ actor }) => actor), ...headingActors])),
  )
  return parts.flatMap(({ actor, at, role, served }, index) => {
    const owned = parts[index + 1]
    const isOwner = role === 'owner' && !served && tokens[at + 1]?.text === '的'
    // “申请设立工作站的单位” applies for it.
    if (!isOwner || owned?.at !== at + 2 || owned.served || owned.actor === '申请单位') return []
    const isNamed = held.some((actors) => actors.has(actor) && actors.has(owned.actor))
    return isNamed ? [] : [{ check: 'actors', detail: `${actor} of ${owned.actor}` }]
  })
}

/** “A 是 B 的简称” needs two names of one actor. */
function renamed(clause: Clause): Finding[] {
  const actors = new Set(clause.parts.map(({ actor }) => actor))
  if (!isAlias(clause) || actors.size < 2) return []
  return [{ check: 'actors', detail: `two names of one: ${clause.text}` }]
}

function isAlias({ tokens, parts }: Clause): boolean {
  const after = tokens.slice((parts.at(-1)?.at ?? 0) + 1).map(({ text }) => text)
  return ALIAS.test(after.join(''))
}

function has(parts: readonly Part[], actor: string, role: Part['role']): boolean {
  return parts.some((part) => part.actor === actor && part.role === role)
}
