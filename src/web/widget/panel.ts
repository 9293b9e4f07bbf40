import { plain } from './launcher.ts'
import { append, cancel, create, giveFocus, later, listen, style } from './natives.ts'
import { createNotice } from './notice.ts'
import type { Settings } from './settings.ts'

/** Below this the panel takes the whole screen. */
const smallWidth = 520
const smallHeight = 480
const patience = 6000

function createFrame(settings: Settings): HTMLIFrameElement {
  const frame = create('iframe', { ...plain, display: 'block', width: '100%', height: '100%' })
  const query = `lang=${settings.language}&origin=${encodeURIComponent(location.origin)}`
  frame.title = settings.label
  frame.allow = 'clipboard-write'
  frame.src = `${settings.origin}/embed/?${query}`
  return frame
}

function createBox(settings: Settings): HTMLDivElement {
  const box = create('div', {
    ...plain,
    position: 'fixed',
    'z-index': '2147483001',
    overflow: 'hidden',
    background: '#fff',
    'box-shadow': '0 8px 32px rgba(0, 0, 0, 0.35)',
  })
  box.setAttribute('role', 'dialog')
  box.setAttribute('aria-label', settings.label)
  return box
}

function fitToWindow(box: HTMLElement, side: 'left' | 'right'): void {
  const small = innerWidth <= smallWidth || innerHeight < smallHeight
  const viewport = window.visualViewport
  if (small) {
    // Above the keyboard of a phone; a zoomed page keeps its own size.
    const visible = viewport?.scale === 1 ? viewport.height : innerHeight
    style(box, { top: '0', left: '0', right: '0', bottom: 'auto', width: '100%' })
    style(box, { height: `${visible}px`, 'border-radius': '0' })
    return
  }
  const other = side === 'left' ? 'right' : 'left'
  style(box, { top: 'auto', [other]: 'auto', [side]: '20px', bottom: '20px', width: '410px' })
  style(box, { height: `${Math.min(700, innerHeight - 40)}px`, 'border-radius': '14px' })
}

type MessageOfFrame = 'ready' | 'close' | undefined

/** Only the exact words, from the exact window and origin. */
function readMessage(event: Event, frame: HTMLIFrameElement, origin: string): MessageOfFrame {
  if (!(event instanceof MessageEvent)) return undefined
  if (event.origin !== origin || event.source !== frame.contentWindow) return undefined
  const data: unknown = event.data
  if (typeof data !== 'object' || data === null || !('zhiwen' in data)) return undefined
  return data.zhiwen === 'ready' || data.zhiwen === 'close' ? data.zhiwen : undefined
}

function isOurFrameBlocked(event: Event, origin: string): boolean {
  if (!(event instanceof SecurityPolicyViolationEvent)) return false
  return (
    /^(?:frame|child|default)-src/.test(event.effectiveDirective || event.violatedDirective) &&
    event.blockedURI.indexOf(origin) === 0
  )
}

type Panel = { open: () => void }

/** The window with the chat. Its frame is made on the first opening: until then nothing is loaded. */
export function createPanel(
  settings: Settings,
  root: ShadowRoot,
  onChange: (isOpen: boolean) => void,
): Panel {
  const box = createBox(settings)
  const notice = createNotice(settings)
  let frame: HTMLIFrameElement | undefined
  let ready = false
  let isOpen = false
  let timer = 0

  const show = (next: boolean) => {
    if (isOpen === next) return
    isOpen = next
    style(box, { display: next ? 'block' : 'none' })
    onChange(next)
    if (!next) return
    fitToWindow(box, settings.side)
    if (ready && frame !== undefined) giveFocus(frame)
    else giveFocus(notice.close)
  }

  const build = () => {
    const made = createFrame(settings)
    frame = made
    timer = later(notice.sayBlocked, patience)
    listen(window, 'message', (event) => {
      const message = readMessage(event, made, settings.origin)
      if (message === 'close') show(false)
      if (message !== 'ready') return
      ready = true
      cancel(timer)
      style(notice.element, { display: 'none' })
      if (isOpen) giveFocus(made)
    })
    append(box, made)
    append(box, notice.element)
    append(root, box)
  }

  listen(notice.close, 'click', () => show(false))
  listen(document, 'keydown', (event) => {
    if (event instanceof KeyboardEvent && event.key === 'Escape') show(false)
  })
  listen(document, 'securitypolicyviolation', (event) => {
    if (!ready && isOurFrameBlocked(event, settings.origin)) notice.sayBlocked()
  })
  const fit = () => fitToWindow(box, settings.side)
  listen(window, 'resize', fit)
  if (window.visualViewport) listen(window.visualViewport, 'resize', fit)

  return {
    open: () => {
      if (frame === undefined) build()
      show(true)
    },
  }
}
