import { useQuery } from '@tanstack/react-query'
import { api, read } from '../api.ts'

/** How many notices of one's own have not been read. */
export function useUnread(): number {
  const { data } = useQuery({
    queryKey: ['inbox', 'unread'],
    queryFn: () => read(api.inbox.$get({ query: { limit: '1' } })),
  })
  return data?.unread ?? 0
}
