import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** The first argument of `test(…)`, `describe(…)`, `plainTest.each(…)(…)` and their like. */
const TITLES =
  /(?:\b(?:describe|test|plainTest)\w*(?:\.\w+)*\(|\)\()\s*(?:'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`|"((?:[^"\\\n]|\\.)*)")/g

function titlesOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8')
  return [...text.matchAll(TITLES)].map(
    ([, single, back, double]) => single ?? back ?? double ?? '',
  )
}

/**
 * What is wrong with `test/folder/file.test.ts: part of a title`: there is no such file, or not exactly one
 * test in it with these words in its title.
 */
export function problemOfTest(reference: string): string | undefined {
  const [, file, title = ''] = /^(test\/[\w/-]+\.test\.ts): (.+)$/.exec(reference) ?? []
  if (file === undefined) return `${reference}: not a file and a title`
  if (!existsSync(join(ROOT, file))) return `${reference}: no such file`
  const found = titlesOf(file).filter((each) => each.includes(title))
  return found.length === 1 ? undefined : `${reference}: ${found.length} tests have this title`
}

/** What is wrong with `docs/file.md#a-heading`, as GitHub makes addresses of headings. */
export function problemOfPlace(reference: string): string | undefined {
  const [path = '', heading] = reference.split('#')
  if (!existsSync(join(ROOT, path))) return `${reference}: no such file`
  if (heading === undefined) return undefined
  const headings = readFileSync(join(ROOT, path), 'utf8').matchAll(/^#+ (.+)$/gm)
  const addresses = [...headings].map(([, text = '']) => addressOf(text))
  return addresses.includes(heading) ? undefined : `${reference}: no such heading`
}

const addressOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')
