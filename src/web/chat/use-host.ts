import { useEffect } from 'preact/hooks'
import { focusComposer } from './composer.tsx'
import type { Host } from './embedding.ts'

/** Inside the widget: tells the host page, takes the focus, and lets Escape close the window. */
export function useHost(host: Host | undefined): void {
  useEffect(() => {
    if (host === undefined) return
    const onFocus = () => {
      if (document.activeElement === document.body) focusComposer()
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.isComposing) host.close()
    }
    window.addEventListener('focus', onFocus)
    document.addEventListener('keydown', onKeyDown)
    focusComposer()
    host.ready()
    return () => {
      window.removeEventListener('focus', onFocus)
      document.removeEventListener('keydown', onKeyDown)
    }
  }, [host])
}
