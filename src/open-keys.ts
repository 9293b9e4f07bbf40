import { existsSync } from 'node:fs'
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Config } from './config.ts'
import type { Log } from './http/log.ts'
import { createFieldCipher, type FieldCipher, MASTER_KEY_BYTES } from './security/field-cipher.ts'
import { cipherFromSettings, parseMasterKey, previousKeys } from './security/master-key.ts'
import { AppError } from './shared/errors.ts'
import { newId } from './shared/ids.ts'

type KeyConfig = Pick<Config, 'dataDir' | 'masterKey' | 'masterKeyFile' | 'previousMasterKey'>

/**
 * The cipher on Node: of MASTER_KEY, of MASTER_KEY_FILE, or of `master.key` in DATA_DIR, which is made
 * (mode 0600) when there is none.
 * @throws AppError `invalid` when the key or its file is none, `unavailable` when it can't be written
 */
export async function openKeys(config: KeyConfig, log: Log): Promise<FieldCipher> {
  if (config.masterKey !== undefined) return cipherFromSettings(config)
  const file = config.masterKeyFile ?? join(config.dataDir, 'master.key')
  if (config.masterKeyFile === undefined && !existsSync(file)) await makeKeyFile(file, log)
  const masterKey = parseMasterKey(await readKeyFile(file), file)
  await warnIfReadable(file, log)
  return createFieldCipher(masterKey, previousKeys(config))
}

async function readKeyFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new AppError('invalid', `the master key in ${file} cannot be read`, { cause: error })
  }
}

/** Written whole beside its place and then linked there: of two that start at once, one makes the key. */
async function makeKeyFile(file: string, log: Log): Promise<void> {
  const unfinished = `${file}.${newId()}.new`
  try {
    await mkdir(resolve(file, '..'), { recursive: true })
    await writeSynced(unfinished, `${newMasterKey()}\n`)
    await link(unfinished, file)
    const advice = 'back it up, apart from backups of the database: without it contact data is lost'
    log('warn', 'master_key_made', { file: resolve(file), advice })
  } catch (error) {
    if (existsSync(file)) return
    throw new AppError('unavailable', `no master key could be made at ${file}; give MASTER_KEY`, {
      cause: error,
    })
  } finally {
    await rm(unfinished, { force: true })
  }
}

async function writeSynced(file: string, text: string) {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function newMasterKey(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(MASTER_KEY_BYTES))))
}

async function warnIfReadable(file: string, log: Log) {
  const { mode } = await stat(file)
  if ((mode & 0o077) !== 0) log('warn', 'master_key_readable_by_others', { file: resolve(file) })
}
