import { execFileSync, spawn } from 'node:child_process'
import { readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { startRelay } from '../../test/support/relay.ts'
import type { RunningService } from '../../test/support/run-service.ts'
import {
  type Fault,
  seconds,
  statusOfQuestion,
  untilSo,
  withService,
  type World,
  wait,
} from './fault.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const TOLD_MS = 2_000
const BACK_MS = 5_000
const DEADLINE_MS = 5_000
const HEALED_MS = 15_000

/** One value of one row. */
async function queryOne(url: string, text: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, unknown>>(text)
    return String(Object.values(rows[0] ?? {})[0])
  } finally {
    await client.end()
  }
}

type Server = { stop: () => Promise<void>; start: () => Promise<void> }

/** The server on this machine: stopped as if its power had failed, and started as it was started. */
async function findServer(url: string): Promise<Server> {
  const folder = await queryOne(url, 'show data_directory')
  const pidFile = join(folder, 'postmaster.pid')
  const pid = Number((await readFile(pidFile, 'utf8')).split('\n')[0])
  const program = await readlink(`/proc/${pid}/exe`)
  const [, ...words] = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0').slice(0, -1)
  const owner = execFileSync('stat', ['-c', '%U', folder]).toString().trim()
  return {
    stop: async () => {
      process.kill(pid, 'SIGQUIT')
      await untilSo(
        () =>
          readFile(pidFile).then(
            () => false,
            () => true,
          ),
        TOLD_MS * 5,
      )
    },
    start: async () => {
      spawn('runuser', ['-u', owner, '--', program, ...words], {
        cwd: folder,
        stdio: 'ignore',
        detached: true,
      }).unref()
      await untilSo(async () => (await queryOne(url, 'select 1')) === '1', 30_000)
    },
  }
}

const needsServer = (
  play: (world: World & { databaseUrl: string }) => ReturnType<Fault['play']>,
): Fault['play'] => {
  return async ({ template, databaseUrl }) =>
    databaseUrl === undefined ? { missing: 'DATABASE_URL' } : play({ template, databaseUrl })
}

const stopped: Fault = {
  id: 'R6',
  name: 'the database server is stopped and started',
  play: needsServer(({ databaseUrl }) =>
    withService({ DATABASE_URL: databaseUrl }, async (service) => {
      const server = await findServer(databaseUrl)
      await statusOfQuestion(service)
      await server.stop()
      const started = performance.now()
      const status = await statusOfQuestion(service, TOLD_MS * 5)
      const told = performance.now() - started
      await server.start()
      const back = await untilSo(async () => (await statusOfQuestion(service)) === 200, 30_000)
      return {
        holds:
          status === 503 &&
          told <= TOLD_MS &&
          back !== undefined &&
          back <= BACK_MS &&
          isUp(service),
        figure: `${status} after ${seconds(told)}; answers again ${back === undefined ? 'never' : `after ${seconds(back)}`}; same process: ${isUp(service)}`,
      }
    }),
  ),
}

const isUp = ({ child }: RunningService) => child.exitCode === null && child.signalCode === null

const halfOpen: Fault = {
  id: 'R7',
  name: 'the connections to the database fall silent',
  play: needsServer(async ({ databaseUrl }) => {
    const relay = await startRelay(databaseUrl)
    try {
      return await withService({ DATABASE_URL: relay.url }, async (service) => {
        await statusOfQuestion(service)
        relay.fallSilent()
        const started = performance.now()
        const status = await statusOfQuestion(service, 30_000)
        const told = performance.now() - started
        relay.speak()
        const healed = await untilSo(async () => (await statusOfQuestion(service)) === 200, 60_000)
        return {
          // Beginning a conversation is a request of its own, with a deadline of its own.
          holds:
            status !== 200 && told <= DEADLINE_MS && healed !== undefined && healed <= HEALED_MS,
          figure: `given up after ${seconds(told)}; answers again ${healed === undefined ? 'never' : `after ${seconds(healed)}`}`,
        }
      })
    } finally {
      relay.close()
    }
  }),
}

const reindexed: Fault = {
  id: 'R18',
  name: 'kill -9 in the middle of building an index',
  play: needsServer(({ databaseUrl }) =>
    withService({ DATABASE_URL: databaseUrl }, async (service) => {
      const active = () =>
        queryOne(
          databaseUrl,
          `select string_agg(id::text, ',') from indexes where state = 'active'`,
        )
      const before = await active()
      // As after a change of the knowledge: what is there is not what should be.
      await queryOne(
        databaseUrl,
        `update indexes set content_hash = 'other' where state = 'active'`,
      )
      const child = spawn('npx', ['tsx', 'scripts/index.ts'], {
        cwd: ROOT,
        env: { ...process.env, DATABASE_URL: databaseUrl },
        stdio: 'ignore',
        detached: true,
      })
      const isHalfWay = async () =>
        Number(
          await queryOne(
            databaseUrl,
            `select count(*) from passage_entries e join indexes i on i.id = e.index_id where i.state = 'building'`,
          ),
        ) > 1_000
      const halfWay = await untilSo(isHalfWay, 120_000)
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      await wait(500)
      const status = await statusOfQuestion(service)
      const after = await active()
      return {
        holds: halfWay !== undefined && status === 200 && after === before,
        figure: `killed ${halfWay === undefined ? 'never' : `after ${seconds(halfWay)}`}; index ${before} still serves: ${after === before && status === 200}`,
      }
    }),
  ),
}

export const databaseFaults = [stopped, halfOpen, reindexed]
