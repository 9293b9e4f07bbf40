import { useSyncExternalStore } from 'react'
import { tellMoment } from '../tell-moment.ts'
import { useText } from '../use-text.ts'
import { termOf } from './term.ts'

const TICK_MS = 30_000

let now = Date.now()
const listeners = new Set<() => void>()

/** One clock for all terms of the page. */
function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) now = Date.now()
  listeners.add(listener)
  const timer = setInterval(() => {
    now = Date.now()
    listener()
  }, TICK_MS)
  return () => {
    clearInterval(timer)
    listeners.delete(listener)
  }
}

export const useNow = (): number => useSyncExternalStore(subscribe, () => now)

/** The end of a term in words and colour, ticking down. */
export function TermChip({ dueAt }: { dueAt: string | null }) {
  const { words } = useText()
  const at = useNow()
  if (dueAt === null) return <span className="muted">{words.noTerm}</span>
  const { over, unit, count, tone } = termOf(dueAt, at)
  const amount = words[unit](count)
  return (
    <time className={`chip ${tone}`} dateTime={dueAt} title={tellMoment(dueAt)}>
      {over ? words.over(amount) : words.left(amount)}
    </time>
  )
}
