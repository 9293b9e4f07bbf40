import { useQuery } from '@tanstack/react-query'
import type { InferResponseType } from 'hono/client'
import { api, read } from '../api.ts'

export type CaseDetail = InferResponseType<(typeof api.cases)[':id']['$get'], 200>
export type Statement = CaseDetail['statements'][number]
export type Ticket = CaseDetail['tickets'][number]

export function useCase(id: string) {
  return useQuery({
    queryKey: ['case', id],
    queryFn: () => read(api.cases[':id'].$get({ param: { id } })),
    retry: false,
  })
}

/** The reply that waits for its release. */
export const pendingOf = ({ statements }: CaseDetail): Statement | undefined =>
  statements.find(({ state }) => state === 'submitted' || state === 'held')
