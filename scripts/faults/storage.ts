import { execFileSync } from 'node:child_process'
import { cp, mkdtemp, open, readdir, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { readConfig } from '../../src/config.ts'
import { openService } from '../../src/open-service.ts'
import { ConversationBody } from '../../src/channels/web/schemas.ts'
import { bearer, begin, get, post } from '../../test/support/front-door.ts'
import { type RunningService, runToExit } from '../../test/support/run-service.ts'
import {
  type Fault,
  type Outcome,
  QUESTION,
  seconds,
  statusOfQuestion,
  untilSo,
  withFolder,
  withService,
  type World,
} from './fault.ts'

const MB = 1024 * 1024
/** Beside what the template takes; the service does not start with less than 128 MB. */
const ROOM_MB = 256
const HEALTH_MS = 1_000
const RESUMED_MS = 10_000
const WRITING_MS = 30_000

function mount(folder: string, megabytes: number): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder])
    return true
  } catch {
    return false
  }
}

/** How long the process takes to say that it lives; Infinity where it says nothing for ten seconds. */
async function healthGap(service: RunningService): Promise<number> {
  const started = performance.now()
  const answer = await service
    .request('/healthz', { signal: AbortSignal.timeout(RESUMED_MS) })
    .catch(() => undefined)
  return answer?.ok ? performance.now() - started : Infinity
}

/** Everything but `left` bytes of the disk is taken. */
async function fillDisk(folder: string, left: number): Promise<string> {
  const { bavail, bsize } = await statfs(folder)
  const filler = join(folder, 'filler')
  const file = await open(filler, 'w')
  const block = Buffer.alloc(MB, 1)
  for (let room = bavail * bsize - left; room > 0; room -= MB) {
    await file.write(block.subarray(0, Math.min(MB, room)))
  }
  await file.close()
  return filler
}

async function playFullDisk(world: World, leftBytes: number): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'zhiwen-disk-'))
  const size = Number(/\d+/.exec(execFileSync('du', ['-sm', world.template]).toString())?.[0])
  if (!mount(folder, size + ROOM_MB)) return { missing: 'the right to mount' }
  try {
    const dataDir = join(folder, 'data')
    await cp(world.template, dataDir, { recursive: true })
    return await withService({ DATA_DIR: dataDir }, (service) =>
      judgeFullDisk(service, () => fillDisk(folder, leftBytes)),
    )
  } finally {
    execFileSync('umount', ['-l', folder])
    await rm(folder, { recursive: true, force: true })
  }
}

async function judgeFullDisk(service: RunningService, fill: () => Promise<string>) {
  const asker = await begin(service)
  const taken: string[] = []
  const statuses = new Set<number>()
  const write = async (text: string) => {
    const signal = AbortSignal.timeout(WRITING_MS)
    const response = await service
      .request(`/api/conversations/${asker.id}/messages`, {
        method: 'POST',
        headers: { ...bearer(asker), 'content-type': 'application/json' },
        body: JSON.stringify({ text }),
        signal,
      })
      .catch(() => undefined)
    if (response?.ok) taken.push(text)
    statuses.add(response?.status ?? 0)
    return response?.status ?? 0
  }
  await write(`满之前：${QUESTION}`)
  const filler = await fill()
  let gap = 0
  let refused: number | undefined
  // A limit of questions a minute belongs to one asker: after it another would be needed.
  for (let n = 0; n < 18 && refused === undefined; n += 1) {
    const status = await write(`第${n}问：${'满'.repeat(1_500)}`)
    gap = Math.max(gap, await healthGap(service))
    if (status !== 200) refused = status
  }
  const read = await get(service, '/api/documents')
  await rm(filler)
  const resumed = await untilSo(
    async () => (await statusOfQuestion(service, RESUMED_MS)) === 200,
    3 * RESUMED_MS,
  )
  const turns = ConversationBody.parse(
    await (await get(service, `/api/conversations/${asker.id}`, bearer(asker))).json(),
  ).turns.flatMap((turn) => (turn.role === 'asker' ? [turn.text] : []))
  const lost = taken.filter((text) => !turns.includes(text)).length
  return {
    holds:
      lost === 0 &&
      gap <= HEALTH_MS &&
      (refused === undefined || refused === 503) &&
      resumed !== undefined &&
      resumed <= RESUMED_MS,
    figure: `writes ${[...statuses].join(', ')}; reads ${read.status}; health within ${seconds(gap)}; writes again ${resumed === undefined ? 'never' : `after ${seconds(resumed)}`}; ${lost} of ${taken.length} acknowledged lost`,
  }
}

