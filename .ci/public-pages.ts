import { fileURLToPath } from 'node:url'
import type { UserConfig } from 'vite'

export const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** What both builds of public pages share. Their target is what WeChat and WeCom of the last years bring along. */
export const publicPages = (input: string[], { emptyOutDir }: { emptyOutDir: boolean }) =>
  ({
    root: at('src/web/pages'),
    publicDir: false,
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir: at('dist/web'),
      emptyOutDir,
      target: ['chrome66', 'safari12'],
      cssTarget: ['chrome66', 'safari12'],
      modulePreload: false,
      // An icon inlined as data: would be a second copy in every page.
      assetsInlineLimit: 0,
      rolldownOptions: { input: input.map((folder) => at(`src/web/pages/${folder}index.html`)) },
    },
  }) satisfies UserConfig
