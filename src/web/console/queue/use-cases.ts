import { keepPreviousData, type QueryClient, useQuery } from '@tanstack/react-query'
import type { InferResponseType } from 'hono/client'
import { api, read } from '../api.ts'
import { type Filters, toRequest } from './filters.ts'

export type ListedCase = InferResponseType<typeof api.cases.$get, 200>['cases'][number]

export const PAGE_SIZE = 50

function queryOf(filters: Filters, after: string | undefined) {
  const request = toRequest(filters)
  return {
    queryKey: ['cases', request, after ?? ''],
    queryFn: () =>
      read(
        api.cases.$get({
          query: { ...request, limit: String(PAGE_SIZE), ...(after !== undefined && { after }) },
        }),
      ),
  }
}

export function useCases(filters: Filters, after: string | undefined) {
  return useQuery({ ...queryOf(filters, after), placeholderData: keepPreviousData })
}

export function useCounts() {
  return useQuery({ queryKey: ['counts'], queryFn: () => read(api.cases.counts.$get()) })
}

/** The first page as it stands now. */
export function fetchCases(client: QueryClient, filters: Filters) {
  return client.fetchQuery({ ...queryOf(filters, undefined), staleTime: 0 })
}
