import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** One classic script for other people's pages: `<script async src="https://…/widget.js">`. */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: at('dist/web'),
    emptyOutDir: false,
    target: ['chrome66', 'safari12'],
    lib: {
      entry: at('src/web/widget/loader.ts'),
      formats: ['iife'],
      name: 'zhiwenWidget',
      fileName: () => 'widget.js',
    },
  },
})
