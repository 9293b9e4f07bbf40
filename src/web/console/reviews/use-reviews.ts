import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { InferResponseType } from 'hono/client'
import type { ReviewState } from '../../../shared/review-states.ts'
import { api, read } from '../api.ts'

type List = InferResponseType<(typeof api)['reviews']['$get'], 200>
export type ListedReview = List['reviews'][number]
export type Review = InferResponseType<(typeof api)['reviews'][':id']['$get'], 200>
export type Results = InferResponseType<(typeof api)['reviews']['results']['$get'], 200>

export const REVIEWS = 'reviews'
const PAGE = '50'

export const useReviewList = (state: ReviewState) =>
  useInfiniteQuery({
    queryKey: [REVIEWS, state],
    initialPageParam: '',
    queryFn: ({ pageParam }) => {
      const query = { state, limit: PAGE, ...(pageParam !== '' && { after: pageParam }) }
      return read(api.reviews.$get({ query }))
    },
    getNextPageParam: ({ next }) => next ?? undefined,
  })

export const useReview = (id: string) =>
  useQuery({
    queryKey: [REVIEWS, 'one', id],
    queryFn: () => read(api.reviews[':id'].$get({ param: { id } })),
  })

export const useResults = (query: { from: string; to: string }) =>
  useQuery({
    queryKey: [REVIEWS, 'results', query],
    queryFn: () => read(api.reviews.results.$get({ query })),
  })
