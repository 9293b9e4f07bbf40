import { render } from 'preact'
import '../shared/tokens.css'
import '../shared/base.css'
import './chat.css'
import { App } from './app.tsx'
import { findHost } from './embedding.ts'

const place = document.getElementById('app')
if (place !== null) {
  const embedded = place.hasAttribute('data-embedded')
  place.textContent = ''
  render(<App host={embedded ? findHost() : undefined} />, place)
}
