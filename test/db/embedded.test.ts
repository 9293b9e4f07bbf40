import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { Client } from 'pg'
import { expect, inject, type TestContext } from 'vitest'
import { type EmbeddedSettings, startEmbedded } from '../../src/db/embedded.ts'
import { databaseProcess } from '../support/run-service.ts'
import { copyDataDir, type Template } from '../support/template-database.ts'
import { describeEmbedded, test as base } from '../support/test-deps.ts'

/** A folder that is cleared away, and databases that are closed before. */
const test = base.extend<{
  folder: string
  open: (settings?: Partial<EmbeddedSettings>) => ReturnType<typeof startEmbedded>
}>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'zhiwen-embedded-'))
    await copyDataDir(inject('template'), folder)
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
  open: async ({ folder }, use) => {
    const opened: Awaited<ReturnType<typeof startEmbedded>>[] = []
    await use(async (settings = {}) => {
      const database = await startEmbedded({
        dataDir: folder,
        snapshot: async () => snapshotOf(inject('template')),
        onEvent: () => {},
        ...settings,
      })
      opened.push(database)
      return database
    })
    for (const database of opened) await database.close()
  },
})

const snapshotOf = (template: Template) =>
  template.kind === 'embedded' ? template.snapshot : undefined

async function query(host: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ host, user: 'postgres', database: 'postgres' })
  await client.connect()
  const { rows } = await client.query<Record<string, unknown>>(text)
  await client.end()
  return rows
}

const mount = (folder: string, size: string) =>
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'pipe' })

/** Only root may mount, and not in every container. */
function mountOrSkip(skip: TestContext['skip'], folder: string, size: string) {
  try {
    mount(folder, size)
  } catch {
    skip('a small disk needs the right to mount')
  }
}

describeEmbedded('the embedded database', () => {
  test('a second one on the same folder is refused, naming the folder, and nothing is lost', async ({
    folder,
    open,
  }) => {
    const { socketDir } = await open()
    await query(socketDir, 'create table kept as select generate_series(1, 100) as n')
    await expect(open()).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(new RegExp(`${folder}.*DATA_DIR`)),
    })
    expect(await query(socketDir, 'select count(*)::int as n from kept')).toEqual([{ n: 100 }])
  })

  test('it opens again what it has closed, and removes its lock', async ({ folder, open }) => {
    const first = await open()
    await query(first.socketDir, 'create table kept as select 7 as n')
    await first.close()
    await expect(readFile(join(folder, 'lock'))).rejects.toThrow('ENOENT')
    const second = await open()
    expect(await query(second.socketDir, 'select n from kept')).toEqual([{ n: 7 }])
  })

  test('a folder named relative to where the service runs is served too', async ({
    folder,
    open,
  }) => {
    const { socketDir } = await open({ dataDir: relative(process.cwd(), folder) })
    expect(await query(socketDir, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('a folder whose path is too long for a socket is served from another one', async ({
    folder,
    open,
  }) => {
    const deep = join(folder, 'a'.repeat(60), 'b'.repeat(60))
    const { socketDir } = await open({ dataDir: deep })
    expect(socketDir.length).toBeLessThan(90)
    expect(await query(socketDir, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('when its process is killed another one takes over, with everything acknowledged', async ({
    folder,
    open,
  }) => {
    const events: string[] = []
    const { socketDir } = await open({ onEvent: (event) => events.push(event) })
    await query(socketDir, 'create table kept as select generate_series(1, 500) as n')
    const before = await databaseProcess(folder)
    process.kill(before, 'SIGKILL')
    await expect.poll(() => events, { timeout: 15_000 }).toEqual(['restarted'])
    expect(await query(socketDir, 'select count(*)::int as n from kept')).toEqual([{ n: 500 }])
    expect(await databaseProcess(folder)).not.toBe(before)
  })

  test('a dump begins another folder with the same content', async ({ folder, open }) => {
    const { socketDir, dump } = await open()
    await query(socketDir, 'create table kept as select 7 as n')
    const file = join(folder, 'dump.tar.gz')
    await dump(file)
    const copy = await open({ dataDir: join(folder, 'copy'), snapshot: async () => file })
    expect(await query(copy.socketDir, 'select n from kept')).toEqual([{ n: 7 }])
  }, 60_000)

  test('a damaged folder is refused with a message that says what to do, and let go', async ({
    folder,
    open,
  }) => {
    await (await open()).close()
    const control = join(folder, 'postgres/global/pg_control')
    await writeFile(control, 'damaged')
    await expect(open()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(new RegExp(`${folder}.*could not be opened.*DATA_DIR`, 's')),
    })
    expect(await readFile(control, 'utf8')).toBe('damaged')
    await expect(readFile(join(folder, 'lock'))).rejects.toThrow('ENOENT')
  })

  test('a first start that is killed half-way can be made again', async ({ folder, open }) => {
    const first = open({ dataDir: join(folder, 'data') }).catch((error: unknown) => error)
    const written = async () => {
      const entries = await readdir(join(folder, 'data'), { recursive: true }).catch(() => [])
      return entries.some((entry) => entry.endsWith('PG_VERSION'))
    }
    await expect.poll(written, { timeout: 30_000, interval: 5 }).toBe(true)
    process.kill(await databaseProcess(join(folder, 'data')), 'SIGKILL')
    expect(await first).toMatchObject({ code: 'unavailable' })
    const { socketDir } = await open({ dataDir: join(folder, 'data') })
    const filled = await query(socketDir, 'select count(*)::int > 0 as filled from passages')
    expect(filled).toEqual([{ filled: true }])
  }, 60_000)

  test('a disk with too little room is refused before anything is written', async ({
    folder,
    open,
    skip,
  }) => {
    const small = join(folder, 'small')
    await mkdir(small)
    mountOrSkip(skip, small, '64m')
    try {
      await expect(open({ dataDir: small })).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringMatching(/only \d+ MB are free.*128 MB/),
      })
      expect(await readdir(small)).toEqual([])
    } finally {
      execFileSync('umount', [small])
    }
  })
})
