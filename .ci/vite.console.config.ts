import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** The staff console: React, for the browsers of offices. */
export default defineConfig({
  root: at('src/web/console'),
  base: '/console/',
  publicDir: false,
  plugins: [react()],
  resolve: {
    alias: [{ find: /^\.\/useScrollLocker$/, replacement: at('src/web/console/scroll-lock.ts') }],
  },
  // The server puts a fresh nonce in its place with every request (src/http/pages.ts).
  html: { cspNonce: '__STYLE_NONCE__' },
  build: {
    outDir: at('dist/web/console'),
    emptyOutDir: true,
    target: 'chrome90',
    cssTarget: 'chrome90',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1_500,
  },
})
