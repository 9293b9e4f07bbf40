/** Wakes who waits for news of a message in this process; others look into the database again. */
export type Bell = {
  ring: (messageId: string) => void
  /** Resolves when the bell rings for this message, or after `ms`. */
  wait: (messageId: string, ms: number) => Promise<void>
}

export function createBell(): Bell {
  const waiting = new Map<string, Set<() => void>>()
  const leave = (messageId: string, wake: () => void) => {
    const wakers = waiting.get(messageId)
    wakers?.delete(wake)
    if (wakers?.size === 0) waiting.delete(messageId)
  }
  return {
    ring: (messageId) => waiting.get(messageId)?.forEach((wake) => wake()),
    wait: (messageId, ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => wake(), ms)
        const wake = () => {
          clearTimeout(timer)
          leave(messageId, wake)
          resolve()
        }
        waiting.set(messageId, (waiting.get(messageId) ?? new Set()).add(wake))
      }),
  }
}
