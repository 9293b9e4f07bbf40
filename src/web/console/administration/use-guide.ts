import { useQuery } from '@tanstack/react-query'
import type { InferResponseType } from 'hono/client'
import { api, read } from '../api.ts'

export type Guide = InferResponseType<(typeof api)['guide']['$get'], 200>
export type GuideStep = Guide['steps'][number]['step']

export const useGuide = (enabled = true) =>
  useQuery({ queryKey: ['guide'], queryFn: () => read(api.guide.$get()), enabled, retry: false })
