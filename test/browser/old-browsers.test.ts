import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { transformWithEsbuild } from 'vite'

const dist = fileURLToPath(new URL('../../dist/web', import.meta.url))

/** A white page in WeChat is what one construct too new does; the engines are those of `.ci/vite.*.config.ts`. */
const targets = [
  { folder: 'assets', target: 'chrome66', what: 'the public pages and the workbench' },
  { folder: '.', target: 'chrome66', what: 'the widget' },
  { folder: 'console/assets', target: 'chrome90', what: 'the console' },
]

const scriptsIn = (folder: string): string[] =>
  readdirSync(join(dist, folder)).flatMap((name) =>
    name.endsWith('.js') ? [join(dist, folder, name)] : [],
  )

/** The syntax that an engine lacks would be written in an older way for it. */
async function isUnderstood(code: string, target: string): Promise<boolean> {
  const print = (engine: string) =>
    transformWithEsbuild(code, 'built.js', {
      target: engine,
      sourcemap: false,
      // Of Chrome 90 only a rare form fails, which is not written here (crbug 1186922).
      ...(target === 'chrome90' && { supported: { 'optional-chain': true } }),
    })
  const [newest, oldest] = [await print('esnext'), await print(target)]
  return oldest.code === newest.code && oldest.warnings.length === 0
}

test.each(targets)('$what are written in the syntax of $target', async ({ folder, target }) => {
  const scripts = scriptsIn(folder)
  expect(scripts).not.toEqual([])
  for (const script of scripts) {
    expect([script, await isUnderstood(readFileSync(script, 'utf8'), target)]).toEqual([
      script,
      true,
    ])
  }
})

test.each([
  ['a ?? b', 'chrome66'],
  ['a?.b', 'chrome66'],
  ['a ||= b', 'chrome66'],
  ['class A { x = 1 }', 'chrome66'],
  ['class A { static { f() } }', 'chrome90'],
  ['10n', 'chrome66'],
  ['/a/v', 'chrome90'],
])('%s would be seen, which %s does not know', async (code, engine) => {
  expect(await isUnderstood(code, engine)).toBe(false)
})

test('what Chrome 66 does know is not seen', async () => {
  const code =
    'async function* f() { try { for await (const { a, ...b } of c) yield { a, ...b } } catch { import("x") } }'
  expect(await isUnderstood(code, 'chrome66')).toBe(true)
})

/** Functions of the language that came after Chrome 66; a build lets them pass as they are. */
const later =
  /\.(?:flat|flatMap|trimStart|trimEnd|matchAll|replaceAll|allSettled|fromEntries|hasOwn|findLast|findLastIndex|toSorted|toReversed|toSpliced|groupBy|randomUUID|replaceChildren)\(|\b(?:globalThis|queueMicrotask|structuredClone|BigInt|WeakRef|ResizeObserver)\b/

test('the public pages, the workbench and the widget call nothing that came after Chrome 66', () => {
  const scripts = [...scriptsIn('assets'), ...scriptsIn('.')]
  const found = scripts.flatMap((script) => {
    const call = later.exec(readFileSync(script, 'utf8'))
    return call === null ? [] : [`${script}: ${call[0]}`]
  })
  expect(found).toEqual([])
})
