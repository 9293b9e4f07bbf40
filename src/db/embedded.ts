import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { z } from 'zod'
import { AppError } from '../shared/errors.ts'
import { lockFolder } from './lock-folder.ts'

const reply = z.union([z.object({ done: z.string() }), z.object({ failed: z.string() })])

/** A path to a Unix socket may have 108 bytes at most on Linux, 104 elsewhere. */
const LONGEST_SOCKET_PATH = 100
const PING_EVERY_MS = 5_000
/** One query of PGlite blocks its process: building a large index takes this long. */
const HANGS_AFTER_MS = 60_000
const START_TIMEOUT_MS = 60_000
const LEAST_FREE_BYTES = 128 * 1024 * 1024

export type EmbeddedSettings = {
  dataDir: string
  /** A dump to begin a new folder with: quicker than initdb, migrations and indexing. */
  snapshot?: (() => Promise<string | undefined>) | undefined
  onEvent: (event: 'restarted' | 'failed', detail: string) => void
}

export type EmbeddedDatabase = {
  /** The folder of the socket, as `pg` wants it for `host`. */
  socketDir: string
  /** Writes a gzip dump of the whole database. */
  dump: (file: string) => Promise<void>
  close: () => Promise<void>
}

/**
 * Starts PGlite in a supervised child process behind a Unix socket in `dataDir`.
 * @throws AppError `conflict` when another process has the folder, `unavailable` when it can't be opened
 */
export async function startEmbedded(settings: EmbeddedSettings): Promise<EmbeddedDatabase> {
  mkdirSync(settings.dataDir, { recursive: true })
  await refuseFullDisk(settings.dataDir)
  const lock = await lockFolder(settings.dataDir)
  const socketDir = socketFolder(settings.dataDir)
  const state = { stopping: false, child: spawnChild() }
  const open = (child: ChildProcess) => {
    lock.shareWith(child.pid)
    return openDatabase(child, settings, socketDir)
  }
  try {
    await open(state.child)
  } catch (error) {
    state.child.kill('SIGKILL')
    lock.release()
    throw new AppError('unavailable', damagedFolder(settings.dataDir, error), { cause: error })
  }
  const watch = supervise(state, settings, open)
  return {
    socketDir,
    dump: (file) => order(state.child, { order: 'dump', file }, 120_000),
    close: async () => {
      state.stopping = true
      clearInterval(watch)
      await closeChild(state.child)
      if (socketDir !== resolve(settings.dataDir))
        rmSync(socketDir, { recursive: true, force: true })
      lock.release()
    },
  }
}

function spawnChild(): ChildProcess {
  return fork(fileURLToPath(new URL('embedded-child.ts', import.meta.url)), {
    execArgv: ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
}

async function openDatabase(child: ChildProcess, settings: EmbeddedSettings, socketDir: string) {
  const socket = join(socketDir, '.s.PGSQL.5432')
  rmSync(socket, { force: true })
  const folder = join(settings.dataDir, 'postgres')
  const isFresh = !existsSync(join(folder, 'PG_VERSION'))
  const snapshot = (isFresh && (await settings.snapshot?.())) || null
  await order(child, { order: 'open', folder, socket, snapshot }, START_TIMEOUT_MS)
}

type Supervised = { stopping: boolean; child: ChildProcess }

/** Starts another child when this one ends or no longer answers. */
function supervise(
  state: Supervised,
  settings: EmbeddedSettings,
  open: (child: ChildProcess) => Promise<void>,
) {
  const restart = async (why: string) => {
    if (state.stopping) return
    state.child = spawnChild()
    watchExit()
    try {
      await open(state.child)
      settings.onEvent('restarted', why)
    } catch (error) {
      settings.onEvent('failed', String(error))
      state.child.kill('SIGKILL')
    }
  }
  const watchExit = () => {
    const watched = state.child
    watched.once('exit', (code, signal) => {
      if (!state.stopping && watched === state.child) {
        setTimeout(() => void restart(`the database process ended (${signal ?? code})`), 200)
      }
    })
  }
  watchExit()
  const interval = setInterval(() => {
    const watched = state.child
    order(watched, { order: 'ping' }, HANGS_AFTER_MS).catch(() => {
      if (watched === state.child && !state.stopping) watched.kill('SIGKILL')
    })
  }, PING_EVERY_MS)
  interval.unref()
  return interval
}

type Order = { order: string } & Record<string, string | null>

/** Sends an order and waits for its answer. Orders of one kind are answered in turn. */
function order(child: ChildProcess, message: Order, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => finish(new Error(`no answer to ${message.order}`)), timeoutMs)
    timer.unref()
    const finish = (error?: Error) => {
      clearTimeout(timer)
      child.off('message', onMessage)
      child.off('exit', onExit)
      if (error) reject(error)
      else resolve()
    }
    const onExit = () => finish(new Error('the database process ended'))
    const onMessage = (raw: unknown) => {
      const parsed = reply.parse(raw)
      if ('failed' in parsed) finish(new Error(parsed.failed))
      else if (parsed.done === message.order) finish()
    }
    child.on('message', onMessage)
    child.once('exit', onExit)
    if (!child.connected) return finish(new Error('the database process ended'))
    child.send(message, (error) => error && finish(error))
  })
}

async function closeChild(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
  if (child.connected) child.send({ order: 'close' })
  await ended
  clearTimeout(timer)
}

/** A full disk can hang PGlite for good: better not to start. */
async function refuseFullDisk(dataDir: string) {
  const { bavail, bsize } = await statfs(dataDir)
  const free = bavail * bsize
  if (free >= LEAST_FREE_BYTES) return
  throw new AppError(
    'unavailable',
    `only ${Math.round(free / 1024 / 1024)} MB are free where ${dataDir} lies; the embedded database needs 128 MB. Nothing was changed.`,
  )
}

function socketFolder(dataDir: string): string {
  // `pg` takes only an absolute path for a folder of sockets.
  const here = resolve(dataDir)
  const fits = Buffer.byteLength(join(here, '.s.PGSQL.5432')) <= LONGEST_SOCKET_PATH
  return fits ? here : mkdtempSync(join(tmpdir(), 'zhiwen-'))
}

function damagedFolder(dataDir: string, cause: unknown): string {
  return [
    `the embedded database in ${dataDir} could not be opened (${String(cause)}).`,
    'Nothing in the folder was changed. Keep a copy of it, then start with another DATA_DIR or restore a backup.',
  ].join(' ')
}
