import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** The public pages. Their target is what WeChat and WeCom of the last years bring along. */
export default defineConfig({
  root: at('src/web/pages'),
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: at('dist/web'),
    emptyOutDir: true,
    target: ['chrome66', 'safari12'],
    cssTarget: ['chrome66', 'safari12'],
    modulePreload: false,
    // An icon inlined as data: would be a second copy in every page.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: ['', 'embed/', 'search/', 'catalogue/', 'documents/'].map((folder) =>
        at(`src/web/pages/${folder}index.html`),
      ),
    },
  },
})
