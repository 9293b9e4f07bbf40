import { render } from 'preact'
import '../shared/tokens.css'
import '../shared/base.css'
import '../chat/chat.css'
import '../chat/people/people.css'
import './expert.css'
import { App } from './app.tsx'

const place = document.getElementById('app')
if (place !== null) {
  place.textContent = ''
  render(<App />, place)
}
