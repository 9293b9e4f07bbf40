import { useEffect } from 'preact/hooks'

const isTyping = () =>
  document.activeElement instanceof HTMLTextAreaElement ||
  document.activeElement instanceof HTMLInputElement

/**
 * iOS lays its keyboard over the page and leaves the page scrolled when it goes. The gap below the visual
 * viewport counts as keyboard only while something is being typed in: otherwise it is a zoomed page.
 */
export function useKeyboardRoom(): void {
  useEffect(() => {
    const viewport = window.visualViewport
    const root = document.documentElement

    const fit = () => {
      const gap = viewport ? window.innerHeight - viewport.height : 0
      const keyboard = isTyping() && viewport?.scale === 1 && gap > 60
      root.style.setProperty('--keyboard', keyboard ? `${gap}px` : '0px')
    }
    const leave = () => {
      fit()
      window.setTimeout(() => {
        const { scrollHeight } = document.documentElement
        if (!isTyping() && scrollHeight <= window.innerHeight) window.scrollTo(0, 0)
      }, 100)
    }

    viewport?.addEventListener('resize', fit)
    document.addEventListener('focusin', fit)
    document.addEventListener('focusout', leave)
    return () => {
      viewport?.removeEventListener('resize', fit)
      document.removeEventListener('focusin', fit)
      document.removeEventListener('focusout', leave)
    }
  }, [])
}
