import { render } from 'preact'
import '../shared/tokens.css'
import '../shared/base.css'
import '../shared/page.css'
import './catalogue.css'
import { App } from './app.tsx'

const place = document.getElementById('app')
if (place !== null) render(<App />, place)
