import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { InferResponseType } from 'hono/client'
import { api, read } from '../api.ts'

export type Report = InferResponseType<(typeof api)['reports'][':id']['$get'], 200>
export type Content = NonNullable<Report['content']>
export type Section = Content['sections'][number]
type List = InferResponseType<(typeof api)['reports']['$get'], 200>
export type ListedReport = List['reports'][number]

const PAGE = 50
const LOOK_AGAIN_MS = 2_000

/** While something is computed, its progress is asked for again and again. */
const whileComputing = (reports: readonly { state: string }[] | undefined) =>
  reports?.some(({ state }) => state === 'computing') ? LOOK_AGAIN_MS : false

export const useReports = () =>
  useInfiniteQuery({
    queryKey: ['reports', 'list'],
    initialPageParam: '',
    queryFn: ({ pageParam }) => {
      const query = { limit: String(PAGE), ...(pageParam !== '' && { after: pageParam }) }
      return read(api.reports.$get({ query }))
    },
    getNextPageParam: ({ reports }) => (reports.length < PAGE ? undefined : reports.at(-1)?.id),
    refetchInterval: ({ state }) =>
      whileComputing(state.data?.pages.flatMap(({ reports }) => reports)),
  })

export const useReport = (id: string) =>
  useQuery({
    queryKey: ['reports', 'one', id],
    queryFn: () => read(api.reports[':id'].$get({ param: { id } })),
    refetchInterval: ({ state }) => whileComputing(state.data && [state.data]),
  })
