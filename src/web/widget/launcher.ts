import type { Rules } from './natives.ts'
import { create, giveFocus, listen, style } from './natives.ts'
import type { Settings } from './settings.ts'

export const plain: Rules = {
  all: 'initial',
  'box-sizing': 'border-box',
  'font-family': '-apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
  'font-size': '16px',
  'line-height': '1.5',
}

/** The focus ring of our own elements; `:focus` rules would need a style sheet. */
export function ringOnFocus(element: HTMLElement): void {
  listen(element, 'focus', () => style(element, { outline: '3px solid #b04a00' }))
  listen(element, 'blur', () => style(element, { outline: 'none' }))
}

type Launcher = { button: HTMLButtonElement; showAs: (isOpen: boolean) => void }

export function createLauncher(settings: Settings): Launcher {
  const button = create('button', {
    ...plain,
    position: 'fixed',
    bottom: '20px',
    [settings.side]: '20px',
    'z-index': '2147483000',
    'min-height': '48px',
    'max-width': 'calc(100vw - 40px)',
    padding: '10px 20px',
    border: '2px solid #fff',
    'border-radius': '26px',
    background: settings.color,
    color: settings.ink,
    'font-weight': '600',
    'box-shadow': '0 4px 16px rgba(0, 0, 0, 0.3)',
    'outline-offset': '2px',
    cursor: 'pointer',
  })
  button.type = 'button'
  button.lang = settings.language === 'zh' ? 'zh-CN' : 'en'
  button.textContent = settings.label
  button.setAttribute('aria-haspopup', 'dialog')
  button.setAttribute('aria-expanded', 'false')
  ringOnFocus(button)

  return {
    button,
    showAs: (isOpen) => {
      button.setAttribute('aria-expanded', String(isOpen))
      style(button, { display: isOpen ? 'none' : 'inline-block' })
      if (!isOpen) giveFocus(button)
    },
  }
}
