import { useQuery } from '@tanstack/react-query'
import { api, read } from './api.ts'

/** Who works in one's own organisation and below it, by name alone. */
export function useColleagues(): readonly { id: string; name: string }[] {
  const { data } = useQuery({
    queryKey: ['colleagues'],
    queryFn: () => read(api.colleagues.$get()),
  })
  return data?.colleagues ?? []
}
