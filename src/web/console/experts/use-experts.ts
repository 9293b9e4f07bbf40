import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { InferRequestType, InferResponseType } from 'hono/client'
import { api, read } from '../api.ts'

type Query = InferRequestType<(typeof api)['experts']['$get']>['query']
export type ExpertFilter = Omit<Query, 'after' | 'limit'>
export type ExpertPage = InferResponseType<(typeof api)['experts']['$get'], 200>
export type ListedExpert = ExpertPage['experts'][number]
export type Expert = InferResponseType<(typeof api)['experts'][':id']['$get'], 200>

const PAGE = 50

export const useExperts = (filter: ExpertFilter) =>
  useInfiniteQuery({
    queryKey: ['experts', filter],
    initialPageParam: '',
    queryFn: ({ pageParam }) => {
      const query = {
        ...filter,
        limit: String(PAGE),
        ...(pageParam !== '' && { after: pageParam }),
      }
      return read(api.experts.$get({ query }))
    },
    getNextPageParam: ({ experts }) =>
      experts.length < PAGE ? undefined : (experts.at(-1)?.id ?? undefined),
  })

export const useExpert = (id: string) =>
  useQuery({
    queryKey: ['experts', 'one', id],
    queryFn: () => read(api.experts[':id'].$get({ param: { id } })),
  })
