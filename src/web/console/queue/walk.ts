import type { QueryClient } from '@tanstack/react-query'
import type { Filters } from './filters.ts'
import { fetchCases } from './use-cases.ts'

/** The queue that somebody is working through, as they saw it last: from it comes the next case. */
type Walk = { filters: Filters; ids: string[] }

let walk: Walk = { filters: {}, ids: [] }

export function rememberWalk(next: Walk): void {
  walk = next
}

export const walkFilters = (): Filters => walk.filters

/**
 * The case to go on with after this one: the next of the list as it was seen that is still in the queue, else the
 * first of the queue; undefined when nothing is left.
 */
export async function findNext(client: QueryClient, id: string): Promise<string | undefined> {
  const { cases } = await fetchCases(client, walk.filters)
  const waiting = cases.filter((each) => each.id !== id)
  const after = walk.ids.slice(walk.ids.indexOf(id) + 1)
  const inOrder = after.find((each) => waiting.some((other) => other.id === each))
  return inOrder ?? waiting[0]?.id
}
