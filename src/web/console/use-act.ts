import { App } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

type Options = {
  /** What is told when it is done. */
  told?: string
  /** First words of the queries whose answers are old now. */
  stale?: readonly string[]
}

export type Act = {
  busy: boolean
  error: unknown
  /** @returns whether it was done; why not stands in `error` */
  run: (work: () => Promise<unknown>, options?: Options) => Promise<boolean>
  forget: () => void
}

/** Something done on the server: one at a time, told of, and what it has changed is asked for again. */
export function useAct(): Act {
  const client = useQueryClient()
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  return {
    busy,
    error,
    forget: () => setError(null),
    run: async (work, { told, stale = [] } = {}) => {
      setBusy(true)
      setError(null)
      try {
        await work()
        if (told !== undefined) void message.success(told)
        await Promise.all(stale.map((name) => client.invalidateQueries({ queryKey: [name] })))
        return true
      } catch (problem) {
        setError(problem)
        return false
      } finally {
        setBusy(false)
      }
    },
  }
}
