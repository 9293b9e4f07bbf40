import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { z } from 'zod'
import {
  MOST_UPLOAD_BYTES,
  ParsedDocument,
  type ParseUpload,
  type UploadRefusal,
  uploadRefusals,
} from './documents/parsing/parsed-document.ts'
import { AppError } from './shared/errors.ts'
import { takeTurns } from './shared/take-turns.ts'

const MB = 1024 * 1024

/** Issue 8, bar "21 hostile upload files". */
const LIMITS = { timeoutMs: 10_000, growthBytes: 128 * MB, atOnce: 2, waiting: 8 }
const HEAP_MB = 128
/** Of the JavaScript engine's own choosing, the young part of the heap alone grows to 48 MB. */
const YOUNG_MB = 4
/** Ends the child of a service that was killed meanwhile. */
const PROCESSOR_SECONDS = 20
const LOOK_EVERY_MS = 40

const said = z.union([
  z.strictObject({ ready: z.literal(true) }),
  z.strictObject({ parsed: ParsedDocument }),
  z.strictObject({ refused: z.enum(uploadRefusals), fault: z.string().optional() }),
])

/** What one reading took: for the log and the bench, without a word of the file. */
export type UploadRun = {
  pid: number
  ms: number
  bytes: number
  /** How much the child grew from when it was ready; undefined where the system doesn't say. */
  grownBytes: number | undefined
  outcome: 'parsed' | 'stopped' | 'failed' | UploadRefusal
  /** Name of the error that a reader did not expect. */
  fault: string | undefined
}

export type ParserOptions = Partial<typeof LIMITS> & { onEnd?: (run: UploadRun) => void }

type Work = {
  bytes: Uint8Array
  fileName: string
  signal: AbortSignal | undefined
  limits: typeof LIMITS
}
type Ended =
  | { parsed: ParsedDocument }
  | { error: AppError; outcome: UploadRun['outcome']; fault?: string | undefined }

/** Each file is read by a process of its own: without the environment, with limits, killed at its end. */
export function openUploadParser({ onEnd, ...options }: ParserOptions = {}): ParseUpload {
  const limits = { ...LIMITS, ...options }
  const inTurn = takeTurns({ ...limits, busy: 'uploads_busy' })
  return async (bytes, fileName, { signal } = {}) => {
    if (bytes.length > MOST_UPLOAD_BYTES) throw new AppError('too_large', 'upload_too_large')
    return inTurn(() => readInChild({ bytes, fileName, signal, limits }, onEnd))
  }
}

async function readInChild(work: Work, onEnd: ParserOptions['onEnd']): Promise<ParsedDocument> {
  if (work.signal?.aborted) throw new AppError('unavailable', 'upload_stopped')
  const started = performance.now()
  const child = spawnChild()
  const growth = watchGrowth(child)
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const ended = await hearChild(child, work, growth)
  const grownBytes = await growth.end()
  child.kill('SIGKILL')
  await gone
  onEnd?.({
    pid: child.pid ?? 0,
    ms: Math.round(performance.now() - started),
    bytes: work.bytes.length,
    grownBytes,
    outcome: 'parsed' in ended ? 'parsed' : ended.outcome,
    fault: 'parsed' in ended ? undefined : ended.fault,
  })
  if ('error' in ended) throw ended.error
  return ended.parsed
}

/** The shell gives what Node has no word for: no core file, and an end to processor time. */
function spawnChild(): ChildProcess {
  const limits = `ulimit -c 0; ulimit -t ${PROCESSOR_SECONDS}; exec "$0" "$@"`
  const node = [
    `--max-old-space-size=${HEAP_MB}`,
    `--max-semi-space-size=${YOUNG_MB}`,
    '--disallow-code-generation-from-strings',
    '--import',
    pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href,
    fileURLToPath(new URL('documents/parsing/child.ts', import.meta.url)),
  ]
  return spawn('/bin/sh', ['-c', limits, process.execPath, ...node], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
    env: {},
    cwd: '/',
  })
}

/** Waits for the child's word, its end, the time, its growth or the signal, whichever comes first. */
function hearChild(child: ChildProcess, work: Work, growth: Growth): Promise<Ended> {
  const { bytes, fileName, limits, signal } = work
  let isReady = false
  return new Promise((resolve) => {
    const finish = (ended: Ended) => {
      clearTimeout(timer)
      child.off('message', hear)
      signal?.removeEventListener('abort', stop)
      resolve(ended)
    }
    const refuse = (refusal: UploadRefusal, fault?: string) =>
      finish({ ...refused(refusal), fault })
    const fail = (cause?: unknown) => finish(failed('failed', 'upload_not_read', cause))
    const stop = () => finish(failed('stopped', 'upload_stopped'))
    const hear = (raw: unknown) => {
      const message = said.safeParse(raw)
      if (!message.success) return fail(message.error)
      if ('parsed' in message.data) return finish(message.data)
      if ('refused' in message.data) return refuse(message.data.refused, message.data.fault)
      isReady = true
      growth.limit(limits.growthBytes, () => refuse('upload_too_slow'))
      child.send({ bytes, fileName }, () => {})
    }
    const timer = setTimeout(() => refuse('upload_too_slow'), limits.timeoutMs)
    signal?.addEventListener('abort', stop, { once: true })
    child.on('message', hear)
    child.on('error', fail)
    // A heap that is full ends it as well; before it was ready, it was not the file.
    child.once('exit', () => (isReady ? refuse('upload_too_slow') : fail()))
  })
}

const refused = (refusal: UploadRefusal) => ({
  error: new AppError('invalid', refusal),
  outcome: refusal,
})

const failed = (outcome: 'stopped' | 'failed', words: string, cause?: unknown): Ended => ({
  error: new AppError('unavailable', words, { cause }),
  outcome,
})

type Growth = {
  /** From now on: calls back once when the child has grown by more. */
  limit: (bytes: number, onMore: () => void) => void
  /** Looks once more and gives the most so far. */
  end: () => Promise<number | undefined>
}

function watchGrowth({ pid }: ChildProcess): Growth {
  let from: Memory | undefined
  let most: number | undefined
  let timer: NodeJS.Timeout | undefined
  const look = async () => {
    const now = await readMemory(pid)
    if (now === undefined) return
    from ??= now
    // What it took while it started is not the file's.
    const peak = now.peak > from.peak ? now.peak : now.resident
    most = Math.max(most ?? 0, peak - from.resident)
  }
  return {
    limit: (bytes, onMore) => {
      void look()
      timer = setInterval(() => {
        void look().then(() => {
          if (most !== undefined && most > bytes) onMore()
        })
      }, LOOK_EVERY_MS)
    },
    end: async () => {
      clearInterval(timer)
      await look()
      return most
    },
  }
}

type Memory = { resident: number; peak: number }

/** Linux says it; elsewhere only the heap is limited, and what the readers unpack. */
async function readMemory(pid: number | undefined): Promise<Memory | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const [resident, peak] = [/^VmRSS:\s+(\d+) kB/m, /^VmHWM:\s+(\d+) kB/m].map(
    (line) => Number(line.exec(status)?.[1] ?? Number.NaN) * 1024,
  )
  if (!Number.isFinite(resident) || !Number.isFinite(peak)) return undefined
  return { resident: resident ?? 0, peak: peak ?? 0 }
}
