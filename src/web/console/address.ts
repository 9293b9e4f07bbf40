import { useHashLocation } from 'wouter/use-hash-location'

/** Goes to a screen; what it shows may stand in the query, such as `/?state=open`. */
export function go(to: string): void {
  location.hash = to
}

export const hrefOf = (to: string): string => `#${to}`

/** Everything of the address after `#`, without a query. */
export function usePath(): string {
  const [path] = useHashLocation()
  return path.split('?')[0] ?? '/'
}

type Change = (values: Record<string, string | undefined>) => void

/** The query of the screen's address and how to change it; empty values leave it. */
export function useQueryOfAddress(): [URLSearchParams, Change] {
  const [path] = useHashLocation()
  const [screen = '/', query = ''] = path.split('?')
  const change: Change = (values) => {
    const next = new URLSearchParams(query)
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined || value === '') next.delete(name)
      else next.set(name, value)
    }
    const text = next.toString()
    go(text === '' ? screen : `${screen}?${text}`)
  }
  return [new URLSearchParams(query), change]
}
