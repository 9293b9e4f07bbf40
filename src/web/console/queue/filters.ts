import { caseKinds, caseStates } from '../../../shared/case-states.ts'
import type { CaseState } from '../../../shared/case-states.ts'
import { fields, urgencies } from '../../../shared/message.ts'

/** Cases that somebody here still has to do something for. */
export const todoStates: readonly CaseState[] = ['open', 'reopened', 'in_review', 'replied']

export const tabs = ['todo', ...caseStates, 'all'] as const
export type Tab = (typeof tabs)[number]

export const filterNames = [
  'state',
  'district',
  'field',
  'urgency',
  'kind',
  'confidential',
  'mine',
  'overdue',
  'q',
] as const
export type FilterName = (typeof filterNames)[number]

/** The filters as they stand in the address. */
export type Filters = Partial<Record<FilterName, string>>

const known: Partial<Record<FilterName, Set<string>>> = {
  state: new Set<string>(tabs),
  field: new Set<string>(fields),
  urgency: new Set<string>(urgencies),
  kind: new Set<string>(caseKinds),
  confidential: new Set(['true', 'false']),
  mine: new Set(['true']),
  overdue: new Set(['true']),
}

const LONGEST_SEARCH = 100

/** What the server would refuse is left out, such as of an address from an older version. */
export function readFilters(query: URLSearchParams): Filters {
  const filters: Filters = {}
  for (const name of filterNames) {
    const value = query.get(name)?.trim().slice(0, LONGEST_SEARCH)
    if (value === undefined || value === '') continue
    if (known[name]?.has(value) === false) continue
    filters[name] = value
  }
  return filters
}

export const tabOf = ({ state }: Filters): Tab => tabs.find((tab) => tab === state) ?? 'todo'

/** As the list of cases takes them. */
export function toRequest(filters: Filters): Record<string, string> {
  const { state: _, ...rest } = filters
  const tab = tabOf(filters)
  if (tab === 'all') return rest
  return { ...rest, state: tab === 'todo' ? todoStates.join(',') : tab }
}

/** As a part of the address, in one order, without `?`. */
export function toAddress(filters: Filters): string {
  const query = new URLSearchParams()
  for (const name of filterNames) {
    const value = filters[name]
    if (value !== undefined && value !== '') query.set(name, value)
  }
  return query.toString()
}

export const isFiltered = ({ state: _, ...rest }: Filters): boolean => Object.keys(rest).length > 0
