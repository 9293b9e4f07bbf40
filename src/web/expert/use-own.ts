import { useEffect } from 'preact/hooks'
import type { Guard } from '../shared/guards.ts'
import type { Language } from '../shared/language.ts'
import { useRemote } from '../shared/use-remote.ts'
import type { Remote } from '../shared/use-remote.ts'
import { heedSession } from './calls.ts'

/** `useRemote` for what only the expert may see: the end of the session is heeded. */
export function useOwn<T>(
  path: string | null,
  guard: Guard<T>,
  language: Language,
): [Remote<T>, () => void] {
  const own = useRemote(path, guard, language)
  const [remote] = own
  useEffect(() => {
    if (remote.state === 'failed') heedSession(remote.problem)
  }, [remote])
  return own
}
