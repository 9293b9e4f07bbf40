import { checkDoers } from './check-doers.ts'
import { checkPlaces } from './check-places.ts'
import type { Finding } from './claim.ts'
import type { Reading } from './reading.ts'
import type { Clause } from './read-clauses.ts'
import type { Part } from './read-parts.ts'

/** Where a passage on public services names nobody, these do it. */
const DEFAULT_DOER = '公共服务机构'
const ALIAS = /^(?:的?(?:简称|全称|别称|别名))/u

/** Who does what to whom is as in the source: no actor is new, none changes places. */
export function checkActors(reading: Reading): Finding[] {
  const known = new Set(
    reading.sources.flatMap(({ tokens, headingTokens }) =>
      [...tokens, ...headingTokens]
        .filter(({ kind }) => kind === 'actor')
        .flatMap(({ values }) => values),
    ),
  )
  const strangers = reading.clauses.flatMap(({ parts }) =>
    parts.filter(
      ({ actor, served }) =>
        !served && !known.has(actor) && !(known.size === 0 && actor === DEFAULT_DOER),
    ),
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
    ...reading.clauses.flatMap((clause) => [...reversed(clause, reading), ...renamed(clause)]),
  ]
}

/** A does to B what in the source B does to A. */
function reversed({ parts, text }: Clause, { sources }: Reading): Finding[] {
  const held = sources.flatMap(({ clauses }) => clauses.map((clause) => clause.parts))
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
