import { useQuery } from '@tanstack/react-query'
import type { InferResponseType } from 'hono/client'
import { useQueryOfAddress } from '../address.ts'
import { api, read } from '../api.ts'
import { thisYear } from '../years.ts'

export type Stations = InferResponseType<(typeof api)['special-lists']['$get'], 200>
export type SpecialList = InferResponseType<(typeof api)['special-lists'][':id']['$get'], 200>
export type SpecialService = SpecialList['services'][number]

export const SPECIAL = 'special-lists'

/** By the address; else this year. */
export function useYear(): [string, (year: string) => void] {
  const [query, change] = useQueryOfAddress()
  return [query.get('year') ?? thisYear(), (year) => change({ year })]
}

export const useStations = (year: string) =>
  useQuery({
    queryKey: [SPECIAL, 'stations', year],
    queryFn: () => read(api['special-lists'].$get({ query: { year } })),
  })

export const useSpecialList = (id: string, year: string) =>
  useQuery({
    queryKey: [SPECIAL, id, year],
    queryFn: () => read(api['special-lists'][':id'].$get({ param: { id }, query: { year } })),
  })
