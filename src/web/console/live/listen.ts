import { isNews } from './news.ts'
import type { News } from './news.ts'

const ADDRESS = '/api/staff/events'
const AGAIN_MS = 3_000

export type Listener = {
  onNews: (news: News) => void
  /** `refused`: the server lets nobody listen, such as after the end of the session. */
  onState: (state: 'on' | 'off' | 'refused') => void
}

/** Where the last news ended: whoever listens anew hears what came meanwhile. */
let seen: number | undefined

/** Nothing of one account's is told to the next. */
export function forgetSeen(): void {
  seen = undefined
}

/**
 * Listens while the page is in sight: a browser has few connections for one server, and tabs that nobody looks at
 * would use them up. @returns what ends it
 */
export function listen(caseId: string | undefined, { onNews, onState }: Listener): () => void {
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = () => {
    clearTimeout(timer)
    source?.close()
    source = undefined
  }
  const start = () => {
    stop()
    if (document.hidden) return
    const query = new URLSearchParams()
    if (seen !== undefined) query.set('after', String(seen))
    if (caseId !== undefined) query.set('case', caseId)
    source = new EventSource(`${ADDRESS}?${query.toString()}`)
    source.addEventListener('open', () => onState('on'))
    source.addEventListener('news', ({ data }: MessageEvent<string>) => {
      const news: unknown = JSON.parse(data)
      if (!isNews(news)) return
      seen = news.at
      onNews(news)
    })
    source.addEventListener('error', () => {
      const refused = source?.readyState === EventSource.CLOSED
      onState(refused ? 'refused' : 'off')
      if (refused) timer = setTimeout(start, AGAIN_MS)
    })
  }
  start()
  document.addEventListener('visibilitychange', start)
  return () => {
    stop()
    document.removeEventListener('visibilitychange', start)
  }
}