/** The rows of every table, as numbers that change with any of them. */
async function fingerprint(dataDir: string): Promise<Map<string, string>> {
  const service = await openService(readConfig({ DATA_DIR: dataDir }), { log: () => {} })
  try {
    const { db } = service.deps
    const { rows } = await db.execute(
      sql`select tablename as name from pg_tables where schemaname = 'public' order by 1`,
    )
    const found = new Map<string, string>()
    for (const { name } of z.array(z.object({ name: z.string() })).parse(rows)) {
      const counted = await db.execute(
        sql`select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as print from ${sql.identifier(name)} t`,
      )
      found.set(name, z.array(z.object({ print: z.string() })).parse(counted.rows)[0]?.print ?? '')
    }
    return found
  } finally {
    await service.close()
  }
}

async function askSome(dataDir: string, count: number) {
  await withService({ DATA_DIR: dataDir }, async (service) => {
    const asker = await begin(service)
    for (let n = 0; n < count; n += 1) {
      await (await post(service, asker, { text: `第${n}问：${QUESTION}` })).arrayBuffer()
    }
    await service.stop()
  })
}

const damaged: Fault = {
  id: 'R20',
  name: 'a damaged data folder, then the backup',
  play: (world) =>
    withFolder(world, async (dataDir) => {
      const control = join(dataDir, 'global', 'pg_control')
      const at = (await stat(control).catch(() => undefined)) ? control : await findControl(dataDir)
      await writeFile(at, Buffer.alloc(100, 7))
      const { code, log } = await runToExit({ DATA_DIR: dataDir })
      const isTold = log.includes('restore a backup') && !/^\s+at /m.test(log)
      const started = performance.now()
      await rm(dataDir, { recursive: true })
      await cp(world.template, dataDir, { recursive: true })
      const status = await withService({ DATA_DIR: dataDir }, statusOfQuestion)
      return {
        holds: code === 1 && isTold && status === 200,
        figure: `refused with exit code ${code} and what to do: ${isTold}; answers ${seconds(performance.now() - started)} after the restore began`,
      }
    }),
}

async function findControl(dataDir: string): Promise<string> {
  const names = await readdir(dataDir, { recursive: true })
  const found = names.find((name) => name.endsWith('pg_control'))
  if (found === undefined) throw new Error(`no pg_control in ${dataDir}`)
  return join(dataDir, found)
}

const restored: Fault = {
  id: 'R21',
  name: 'backup, wipe, restore',
  play: (world) =>
    withFolder(world, async (dataDir) => {
      await askSome(dataDir, 10)
      const before = await fingerprint(dataDir)
      const backup = await mkdtemp(join(tmpdir(), 'zhiwen-backup-'))
      await cp(dataDir, backup, { recursive: true })
      await rm(dataDir, { recursive: true })
      await cp(backup, dataDir, { recursive: true })
      const after = await fingerprint(dataDir)
      await rm(backup, { recursive: true })
      const equal = [...before].filter(([name, print]) => after.get(name) === print).length
      return {
        holds: equal === before.size && after.size === before.size && before.size > 0,
        figure: `${equal} of ${before.size} tables equal by count and checksum`,
      }
    }),
}

export const storageFaults: Fault[] = [
  {
    id: 'R5 heap',
    name: 'disk full, a little room left',
    play: (world) => playFullDisk(world, 64 * 1024),
  },
  { id: 'R5 wal', name: 'disk full to the last byte', play: (world) => playFullDisk(world, 0) },
  damaged,
  restored,
]
