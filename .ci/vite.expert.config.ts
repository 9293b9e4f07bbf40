import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

/**
 * The expert workbench: as the public pages, and built by itself. In one build with them, what it shares with the
 * chat would be cut out of the chat's first file, which then loads more.
 */
export default defineConfig({
  root: at('src/web/pages'),
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: at('dist/web'),
    emptyOutDir: false,
    target: ['chrome66', 'safari12'],
    cssTarget: ['chrome66', 'safari12'],
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: { input: at('src/web/pages/expert/index.html') },
  },
})
