type FrameBatch<T> = { add: (item: T) => void; flush: () => void }

/** Hands on what came in since the last frame at once; a hidden page has no frames, so a timer backs it up. */
export function createFrameBatch<T>(take: (items: T[]) => void): FrameBatch<T> {
  let items: T[] = []
  let frame = 0
  let timer = 0

  const flush = () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
    frame = 0
    const taken = items
    items = []
    if (taken.length > 0) take(taken)
  }

  return {
    add: (item) => {
      items.push(item)
      if (frame !== 0) return
      frame = requestAnimationFrame(flush)
      timer = window.setTimeout(flush, 250)
    },
    flush,
  }
}
