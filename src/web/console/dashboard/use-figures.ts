import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useQueryOfAddress } from '../address.ts'
import { api, read } from '../api.ts'
import { type MeasureName, measureNames } from './measures.ts'
import { isDay, type Period, presetPeriod, type Span, spans } from './period.ts'

export const filterNames = ['district', 'field', 'topic', 'channel', 'level'] as const
export type FilterName = (typeof filterNames)[number]

/** What stands in the address of the dashboard. */
export type View = {
  period: Period
  comparedWith: Period | undefined
  by: Span
  measure: MeasureName
  filters: Partial<Record<FilterName, string>>
}

/** In an address the name that nobody has given: an empty value would leave it. */
export const UNNAMED = '-'

export function useView(): [View, ReturnType<typeof useQueryOfAddress>[1]] {
  const [query, change] = useQueryOfAddress()
  return [readView(query), change]
}

export function readView(query: URLSearchParams): View {
  const given = periodIn(query, 'from', 'to')
  const named = filterNames.flatMap((name): [FilterName, string][] => {
    const value = query.get(name)
    return value === null ? [] : [[name, value]]
  })
  return {
    period: given ?? presetPeriod('twelve'),
    comparedWith: periodIn(query, 'compareFrom', 'compareTo'),
    by: spans.find((span) => span === query.get('by')) ?? 'month',
    measure: measureNames.find((name) => name === query.get('measure')) ?? 'consultations',
    filters: Object.fromEntries(named),
  }
}

function periodIn(query: URLSearchParams, first: string, last: string): Period | undefined {
  const [from, to] = [query.get(first), query.get(last)]
  return isDay(from) && isDay(to) && from <= to ? { from, to } : undefined
}

/** As the routes take it. */
export function toRequest({ period, comparedWith, by, filters }: View) {
  const named = filterNames.flatMap((name): [FilterName, string][] => {
    const value = filters[name]
    return value === undefined ? [] : [[name, value === UNNAMED ? '' : value]]
  })
  const compared = comparedWith && { compareFrom: comparedWith.from, compareTo: comparedWith.to }
  return { ...period, by, ...compared, ...Object.fromEntries(named) }
}

export function useFigures(view: View) {
  const query = toRequest(view)
  return useQuery({
    queryKey: ['insight', query],
    queryFn: () => read(api.insight.$get({ query })),
    placeholderData: keepPreviousData,
  })
}
