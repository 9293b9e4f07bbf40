import { useCallback, useEffect, useState } from 'preact/hooks'

export type Values<Name extends string> = Record<Name, string>

function addressOf<Name extends string>(names: readonly Name[], values: Values<Name>): string {
  const query = new URLSearchParams()
  for (const name of names) {
    if (values[name] !== '') query.set(name, values[name])
  }
  const text = query.toString()
  return location.pathname + (text === '' ? '' : `?${text}`) + location.hash
}

/**
 * The state of a page that stands in its address, so that it can be shared and gone back to.
 * `read` names every value once, from what the address says.
 */
export function useAddress<Name extends string>(
  names: readonly Name[],
  read: (get: (name: Name) => string) => Values<Name>,
): [Values<Name>, (changes: Partial<Values<Name>>, keep?: 'replace') => void] {
  const readNow = useCallback(() => {
    const query = new URLSearchParams(location.search)
    return read((name) => query.get(name) ?? '')
  }, [read])
  const [values, setValues] = useState(readNow)

  useEffect(() => {
    const goBack = () => setValues(readNow())
    window.addEventListener('popstate', goBack)
    return () => window.removeEventListener('popstate', goBack)
  }, [readNow])

  const change = (changes: Partial<Values<Name>>, keep?: 'replace') => {
    const next = { ...values, ...changes }
    setValues(next)
    const address = addressOf(names, next)
    if (keep === 'replace') history.replaceState(null, '', address)
    else history.pushState(null, '', address)
  }
  return [values, change]
}
