import { createLauncher } from './launcher.ts'
import { append, create, listen, style } from './natives.ts'
import { createPanel } from './panel.ts'
import { readSettings } from './settings.ts'

const hostName = 'data-zhiwen-widget'

function start(script: HTMLScriptElement): void {
  if (document.querySelector(`[${hostName}]`) !== null) return
  const settings = readSettings(script)
  const host = create('div', { all: 'initial' })
  style(host, { display: 'block', position: 'static', visibility: 'visible' })
  host.setAttribute(hostName, '')
  const root = host.attachShadow({ mode: 'open' })

  const launcher = createLauncher(settings)
  const panel = createPanel(settings, root, (isOpen) => launcher.showAs(isOpen))
  listen(launcher.button, 'click', panel.open)
  append(root, launcher.button)
  // Not into <body>: a transform or filter there would carry "fixed" elements away.
  append(document.documentElement, host)
}

const script = document.currentScript ?? document.querySelector('script[src*="/widget.js"]')
if (script instanceof HTMLScriptElement) start(script)
