import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { InferResponseType } from 'hono/client'
import { api, read } from '../api.ts'

/** As it stands in the address. */
export type LedgerFilter = Partial<
  Record<'text' | 'district' | 'organisationId' | 'keyYear' | 'waiting', string>
>

type One = (typeof api)['enterprises'][':id']
export type Enterprise = InferResponseType<One['$get'], 200>
export type ListedEnterprise = InferResponseType<
  (typeof api)['enterprises']['$get'],
  200
>['enterprises'][number]
export type Visit = InferResponseType<One['visits']['$get'], 200>['visits'][number]
export type Link = InferResponseType<One['links']['$get'], 200>['links'][number]
export type KeyListOfYear = InferResponseType<(typeof api)['key-lists'][':id']['$get'], 200>

const PAGE = 50

/** First word of every query of the ledger: what is done to one enterprise may change a list, too. */
export const LEDGER = 'ledger'

export const useEnterprises = (filter: LedgerFilter) =>
  useInfiniteQuery({
    queryKey: [LEDGER, 'all', filter],
    initialPageParam: '',
    queryFn: ({ pageParam }) => {
      const page = { limit: String(PAGE), ...(pageParam !== '' && { after: pageParam }) }
      return read(api.enterprises.$get({ query: { ...filter, ...page } }))
    },
    getNextPageParam: ({ enterprises }) =>
      enterprises.length < PAGE ? undefined : enterprises.at(-1)?.id,
  })

export const useEnterprise = (id: string) =>
  useQuery({
    queryKey: [LEDGER, 'one', id],
    queryFn: () => read(api.enterprises[':id'].$get({ param: { id } })),
  })

export const useVisits = (id: string) =>
  useInfiniteQuery({
    queryKey: [LEDGER, 'visits', id],
    initialPageParam: '',
    queryFn: ({ pageParam }) => {
      const query = { limit: String(PAGE), ...(pageParam !== '' && { after: pageParam }) }
      return read(api.enterprises[':id'].visits.$get({ param: { id }, query }))
    },
    getNextPageParam: ({ visits }) => (visits.length < PAGE ? undefined : visits.at(-1)?.id),
  })

export const useLinks = (id: string) =>
  useQuery({
    queryKey: [LEDGER, 'links', id],
    queryFn: () => read(api.enterprises[':id'].links.$get({ param: { id } })),
  })

export const useKeyList = (id: string, year: string) =>
  useQuery({
    queryKey: [LEDGER, 'key-list', id, year],
    enabled: id !== '',
    queryFn: () => read(api['key-lists'][':id'].$get({ param: { id }, query: { year } })),
  })
