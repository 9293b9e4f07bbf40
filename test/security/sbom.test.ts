import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test as base } from 'vitest'
import { z } from 'zod'
import { ROOT } from './named-tests.ts'

const Hashes = z.array(z.object({ alg: z.string(), content: z.string() }))
const Component = z.looseObject({
  name: z.string(),
  version: z.string().optional(),
  licenses: z.array(z.unknown()).default([]),
  components: z.array(z.object({ name: z.string(), hashes: Hashes })).default([]),
})
const Bom = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  metadata: z.looseObject({ component: z.looseObject({ name: z.string() }) }),
  components: z.array(Component),
})
const Lock = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({ version: z.string(), name: z.string().optional() }),
  ),
})

/** With a registry where nobody listens: whoever asks one fails. */
const NOBODY = { npm_config_registry: 'http://127.0.0.1:9', npm_config_fetch_retries: '0' }

const test = base.extend<{ text: string }>({
  text: [
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'zhiwen-sbom-'))
      const out = join(folder, 'sbom.json')
      await promisify(execFile)(
        process.execPath,
        ['--import', 'tsx', 'scripts/sbom.ts', '--out', out],
        { cwd: ROOT, env: { ...process.env, ...NOBODY } },
      )
      await use(await readFile(out, 'utf8'))
      await rm(folder, { recursive: true, force: true })
    },
    { scope: 'file' },
  ],
})

test('every package that the service runs with or is built from stands in its bill of materials, without a network', async ({
  text,
}) => {
  const { components } = Bom.parse(JSON.parse(text))
  const lock = Lock.parse(JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')))
  const named = new Set(components.map(({ name, version }) => `${name}@${version}`))
  const locked = Object.entries(lock.packages)
    .filter(([path]) => path !== '')
    .map(([path, { name, version }]) => `${name ?? path.split('node_modules/').at(-1)}@${version}`)
  expect(locked.length).toBeGreaterThan(200)
  expect(locked.filter((each) => !named.has(each))).toEqual([])
})

test('the model stands in it with the hashes of its files and every packaged thing with its licence', async ({
  text,
}) => {
  const { components, metadata } = Bom.parse(JSON.parse(text))
  expect(metadata.component.name).toBe('zhiwen')
  const model = components.find(({ name }) => name === 'BAAI/bge-small-zh-v1.5')
  const files = ['model.onnx', 'tokenizer.json'].map(async (name) => {
    const bytes = await readFile(join(ROOT, 'models/bge-small-zh-v1.5', name))
    const content = createHash('sha256').update(bytes).digest('hex')
    return { name, hashes: [{ alg: 'SHA-256', content }] }
  })
  expect(model?.components).toEqual(await Promise.all(files))
  expect(components.slice(-3).map(({ licenses }) => licenses.length)).toEqual([1, 1, 1])
  expect(text).not.toContain(ROOT)
})
