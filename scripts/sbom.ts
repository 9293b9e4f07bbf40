import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { z } from 'zod'

/**
 * Writes what the service consists of as CycloneDX 1.5 (ASVS 5.0, 15.1.2): the packages of the lock file by npm's
 * own `npm sbom`, and what is packaged beside them. Asks no registry. `--out FILE`, else dist/sbom.cdx.json.
 */
const { values } = parseArgs({
  options: { out: { type: 'string', default: 'dist/sbom.cdx.json' } },
})

const Bom = z.looseObject({
  metadata: z.looseObject({ component: z.looseObject({ name: z.string() }) }),
  components: z.array(z.looseObject({ name: z.string(), version: z.string() })),
})

const MODEL = 'models/bge-small-zh-v1.5'
const LARGEST_BYTES = 64 * 1024 * 1024

/** Pages are built from packages that npm calls those of development, so none is left out. */
const ASKED = ['sbom', '--package-lock-only', '--offline', '--sbom-format=cyclonedx']

const licensed = (id: string) => [{ license: { id } }]

/** What is packaged and stands in no lock file: where it came from is told in the files named. */
async function packaged() {
  return [
    {
      'bom-ref': 'bge-small-zh-v1.5',
      type: 'machine-learning-model',
      name: 'BAAI/bge-small-zh-v1.5',
      version: '1.5',
      description: `quantised embedding model; origin and changes: ${MODEL}/README.md`,
      licenses: licensed('MIT'),
      components: await modelFiles(),
    },
    {
      'bom-ref': 'common-passwords',
      type: 'data',
      name: '@zxcvbn-ts/language-common',
      version: '4.1.3',
      description: 'a list of common passwords: src/accounts/common-passwords.ts',
      licenses: licensed('MIT'),
    },
    {
      'bom-ref': 'cmap-resources',
      type: 'data',
      name: 'adobe-type-tools/cmap-resources',
      description: 'character maps for PDF: src/documents/parsing/pdf/cmaps',
      licenses: licensed('BSD-3-Clause'),
    },
  ]
}

async function modelFiles() {
  const sums = await readFile(`${MODEL}/SHA256SUMS`, 'utf8')
  return sums
    .trim()
    .split('\n')
    .map((line) => {
      const [content = '', name = ''] = line.split(/\s+/)
      return { type: 'file', name, hashes: [{ alg: 'SHA-256', content }] }
    })
}

const { stdout } = await promisify(execFile)('npm', ASKED, { maxBuffer: LARGEST_BYTES })
const bom = Bom.parse(JSON.parse(stdout))
const { name } = z
  .object({ name: z.string() })
  .parse(JSON.parse(await readFile('package.json', 'utf8')))
const others = await packaged()
const whole = {
  ...bom,
  // npm names it after the folder it lies in.
  metadata: {
    ...bom.metadata,
    component: { ...bom.metadata.component, name, type: 'application' },
  },
  components: [...bom.components, ...others],
}
await mkdir(dirname(values.out), { recursive: true })
await writeFile(values.out, `${JSON.stringify(whole, null, 2)}\n`)
console.log(
  `${values.out}: ${bom.components.length} packages, ${others.length} things packaged beside them`,
)
