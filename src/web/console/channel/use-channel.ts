import { useQuery } from '@tanstack/react-query'
import type { InferResponseType } from 'hono/client'
import { api, read } from '../api.ts'

export type Channel = InferResponseType<(typeof api)['channel']['$get'], 200>

export const useChannel = () =>
  useQuery({ queryKey: ['channel'], queryFn: () => read(api.channel.$get()) })
