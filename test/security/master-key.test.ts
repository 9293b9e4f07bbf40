import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test as base } from 'vitest'
import { readConfig } from '../../src/config.ts'
import type { LogFields, LogLevel } from '../../src/http/log.ts'
import { openKeys } from '../../src/open-keys.ts'
import { cipherFromSettings } from '../../src/security/master-key.ts'
import { runToExit } from '../support/run-service.ts'

const KEY = 'q83vEjRWeJASNFZ4kBI0VniQEjRWeJASNFZ4kBI0VnI='
const OTHER = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8='
const PLACE = 'cases.phone:1'

type Line = { level: LogLevel; event: string; fields: LogFields | undefined }

const test = base.extend<{
  folder: string
  logged: Line[]
  open: (environment?: Record<string, string>) => ReturnType<typeof openKeys>
}>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'zhiwen-keys-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
  logged: async ({}, use) => use([]),
  open: async ({ folder, logged }, use) =>
    use((environment = {}) =>
      openKeys(readConfig({ DATA_DIR: join(folder, 'data'), ...environment }), (...line) => {
        const [level, event, fields] = line
        logged.push({ level, event, fields })
      }),
    ),
})

const complaintOf = (environment: Record<string, string>) => {
  try {
    readConfig(environment)
    return ''
  } catch (error) {
    return String(error)
  }
}

test('the first start makes a key that only its owner can read, and says to back it up', async ({
  folder,
  logged,
  open,
}) => {
  const sealed = await (await open()).seal('13800138000', PLACE)
  const file = join(folder, 'data/master.key')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const key = (await readFile(file, 'utf8')).trim()
  expect(logged).toEqual([
    {
      level: 'warn',
      event: 'master_key_made',
      fields: { file, advice: expect.stringMatching(/back it up, apart from backups/) },
    },
  ])
  expect(JSON.stringify(logged)).not.toContain(key)
  expect(await readdir(join(folder, 'data'))).toEqual(['master.key'])
  expect(await (await open()).open(sealed, PLACE)).toBe('13800138000')
  expect(logged).toHaveLength(1)
})

test('of many that start at once, all take the same key', async ({ open }) => {
  const ciphers = await Promise.all(Array.from({ length: 12 }, () => open()))
  const hashes = await Promise.all(ciphers.map((each) => each.keyedHash('x', 'y')))
  expect(new Set(hashes).size).toBe(1)
})

test('a key of the settings comes first, and no file is made', async ({ folder, open }) => {
  const sealed = await (await open({ MASTER_KEY: KEY })).seal('王', PLACE)
  expect(await readdir(folder)).toEqual([])
  const onWorkers = cipherFromSettings(readConfig({ MASTER_KEY: KEY }))
  expect(await onWorkers.open(sealed, PLACE)).toBe('王')
})

test('a key file may lie anywhere; one that others can read is warned of', async ({
  folder,
  logged,
  open,
}) => {
  const file = join(folder, 'secret')
  await writeFile(file, `${KEY}\n`, { mode: 0o600 })
  const sealed = await (await open({ MASTER_KEY: KEY })).seal('王', PLACE)
  expect(await (await open({ MASTER_KEY_FILE: file })).open(sealed, PLACE)).toBe('王')
  expect(logged).toEqual([])
  await chmod(file, 0o644)
  await open({ MASTER_KEY_FILE: file })
  expect(logged).toEqual([
    { level: 'warn', event: 'master_key_readable_by_others', fields: { file } },
  ])
})

test('a key file that is missing, empty or damaged is named and never replaced', async ({
  folder,
  open,
}) => {
  const file = join(folder, 'secret')
  await expect(open({ MASTER_KEY_FILE: file })).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining(file),
  })
  for (const content of ['', 'short', `${KEY}${KEY}`, KEY.slice(1)]) {
    await writeFile(file, content)
    const refusal = open({ MASTER_KEY_FILE: file })
    await expect(refusal).rejects.toMatchObject({ code: 'invalid' })
    await expect(refusal).rejects.not.toThrow(/short|q83v/)
    expect(await readFile(file, 'utf8')).toBe(content)
  }
})

test('after a change of the key the former one still opens', async ({ open }) => {
  const sealed = await (await open({ MASTER_KEY: KEY })).seal('王', PLACE)
  const renewed = await open({ MASTER_KEY: OTHER, MASTER_KEY_PREVIOUS: KEY })
  expect(await renewed.open(sealed, PLACE)).toBe('王')
  await expect((await open({ MASTER_KEY: OTHER })).open(sealed, PLACE)).rejects.toMatchObject({
    problem: 'unknown_key',
  })
})

test('on Workers the key is in the settings or nothing starts', () => {
  expect(() => cipherFromSettings(readConfig({}))).toThrow('MASTER_KEY is needed')
})

test('in production with a server the key must be given', async () => {
  const production = {
    DEPLOYMENT: 'production',
    EMBED_ORIGINS: 'https://a.example',
    DATABASE_URL: 'postgres://127.0.0.1:1/none',
  }
  expect(complaintOf(production)).toContain('MASTER_KEY: in production')
  expect(complaintOf({ ...production, MASTER_KEY: KEY })).toBe('')
  expect(complaintOf({ ...production, MASTER_KEY_FILE: '/run/key' })).toBe('')
  expect(complaintOf({ ...production, DATABASE_URL: '' })).toBe('')
  const { code, log } = await runToExit(production)
  expect(code).toBe(1)
  expect(log).toContain('MASTER_KEY: in production with DATABASE_URL')
})

test('a master key that is none is refused without repeating it', () => {
  for (const text of ['secret-secret', KEY.slice(0, 43), `${KEY}=`]) {
    expect(complaintOf({ MASTER_KEY: text })).toContain('MASTER_KEY: 32 random bytes')
    expect(complaintOf({ MASTER_KEY: text })).not.toMatch(/secret-secret|q83v/)
  }
  expect(complaintOf({ MASTER_KEY: KEY, MASTER_KEY_FILE: '/run/key' })).toContain('not both')
})

test('audit entries are kept for three years unless said otherwise, and never under 180 days', () => {
  expect(readConfig({}).auditRetentionDays).toBe(1095)
  expect(readConfig({ AUDIT_RETENTION_DAYS: '180' }).auditRetentionDays).toBe(180)
  expect(complaintOf({ AUDIT_RETENTION_DAYS: '179' })).toContain(
    'AUDIT_RETENTION_DAYS: audit entries are kept for 180 days at least',
  )
})
