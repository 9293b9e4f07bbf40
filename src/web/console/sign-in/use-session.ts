import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Account, SessionState } from '../account.ts'
import { api, ApiError, onSessionEnd, read } from '../api.ts'

/**
 * `unknown`: not asked yet · `out`: nobody · `in`: at work · `ended`: was at work, and the session has ended:
 * the page stays as it is, with what was typed, below the sign-in.
 */
export type Session =
  | { state: 'unknown' }
  | { state: 'out' }
  | { state: 'failed'; error: unknown }
  | { state: 'in' | 'ended'; account: Account }

export type SessionControl = {
  session: Session
  /** Asks the server who has signed in. */
  ask: () => void
  enter: (state: SessionState) => void
}

export function useSession(): SessionControl {
  const [session, setSession] = useState<Session>({ state: 'unknown' })
  const client = useQueryClient()
  const known = useRef<string>(undefined)
  const enter = useCallback(
    ({ stage, account }: SessionState) => {
      if (stage !== 'full') {
        setSession({ state: 'out' })
        return
      }
      // Somebody else at the same screen sees nothing of what was there before.
      if (known.current !== undefined && known.current !== account.id) client.clear()
      known.current = account.id
      setSession({ state: 'in', account })
      void client.invalidateQueries()
    },
    [client],
  )
  const fail = useCallback((error: unknown) => {
    const isOut = error instanceof ApiError && error.problem.status === 401
    setSession((before) => {
      if (before.state === 'in' || before.state === 'ended') return before
      return isOut ? { state: 'out' } : { state: 'failed', error }
    })
  }, [])
  const ask = useCallback(() => void read(api.me.$get()).then(enter, fail), [enter, fail])
  useEffect(() => {
    void read(api.me.$get()).then(enter, fail)
    return onSessionEnd(() =>
      setSession((before) => (before.state === 'in' ? { ...before, state: 'ended' } : before)),
    )
  }, [enter, fail])
  return { session, ask, enter }
}
