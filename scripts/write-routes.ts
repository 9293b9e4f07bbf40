import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { generateSpecs } from 'hono-openapi'
import { createApp } from '../src/app.ts'
import { namesOfRoutes, routeMatrix, type Who } from '../test/http/route-matrix.ts'

/** Writes `docs/routes.md` from the router and the matrix that the tests hold it to; `--check` only compares. */
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })

const PATH = 'docs/routes.md'
const app = createApp(() => Promise.reject(new Error('nothing is requested here')))
const specs = await generateSpecs(app)
const names = namesOfRoutes(app.routes)
const unlisted = names.filter((name) => routeMatrix[name] === undefined)
if (unlisted.length > 0) throw new Error(`not in test/http/route-matrix.ts: ${unlisted.join(', ')}`)

const words = {
  public: 'everybody',
  asker: 'the asker, with their token',
  password: 'who has given the password and not yet the code',
  session: 'who has given the password',
  full: 'who has signed in, even with a one-time password',
} as const satisfies Record<Exclude<Who, readonly string[]>, string>

const inWords = (who: Who) => (typeof who === 'string' ? words[who] : who.join(', '))

const rows = names.map((name) => {
  const [method = '', path = ''] = name.split(' ')
  const cells = [method, `\`${path}\``, summaryOf(method, path), inWords(whoOf(name))]
  return `| ${cells.join(' | ')} |`
})

const text = `# Routes and who may use them

Written by \`npm run routes\` from the router and from \`test/http/route-matrix.ts\`. The tests request every route as
each kind of person, so this table cannot say what is not so. A role sees its own organisation and those below it; an
asker and an expert see their own things. What somebody may not see is answered like what does not exist.

| method | path | summary | who |
|---|---|---|---|
${rows.join('\n')}
`

const present = existsSync(PATH) ? await readFile(PATH, 'utf8') : undefined
if (values.check && present !== text) {
  console.error(`${PATH}: not the routes of the service; run npm run routes`)
  process.exit(1)
}
if (present !== text) await writeFile(PATH, text)
console.log(`${names.length} routes, ${present === text ? 'all in' : 'written to'} ${PATH}`)

function whoOf(name: string): Who {
  const route = routeMatrix[name]
  if (route === undefined) throw new Error(`${name} is not in the matrix`)
  return route.who
}

function summaryOf(method: string, path: string): string {
  const described = specs.paths[path.replaceAll(/:(\w+)/g, '{$1}')]
  const operation: unknown =
    described && Object.entries(described).find(([verb]) => verb === method.toLowerCase())?.[1]
  const hasSummary = typeof operation === 'object' && operation !== null && 'summary' in operation
  return hasSummary ? String(operation.summary).replaceAll('|', String.raw`\|`) : ''
}
