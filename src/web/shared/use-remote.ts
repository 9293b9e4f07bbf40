import { useCallback, useEffect, useMemo, useState } from 'preact/hooks'
import type { Problem, Result } from './call-api.ts'
import { callApi } from './call-api.ts'
import type { Guard } from './guards.ts'
import type { Language } from './language.ts'

export type Remote<T> =
  | { state: 'loading'; value?: T }
  | { state: 'ready'; value: T }
  | { state: 'failed'; problem: Problem; value?: T }

/** What `load` gives, anew whenever it is another function; `null` asks nothing. The former value stays while a new one loads. */
export function useResult<T>(load: (() => Promise<Result<T>>) | null): [Remote<T>, () => void] {
  const [remote, setRemote] = useState<Remote<T>>({ state: 'loading' })
  const [attempt, setAttempt] = useState(0)

  useEffect(() => {
    if (load === null) return
    let current = true
    setRemote((before) => ({ ...before, state: 'loading' }))
    void load().then((result) => {
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
  }, [load, attempt])

  const retry = useCallback(() => setAttempt((count) => count + 1), [])
  return [remote, retry]
}

/** What lies at `path` in this language; `null` asks nothing. */
export function useRemote<T>(
  path: string | null,
  guard: Guard<T>,
  language: Language,
): [Remote<T>, () => void] {
  const load = useMemo(
    () => (path === null ? null : () => callApi({ path, guard, language })),
    [path, guard, language],
  )
  return useResult(load)
}
