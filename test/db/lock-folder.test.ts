import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test as base } from 'vitest'
import { lockFolder } from '../../src/db/lock-folder.ts'

const test = base.extend<{ folder: string }>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'zhiwen-lock-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
})

/** A process that lives until it is ended, or that has ended already. */
async function startProcess({ alive }: { alive: boolean }) {
  const child = spawn(process.execPath, ['-e', alive ? 'setInterval(() => {}, 1000)' : ''])
  const exited = new Promise((resolve) => child.once('exit', resolve))
  if (!alive) await exited
  const end = async () => {
    child.kill('SIGKILL')
    await exited
  }
  return { pid: child.pid ?? 0, end }
}

test('the lock names the process that holds it and the one of its database', async ({ folder }) => {
  const lock = await lockFolder(folder)
  lock.shareWith(4_000_000)
  expect(await readFile(join(folder, 'lock'), 'utf8')).toBe(`${process.pid} 4000000\n`)
  lock.release()
  await expect(readFile(join(folder, 'lock'))).rejects.toThrow('ENOENT')
})

test('the lock of a living process is respected, and left as it is', async ({ folder }) => {
  const other = await startProcess({ alive: true })
  await writeFile(join(folder, 'lock'), `${other.pid} \n`)
  await expect(lockFolder(folder)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining(`process ${other.pid}`),
  })
  expect(await readFile(join(folder, 'lock'), 'utf8')).toBe(`${other.pid} \n`)
  await other.end()
})

test('the lock of a dead process is taken over', async ({ folder }) => {
  const { pid } = await startProcess({ alive: false })
  await writeFile(join(folder, 'lock'), `${pid} ${pid}\n`)
  await lockFolder(folder)
  expect(await readFile(join(folder, 'lock'), 'utf8')).toMatch(new RegExp(`^${process.pid}\\b`))
})

test('a database that is still writing is waited for, and refused when it goes on', async ({
  folder,
}) => {
  const dead = await startProcess({ alive: false })
  const writing = await startProcess({ alive: true })
  await writeFile(join(folder, 'lock'), `${dead.pid} ${writing.pid}\n`)
  setTimeout(() => void writing.end(), 400)
  const started = performance.now()
  const lock = await lockFolder(folder)
  expect(performance.now() - started).toBeGreaterThan(300)
  lock.release()
  const endless = await startProcess({ alive: true })
  await writeFile(join(folder, 'lock'), `${dead.pid} ${endless.pid}\n`)
  await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'conflict' })
  await endless.end()
})

test('of many that take the lock of a dead process at once, one gets it', async ({ folder }) => {
  const { pid } = await startProcess({ alive: false })
  await writeFile(join(folder, 'lock'), `${pid} \n`)
  const script = `
    import { lockFolder } from ${JSON.stringify(new URL('../../src/db/lock-folder.ts', import.meta.url).href)}
    lockFolder(${JSON.stringify(folder)}).then(
      () => { console.log('got'); setTimeout(() => {}, 1500) },
      () => console.log('refused'),
    )`
  const results = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const child = spawn(process.execPath, [
        '--import',
        pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href,
        '--input-type=module',
        '-e',
        script,
      ])
      let output = ''
      child.stdout.on('data', (text: Buffer) => (output += text.toString()))
      await new Promise((resolve) => child.once('exit', resolve))
      return output.trim()
    }),
  )
  expect(results.toSorted()).toEqual(['got', 'refused', 'refused', 'refused'])
})

test('a folder that cannot be made is named in the message', async ({ folder }) => {
  const file = join(folder, 'file')
  await writeFile(file, '')
  await expect(lockFolder(join(file, 'data'))).rejects.toThrow(file)
})
