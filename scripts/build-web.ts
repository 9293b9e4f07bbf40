/** Builds the public web pages, the console and the widget into dist/web: `npx tsx scripts/build-web.ts [--if-stale]`. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
const configs = [
  '.ci/vite.web.config.ts',
  '.ci/vite.expert.config.ts',
  '.ci/vite.console.config.ts',
  '.ci/vite.widget.config.ts',
]
const sources = ['src/web', 'src/shared', 'package-lock.json', '.ci/public-pages.ts', ...configs]
/** Written last: what it is older than has not been built. */
const lastBuilt = join(root, 'dist/web/widget.js')

function newestIn(path: string): number {
  const entry = statSync(path)
  if (!entry.isDirectory()) return entry.mtimeMs
  return Math.max(entry.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))))
}

/** The console is the one large page; the server sends the packed file to every browser that takes one. */
function pack(folder: string): void {
  for (const name of readdirSync(folder).filter((each) => /\.(?:js|css)$/.test(each))) {
    const file = join(folder, name)
    writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }))
  }
}

function isFresh(): boolean {
  if (!existsSync(lastBuilt)) return false
  const built = statSync(lastBuilt).mtimeMs
  return sources.every((path) => newestIn(join(root, path)) <= built)
}

if (process.argv.includes('--if-stale') && isFresh()) {
  console.log('dist/web is up to date')
} else {
  for (const config of configs) {
    await build({ configFile: join(root, config), logLevel: 'warn' })
  }
  pack(join(root, 'dist/web/console/assets'))
}
