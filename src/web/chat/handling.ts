import type { DeliveredStatement } from '../../cases/asker-cases.ts'
import type { RatedCase } from '../../feedback/asker-ratings.ts'
import type { Exchange, Thread } from './thread.ts'

/** What people do about a conversation: its cases and their words. */
export type Handling = { cases: RatedCase[]; statements: DeliveredStatement[] }

export const noHandling: Handling = { cases: [], statements: [] }

export function withCase(handling: Handling, shown: RatedCase): Handling {
  const others = handling.cases.filter(({ code }) => code !== shown.code)
  return { ...handling, cases: others.concat(shown) }
}

/** The case that a second hand-over would lead back to. */
export function livingCase({ cases }: Handling): RatedCase | undefined {
  return cases.find(({ kind, canWithdraw }) => kind === 'consultation' && canWithdraw)
}

type PeopleItem =
  | { kind: 'case'; at: string; case: RatedCase }
  | { kind: 'statement'; at: string; statement: DeliveredStatement }
export type Item = { kind: 'exchange'; exchange: Exchange } | PeopleItem

/** By the server's clock; what has no answer yet was asked last. */
function timeOf({ answer, state, at }: Exchange): string | null {
  if (answer !== null) return answer.at
  return state === 'running' || state === 'interrupted' ? null : at
}

/** The turns in their order, with cases and statements between them at their times (ISO 8601, UTC). */
export function arrange(thread: Thread, { cases, statements }: Handling): Item[] {
  const ofPeople = [
    ...cases.map((each): PeopleItem => ({ kind: 'case', at: each.createdAt, case: each })),
    ...statements.map((each): PeopleItem => ({ kind: 'statement', at: each.at, statement: each })),
  ].sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)))
  const items: Item[] = []
  let next = 0
  for (const exchange of thread) {
    const at = timeOf(exchange)
    const later = ofPeople.slice(next).findIndex((item) => at !== null && item.at >= at)
    const end = later === -1 ? ofPeople.length : next + later
    items.push(...ofPeople.slice(next, end), { kind: 'exchange', exchange })
    next = end
  }
  return items.concat(ofPeople.slice(next))
}
