import { useCallback, useEffect, useState } from 'preact/hooks'
import type { Problem } from '../shared/call-api.ts'
import type { Language } from '../shared/language.ts'
import { readSession, sessionEnded } from './calls.ts'
import type { Account } from './session-guards.ts'

/** `ended`: the session went while one was at work. `password`: signed in with a one-time password. */
export type Presence =
  | { state: 'checking' }
  | { state: 'failed'; problem: Problem }
  | { state: 'out'; step: 'name' | 'password'; ended: boolean }
  | { state: 'in'; account: Account }

const out: Extract<Presence, { state: 'out' }> = { state: 'out', step: 'name', ended: false }

async function findPresence(language: Language): Promise<Presence> {
  const read = await readSession(language)
  if (!read.ok && read.problem.status !== 401) return { state: 'failed', problem: read.problem }
  // Who has given only the password gives it again: nothing says which factor comes next.
  if (!read.ok || read.value.stage !== 'full') return out
  const { account } = read.value
  return account.mustChangePassword ? { ...out, step: 'password' } : { state: 'in', account }
}

/** Who is at work here; followed until the page is left. */
export function useSession(language: Language) {
  const [presence, setPresence] = useState<Presence>({ state: 'checking' })
  const look = useCallback(() => {
    setPresence({ state: 'checking' })
    void findPresence(language).then(setPresence)
    // The language of an error message is no reason to ask again.
    // oxlint-disable-next-line react/exhaustive-deps -- see above
  }, [])
  useEffect(look, [look])
  useEffect(() => {
    const onEnded = () =>
      setPresence((before) => (before.state === 'in' ? { ...out, ended: true } : before))
    window.addEventListener(sessionEnded, onEnded)
    return () => window.removeEventListener(sessionEnded, onEnded)
  }, [])
  return {
    presence,
    look,
    enter: (account: Account) => setPresence({ state: 'in', account }),
    leave: () => setPresence(out),
  }
}
