import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { nextDelay, seenDelay } from './poll-delay.ts'

/** Looks again and again while `active`, and at once when the page comes back into sight. */
export function usePoll(active: boolean, look: () => Promise<void>): void {
  const lookRef = useRef(look)
  useLayoutEffect(() => {
    lookRef.current = look
  })

  useEffect(() => {
    if (!active) return
    let delay = seenDelay
    let timer = 0
    let over = false
    const lookAgain = async () => {
      clearTimeout(timer)
      await lookRef.current()
      if (over) return
      delay = nextDelay(delay, document.hidden)
      clearTimeout(timer)
      timer = window.setTimeout(() => void lookAgain(), delay)
    }
    const onVisible = () => {
      if (!document.hidden) void lookAgain()
    }
    timer = window.setTimeout(() => void lookAgain(), delay)
    document.addEventListener('visibilitychange', onVisible)
    return () => {
      over = true
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', onVisible)
    }
  }, [active])
}
