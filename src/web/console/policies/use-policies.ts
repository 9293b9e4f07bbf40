import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { InferRequestType, InferResponseType } from 'hono/client'
import { callApi } from '../../shared/call-api.ts'
import { isDocumentList, titleIn } from '../../shared/documents.ts'
import { api, read } from '../api.ts'
import { readPreferences } from '../preferences.ts'

const policies = api['policy-notices']
type Query = InferRequestType<(typeof policies)['$get']>['query']
export type PolicyFilter = Omit<Query, 'after' | 'limit'>
export type Policy = InferResponseType<(typeof policies)[':id']['$get'], 200>
export type PolicyBody = Omit<
  InferRequestType<(typeof policies)['$post']>['json'],
  'organisationId'
>

const PAGE = 50

export const usePolicies = (filter: PolicyFilter) =>
  useInfiniteQuery({
    queryKey: ['policies', filter],
    initialPageParam: '',
    queryFn: ({ pageParam }) => {
      const page = { limit: String(PAGE), ...(pageParam !== '' && { after: pageParam }) }
      return read(policies.$get({ query: { ...filter, ...page } }))
    },
    getNextPageParam: ({ notices }) => (notices.length < PAGE ? undefined : notices.at(-1)?.id),
  })

export const usePolicy = (id: string) =>
  useQuery({
    queryKey: ['policies', 'one', id],
    queryFn: () => read(policies[':id'].$get({ param: { id } })),
  })

/** The documents of the service: what can be summarised. */
export function useSources(): { value: string; label: string }[] {
  const { language } = readPreferences()
  const { data } = useQuery({
    queryKey: ['sources'],
    staleTime: Infinity,
    queryFn: async () => {
      const result = await callApi({ path: '/api/documents', guard: isDocumentList, language })
      return result.ok ? result.value.documents : []
    },
  })
  return (data ?? []).map((document) => ({
    value: document.id,
    label: `${titleIn(document, language)}（${document.statusText}）`,
  }))
}
