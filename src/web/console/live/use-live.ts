import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api, done } from '../api.ts'
import { whenHere } from './activity.ts'
import { listen } from './listen.ts'
import type { News, Person } from './news.ts'

export type Live = { connected: boolean; there: Person[] }

/** Keeps everything that is shown fresh while the console is open; `caseId` is the case that is on the screen. */
export function useLive(caseId: string | undefined): Live {
  const client = useQueryClient()
  const [live, setLive] = useState<Live>({ connected: true, there: [] })
  useEffect(() => {
    const end = listen(caseId, {
      onNews: (news) => {
        setLive({ connected: true, there: news.there })
        spread(client, news)
      },
      onState: (state) => {
        setLive((before) => ({ ...before, connected: state === 'on' }))
        // Says whether the session has ended, and then the sign-in comes up.
        if (state === 'refused') whenHere(() => void done(api.me.$get()).catch(() => {}))
      },
    })
    return () => {
      end()
      setLive((before) => ({ ...before, there: [] }))
    }
  }, [client, caseId])
  return live
}

function spread(client: QueryClient, { changed, missed, notices }: News): void {
  const known = client.getQueryData<{ unread: number }>(['inbox', 'unread'])?.unread
  const keys: string[][] = []
  if (missed) keys.push(['cases'], ['counts'], ['case'])
  else if (changed.length > 0) {
    keys.push(['cases'], ['counts'], ...changed.map(({ id }) => ['case', id]))
  }
  // What an asker writes changes no case, but its staff are told by a notice.
  if (known !== undefined && known !== notices.unread) keys.push(['inbox'], ['case'])
  if (keys.length === 0) return
  whenHere(() => {
    for (const queryKey of keys) void client.invalidateQueries({ queryKey })
  })
}
