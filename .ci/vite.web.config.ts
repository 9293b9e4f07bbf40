import { defineConfig } from 'vite'
import { publicPages } from './public-pages.ts'

export default defineConfig(
  publicPages(['', 'embed/', 'search/', 'catalogue/', 'documents/'], { emptyOutDir: true }),
)
