import { useQuery } from '@tanstack/react-query'
import type { InferResponseType } from 'hono/client'
import { api, read } from '../api.ts'

export type ShownSettings = InferResponseType<(typeof api)['settings']['$get'], 200>

export const useSettings = () =>
  useQuery({ queryKey: ['settings'], queryFn: () => read(api.settings.$get()) })
