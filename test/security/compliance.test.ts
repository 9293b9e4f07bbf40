import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { settings } from '../../src/config.ts'
import { routeMatrix } from '../http/route-matrix.ts'
import { problemOfTest, ROOT } from './named-tests.ts'

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
const page = read('docs/compliance.md')
const duties = page.split(/^### /m).slice(1)

const PATH = /^(?:src|test|docs|knowledge|scripts|deploy|models)\/[\w/.-]+$/
const ROUTE = /^(?:GET|POST|PUT|PATCH|DELETE) (\/\S*)$/
const SETTING = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/
const COMMANDS = /\bnpm run (?:-s )?([\w:-]+)/g

const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

/** What is wrong with one piece of code in a document, of the kinds that can be looked up. */
function problemOf(code: string): string | undefined {
  if (code.startsWith('test/') && code.includes(': ')) return problemOfTest(code)
  if (PATH.test(code)) return existsSync(join(ROOT, code)) ? undefined : `${code}: no such file`
  if (ROUTE.test(code)) return Object.hasOwn(routeMatrix, code) ? undefined : `${code}: no route`
  if (SETTING.test(code)) return Object.hasOwn(settings, code) ? undefined : `${code}: no setting`
  return undefined
}

const codesOf = (text: string) => [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)

test('every duty stands in the table of compliance once, with a conclusion of the closed list', () => {
  const numbers = duties.map((duty) => Number(/^C(\d+) /.exec(duty)?.[1]))
  expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, at) => at + 1))
  for (const duty of duties) {
    const title = duty.slice(0, 12)
    expect([title, duty]).toEqual([title, expect.stringMatching(/^\* 依据：/m)])
    expect([title, duty]).toEqual([
      title,
      expect.stringMatching(/^\* 结论：(?:做到|部分|没有做到|部署方)$/m),
    ])
  }
})

test('what is said to be done names a test, and what is done in part says what is missing', () => {
  for (const duty of duties) {
    const title = duty.slice(0, 12)
    const tests = codesOf(duty).filter((code) => code.startsWith('test/') && code.includes(': '))
    const [, conclusion] = /^\* 结论：(.+)$/m.exec(duty) ?? []
    const isMissing = /^\* 没有做到：/m.test(duty)
    const isTold = isMissing || /^\* 部署方：/m.test(duty)
    const isRight = conclusion === '做到' ? tests.length > 0 && !isMissing : isTold
    expect([title, isRight]).toEqual([title, true])
  }
})

test.for(['docs/compliance.md', 'docs/pia.md', 'docs/security.md', 'SECURITY.md', 'README.zh.md'])(
  'tests, files, links, routes, settings and commands that %s names are there',
  (path) => {
    const text = read(path)
    const problems = codesOf(text).flatMap((code) => problemOf(code) ?? [])
    const commands = [...text.matchAll(COMMANDS)].map(([, script = '']) => script)
    const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]+)[^)]*\)/g)].map(([, to = '']) =>
      join(dirname(path), to),
    )
    expect(problems).toEqual([])
    expect(commands.filter((script) => !Object.hasOwn(scripts, script))).toEqual([])
    expect(links.filter((to) => !existsSync(join(ROOT, to)))).toEqual([])
  },
)
