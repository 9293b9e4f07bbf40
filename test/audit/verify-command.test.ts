import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { sql } from 'drizzle-orm'
import { expect } from 'vitest'
import { test as base } from '../support/test-deps.ts'
import { appendMany, openOwnDatabase, type OwnDatabase, tamper } from './support.ts'

const test = base.extend<{ own: OwnDatabase }>({
  own: async ({}, use) => {
    const own = await openOwnDatabase()
    await use(own)
    await own.remove()
  },
})

/** Each run of the command starts a database. */
const SLOW = 180_000

const script = fileURLToPath(new URL('../../scripts/audit-verify.ts', import.meta.url))
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href

async function verify(environment: Record<string, string>, ...given: string[]) {
  const { DATABASE_URL: _, DATA_DIR: __, ...inherited } = process.env
  const child = spawn(process.execPath, ['--import', tsx, script, ...given], {
    env: { ...inherited, ...environment },
  })
  let output = ''
  child.stdout.on('data', (text: Buffer) => (output += text.toString()))
  child.stderr.on('data', (text: Buffer) => (output += text.toString()))
  const code = await new Promise((resolve) => child.once('exit', resolve))
  return { code, output }
}

test(
  'the command says that the chain is intact, and what to note of it',
  async ({ own }) => {
    await appendMany(own.db, 3)
    await own.letGo()
    const { code, output } = await verify(own.environment)
    expect(output).toMatch(/^intact: 3 entries\nnewest: 3:[0-9a-f]{64}\n$/)
    expect(code).toBe(0)
    const other = await verify(own.environment, '--noted', `3:${'1'.repeat(64)}`)
    expect(other).toMatchObject({ code: 1, output: expect.stringContaining('broken: entry 3 was') })
    expect(await verify(own.environment, '--noted', '3')).toMatchObject({ code: 2 })
  },
  SLOW,
)

test(
  'the command names the row that was tampered with and triggers that are off',
  async ({ own }) => {
    await appendMany(own.db, 3)
    await tamper(own.db, sql`update audit_entries set result = 'refused' where id = 2`)
    await own.db.execute(sql`drop trigger audit_keep_entry on audit_entries`)
    await own.letGo()
    const { code, output } = await verify(own.environment)
    const [row, triggers] = output.split('\n')
    expect(row).toMatch(/^broken: entry 2 was changed \(\d{4}-\d\d-\d\dT[\d:.]+\+08:00\)$/)
    expect(triggers).toBe('the triggers that keep entries from being changed are off or gone')
    expect(code).toBe(1)
  },
  SLOW,
)

test('the command makes no database where there is none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zhiwen-verify-'))
  const { code, output } = await verify({ DATA_DIR: join(folder, 'none') })
  expect(output).toContain('there is no database in')
  expect(code).toBe(2)
  expect(await readdir(folder)).toEqual([])
  await rm(folder, { recursive: true })
})
