import { Spin } from 'antd'
import type { ReactNode } from 'react'
import { ProblemAlert } from '../problem-alert.tsx'
import { useText } from '../use-text.ts'

type Asked<Data> = {
  data: Data | undefined
  error: unknown
  isPending: boolean
  refetch: () => unknown
}

type Props<Data> = { of: Asked<Data>; children: (data: Data) => ReactNode }

/** What a request brings, or that it is under way, or why it failed. */
export function Loaded<Data>({ of, children }: Props<Data>) {
  const { shell } = useText()
  return (
    <>
      {of.error !== null && <ProblemAlert error={of.error} onRetry={() => void of.refetch()} />}
      {of.isPending && <Spin aria-label={shell.loading} />}
      {of.data !== undefined && children(of.data)}
    </>
  )
}
