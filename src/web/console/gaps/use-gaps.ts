import { useQuery } from '@tanstack/react-query'
import type { InferResponseType } from 'hono/client'
import type { GapKind, GapState } from '../../../shared/gap-states.ts'
import { api, read } from '../api.ts'

export type GapList = InferResponseType<(typeof api)['gaps']['$get'], 200>
export type Gap = GapList['gaps'][number]
export type OneGap = InferResponseType<(typeof api)['gaps'][':id']['$get'], 200>

export type GapView = { kind: GapKind; state: GapState | 'all' }

const LOOK_AGAIN_MS = 3_000

export const queryOf = ({ kind, state }: GapView) => ({
  kind,
  ...(kind === 'gap' && state !== 'all' && { state }),
})

/** Looks again while an analysis goes on. */
export const useGaps = (view: GapView) =>
  useQuery({
    queryKey: ['gaps', view],
    queryFn: () => read(api.gaps.$get({ query: queryOf(view) })),
    refetchInterval: ({ state }) => (state.data?.running ? LOOK_AGAIN_MS : false),
  })

export const useGap = (id: string) =>
  useQuery({
    queryKey: ['gaps', 'one', id],
    queryFn: () => read(api.gaps[':id'].$get({ param: { id } })),
  })
