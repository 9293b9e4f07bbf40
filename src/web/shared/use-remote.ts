import { useCallback, useEffect, useState } from 'preact/hooks'
import type { Problem } from './call-api.ts'
import { callApi } from './call-api.ts'
import type { Guard } from './guards.ts'
import type { Language } from './language.ts'

export type Remote<T> =
  | { state: 'loading'; value?: T }
  | { state: 'ready'; value: T }
  | { state: 'failed'; problem: Problem; value?: T }

/** What lies at `path` in this language; `null` asks nothing. The former value stays while a new one loads. */
export function useRemote<T>(
  path: string | null,
  guard: Guard<T>,
  language: Language,
): [Remote<T>, () => void] {
  const [remote, setRemote] = useState<Remote<T>>({ state: 'loading' })
  const [attempt, setAttempt] = useState(0)

  useEffect(() => {
    if (path === null) return
    let current = true
    setRemote((before) => ({ ...before, state: 'loading' }))
    void callApi({ path, guard, language }).then((result) => {
      if (!current) return
      setRemote(
        result.ok
          ? { state: 'ready', value: result.value }
          : { state: 'failed', problem: result.problem },
      )
    })
    return () => {
      current = false
    }
  }, [path, guard, language, attempt])

  const retry = useCallback(() => setAttempt((count) => count + 1), [])
  return [remote, retry]
}
