import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { AppError } from '../shared/errors.ts'

/** How long a database process may need to end after the process that started it. */
const LAST_WRITES_MS = 5_000

export type FolderLock = {
  /** Names a further process (the database's own) that must be gone before anybody takes over. */
  shareWith: (pid: number | undefined) => void
  release: () => void
}

/**
 * PGlite takes no lock of its own: two processes on one folder lose each other's rows silently.
 * The lock is a file made with O_EXCL that names the processes; it is taken over only from dead ones.
 * @throws AppError `conflict` while another process holds the folder
 */
export async function lockFolder(dataDir: string): Promise<FolderLock> {
  mkdirSync(dataDir, { recursive: true })
  const file = join(dataDir, 'lock')
  if (!tryCreate(file)) await takeOver(file, dataDir)
  return {
    shareWith: (pid) => writeFileSync(file, `${process.pid} ${pid ?? ''}\n`),
    release: () => rmSync(file, { force: true }),
  }
}

async function takeOver(file: string, dataDir: string) {
  const [owner, database] = readOwners(file)
  if (owner !== process.pid && isAlive(owner)) throw inUse(dataDir, owner)
  for (let waited = 0; isAlive(database) && waited < LAST_WRITES_MS; waited += 100) await wait(100)
  if (isAlive(database)) throw inUse(dataDir, database)
  const taking = `${file}.taking`
  if (!tryCreate(taking)) {
    if (!isAlive(readOwners(taking)[0])) rmSync(taking, { force: true })
    throw justTaken(dataDir)
  }
  try {
    // Whoever was quicker has put its own name there: that lock must stay.
    if (readOwners(file)[0] !== owner) throw justTaken(dataDir)
    rmSync(file, { force: true })
    if (!tryCreate(file)) throw justTaken(dataDir)
  } finally {
    rmSync(taking, { force: true })
  }
}

/** The service and its database; 0 for none, as where the file has just gone. */
function readOwners(file: string): [number, number] {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const [owner = 0, database = 0] = text.split(' ').map(Number)
  return [owner, database]
}

function justTaken(dataDir: string) {
  return new AppError(
    'conflict',
    `${dataDir} was taken by another process at this moment. Start again if it is not running.`,
  )
}

function inUse(dataDir: string, pid: number) {
  return new AppError(
    'conflict',
    `${dataDir} is in use by process ${pid}. Stop it first, or give this one another DATA_DIR. Nothing was changed.`,
  )
}

function tryCreate(file: string): boolean {
  try {
    const handle = openSync(file, 'wx')
    writeSync(handle, `${process.pid}\n`)
    closeSync(handle)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw new AppError('unavailable', `cannot write to the data folder: ${String(error)}`, {
      cause: error,
    })
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
