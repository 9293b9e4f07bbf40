import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { InferResponseType } from 'hono/client'
import { useEffect, useState } from 'react'
import { api, read } from '../api.ts'
import type { Draft } from './brief.ts'

export type ReplyCheck = InferResponseType<(typeof api.cases)[':id']['check']['$post'], 200>

const PAUSE_MS = 700

/** What speaks against sending these words, looked up when the typing pauses. */
export function useCheck(caseId: string, { text, clauses }: Draft, enabled: boolean) {
  const evidence = clauses.map(({ document, locator }) => ({ document, locator }))
  const given = useSettled(JSON.stringify({ text: text.trim(), evidence }))
  return useQuery({
    queryKey: ['check', caseId, given],
    enabled: enabled && text.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    queryFn: () => {
      const json = { text: text.trim(), evidence }
      return read(api.cases[':id'].check.$post({ param: { id: caseId }, json }))
    },
  })
}

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
