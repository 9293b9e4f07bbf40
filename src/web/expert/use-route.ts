import { useEffect, useState } from 'preact/hooks'
import { readRoute } from './routes.ts'
import type { Route } from './routes.ts'

/** Where one is, as the address says it. */
export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash)
  useEffect(() => {
    const onChange = () => setHash(location.hash)
    window.addEventListener('hashchange', onChange)
    return () => window.removeEventListener('hashchange', onChange)
  }, [])
  return readRoute(hash)
}
