import { render } from 'preact'
import '../shared/tokens.css'
import '../shared/base.css'
import '../shared/page.css'
import './search.css'
import { App } from './app.tsx'

const place = document.getElementById('app')
if (place !== null) render(<App />, place)
