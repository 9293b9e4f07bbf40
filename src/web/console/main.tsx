import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './console.css'
import { App } from './app.tsx'

const place = document.getElementById('app')
if (place !== null) {
  createRoot(place).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
