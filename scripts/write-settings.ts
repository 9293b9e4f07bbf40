import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { settings } from '../src/config.ts'

/** Writes `.env.example` and the table of the README from the settings; `--check` only compares. */
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })

const BEGIN = '<!-- settings: written by npm run settings -->'
const END = '<!-- settings end -->'
const rows = Object.entries(settings)

const files = [
  { path: '.env.example', wanted: example() },
  { path: 'README.md', wanted: withTable(await readFile('README.md', 'utf8')) },
]
const stale = []
for (const file of files) {
  const present = existsSync(file.path) ? await readFile(file.path, 'utf8') : undefined
  if (present !== file.wanted) stale.push(file)
}
const names = stale.map(({ path }) => path).join(', ')

if (values.check && stale.length > 0) {
  console.error(`${names}: not the settings of src/config.ts; run npm run settings`)
  process.exit(1)
}
for (const { path, wanted } of stale) await writeFile(path, wanted)
console.log(stale.length > 0 ? `written: ${names}` : `${rows.length} settings, all in the README`)

/** Nothing is set, so that a copy of the file changes nothing. */
function example(): string {
  const lines = rows.map(([name, { doc, default: value }]) => `# ${doc}\n# ${name}=${value}\n`)
  return `# Every setting with its default. Copy to .env and take away the # of what you change.\n\n${lines.join('\n')}`
}

function withTable(text: string): string {
  const [before, rest = ''] = text.split(BEGIN)
  const [, after] = rest.split(END)
  if (before === undefined || after === undefined) {
    throw new Error(`README.md needs the lines ${BEGIN} and ${END}`)
  }
  return `${before}${BEGIN}\n\n${table()}\n\n${END}${after}`
}

function table(): string {
  const cell = (text: string) => text.replaceAll('|', String.raw`\|`)
  const lines = rows.map(([name, { doc, default: value }]) => {
    return `| \`${name}\` | ${value === '' ? '' : `\`${value}\``} | ${cell(doc)} |`
  })
  return ['| setting | default | meaning |', '|---|---|---|', ...lines].join('\n')
}
