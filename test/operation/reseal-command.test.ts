import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, inject, test } from 'vitest'
import { openDatabase } from '../../src/db/database.ts'
import { startEmbedded } from '../../src/db/embedded.ts'
import { createAsker } from '../../src/identity/askers.ts'
import { referenceToAsker } from '../../src/security/asker-keys.ts'
import { createFieldCipher } from '../../src/security/field-cipher.ts'
import { copyDataDir } from '../support/template-database.ts'
import { describeEmbedded } from '../support/test-deps.ts'

const SLOW = 240_000
const script = fileURLToPath(new URL('../../scripts/reseal.ts', import.meta.url))
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href

const [old, fresh] = [7, 9].map((byte) => new Uint8Array(32).fill(byte))
const textOf = (key: Uint8Array | undefined) => Buffer.from(key ?? []).toString('base64')

async function run(environment: Record<string, string>) {
  const { DATABASE_URL: _, DATA_DIR: __, ...inherited } = process.env
  const child = spawn(process.execPath, ['--import', tsx, script], {
    env: { ...inherited, ...environment },
  })
  let output = ''
  child.stdout.on('data', (text: Buffer) => (output += text.toString()))
  child.stderr.on('data', (text: Buffer) => (output += text.toString()))
  const code = await new Promise((resolve) => child.once('exit', resolve))
  return { code, output }
}

/** One asker with a key of the former master key. */
async function plantAsker(dataDir: string, masterKey: Uint8Array | undefined) {
  const { socketDir, close } = await startEmbedded({ dataDir, onEvent: () => {} })
  const opened = openDatabase({ address: { socketDir }, connections: 1, onError: () => {} })
  const asker = await createAsker(opened.db, new Date())
  const cipher = createFieldCipher(masterKey ?? new Uint8Array(32))
  await referenceToAsker(opened.db, cipher, asker.id)
  await opened.close()
  await close()
}

describeEmbedded('npm run reseal', () => {
  test(
    'seals everything with the new key, says that the former one is needed no longer, and it is not',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'zhiwen-reseal-'))
      const dataDir = join(folder, 'data')
      await copyDataDir(inject('template'), dataDir)
      await plantAsker(dataDir, old)
      const given = { DATA_DIR: dataDir, MASTER_KEY: textOf(fresh) }
      // Without the former key it does not even begin.
      expect(await run(given)).toMatchObject({
        code: 2,
        output: expect.stringContaining('the master key is not that of this database'),
      })
      const done = await run({ ...given, MASTER_KEY_PREVIOUS: textOf(old) })
      expect(done.output).toContain('asker_keys.sealed_key: 1 sealed anew')
      expect(done.output).toContain('MASTER_KEY_PREVIOUS is no longer needed')
      expect(done.code).toBe(0)
      const again = await run(given)
      expect(again).toMatchObject({ code: 0, output: expect.stringContaining(': 0 sealed anew') })
      await rm(folder, { recursive: true, force: true })
    },
    SLOW,
  )
})
