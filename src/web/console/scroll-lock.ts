import { useLayoutEffect } from 'react'

let open = 0

/**
 * Takes the place of the component library's own, which adds a style without the nonce of the page
 * (.ci/vite.console.config.ts): what lies behind a dialog does not scroll.
 */
// oxlint-disable-next-line import/no-default-export -- as the library imports it
export default function useScrollLocker(lock?: boolean): void {
  useLayoutEffect(() => {
    if (lock !== true) return undefined
    open += 1
    document.documentElement.classList.add('still')
    return () => {
      open -= 1
      if (open === 0) document.documentElement.classList.remove('still')
    }
  }, [lock])
}
