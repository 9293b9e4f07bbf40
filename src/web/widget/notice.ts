import { plain, ringOnFocus } from './launcher.ts'
import { append, create, style } from './natives.ts'
import type { Settings } from './settings.ts'

export type Notice = {
  element: HTMLDivElement
  close: HTMLButtonElement
  sayBlocked: () => void
}

function createLink(settings: Settings): HTMLAnchorElement {
  const link = create('a', {
    ...plain,
    display: 'none',
    margin: '16px 0 0',
    padding: '10px 20px',
    'border-radius': '10px',
    background: settings.color,
    color: settings.ink,
    'outline-offset': '2px',
    cursor: 'pointer',
  })
  link.href = `${settings.origin}/?lang=${settings.language}`
  link.target = '_blank'
  link.rel = 'noopener'
  link.textContent = settings.words.openInTab
  ringOnFocus(link)
  return link
}

function createClose(label: string): HTMLButtonElement {
  const close = create('button', {
    ...plain,
    position: 'absolute',
    top: '8px',
    right: '8px',
    width: '44px',
    height: '44px',
    'border-radius': '10px',
    color: '#1a2431',
    'font-size': '20px',
    'text-align': 'center',
    cursor: 'pointer',
  })
  close.type = 'button'
  close.textContent = '✕'
  close.setAttribute('aria-label', label)

  ringOnFocus(close)
  return close
}

/** Covers the frame until the chat in it reports; says what to do instead if it never does. */
export function createNotice(settings: Settings): Notice {
  const { words } = settings
  const element = create('div', {
    ...plain,
    display: 'block',
    position: 'absolute',
    top: '0',
    right: '0',
    bottom: '0',
    left: '0',
    padding: '72px 24px 24px',
    background: '#fff',
    'text-align': 'center',
  })
  element.lang = settings.language === 'zh' ? 'zh-CN' : 'en'

  const text = create('p', { ...plain, display: 'block', color: '#1a2431' })
  text.setAttribute('role', 'status')
  text.textContent = words.opening

  const link = createLink(settings)
  const close = createClose(words.close)
  append(element, text)
  append(element, link)
  append(element, close)

  return {
    element,
    close,
    sayBlocked: () => {
      text.textContent = words.blocked
      style(link, { display: 'inline-block' })
    },
  }
}
