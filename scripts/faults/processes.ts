import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { ConversationBody } from '../../src/channels/web/schemas.ts'
import { type Asker, bearer, begin, get, post } from '../../test/support/front-door.ts'
import { type RunningService, runService, runToExit } from '../../test/support/run-service.ts'
import {
  type Fault,
  type Outcome,
  QUESTION,
  seconds,
  statusOfQuestion,
  wait,
  withFolder,
  withService,
} from './fault.ts'

const CYCLES = 50
const CONNECTIONS = 50
const SECOND_START_MS = 3_000
const EXIT_MS = 10_000
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

type Acknowledged = { asker: Asker; text: string }

/** Asks until the service is gone; every question that was taken is kept in the list. */
async function askUntilGone(service: RunningService, asker: Asker, taken: Acknowledged[]) {
  for (let n = 1; ; n += 1) {
    const text = `第${n}问：${QUESTION}`
    const response = await post(service, asker, { text }, { accept: 'text/event-stream' })
    if (response.status !== 200) return
    taken.push({ asker, text })
    await response.body?.cancel()
  }
}

async function countLost(service: RunningService, taken: Acknowledged[]): Promise<number> {
  let lost = 0
  for (const asker of new Set(taken.map((each) => each.asker))) {
    const response = await get(service, `/api/conversations/${asker.id}`, bearer(asker))
    const kept = new Set(
      ConversationBody.parse(await response.json()).turns.flatMap((turn) =>
        turn.role === 'asker' ? [turn.text] : [],
      ),
    )
    lost += taken.filter((each) => each.asker === asker && !kept.has(each.text)).length
  }
  return lost
}

const killed: Fault = {
  id: 'R1',
  name: 'kill -9 while it is written to',
  play: (world) =>
    withFolder(world, async (dataDir) => {
      const taken: Acknowledged[] = []
      let slowest = 0
      for (let cycle = 0; cycle < CYCLES; cycle += 1) {
        const started = performance.now()
        const service = await runService({ DATA_DIR: dataDir, LOG_REQUESTS: 'false' })
        slowest = Math.max(slowest, performance.now() - started)
        const writing = askUntilGone(service, await begin(service), taken).catch(() => {})
        await wait(200 + (cycle % 10) * 100)
        await service.kill()
        await writing
      }
      const lost = await withService({ DATA_DIR: dataDir }, (service) => countLost(service, taken))
      return {
        holds: lost === 0 && taken.length >= CYCLES,
        figure: `${lost} of ${taken.length} acknowledged lost, ${CYCLES} kills, slowest start ${seconds(slowest)}`,
      }
    }),
}

const second: Fault = {
  id: 'R4',
  name: 'a second process on the same folder',
  play: (world) =>
    withFolder(world, (dataDir) =>
      withService({ DATA_DIR: dataDir }, async (service) => {
        const { code, log, ms } = await runToExit({ DATA_DIR: dataDir })
        const stillServes = (await statusOfQuestion(service)) === 200
        const isClear = log.includes(dataDir) && !/^\s+at /m.test(log)
        return {
          holds: code === 1 && ms <= SECOND_START_MS && isClear && stillServes,
          figure: `refused after ${seconds(ms)} with exit code ${code}, the first goes on: ${stillServes}`,
        }
      }),
    ),
}

const terminated: Fault = {
  id: 'R16',
  name: 'SIGTERM under load',
  play: (world) =>
    withFolder(world, async (dataDir) => {
      const service = await runService({ DATA_DIR: dataDir, LOG_REQUESTS: 'false' })
      const askers = await Promise.all(Array.from({ length: CONNECTIONS }, () => begin(service)))
      const asking = Promise.allSettled(
        askers.map(async (asker) => {
          const response = await post(service, asker, { text: QUESTION })
          await response.arrayBuffer()
          return response.status
        }),
      )
      await wait(500)
      const started = performance.now()
      const code = await service.stop()
      const took = performance.now() - started
      const failed = (await asking).flatMap((each, at) =>
        each.status === 'fulfilled' && each.value === 200 ? [] : [askers[at]],
      )
      // What was not taken may be sent again; what was taken and not answered would be lost.
      const taken = await withService({ DATA_DIR: dataDir }, (next) => countTaken(next, failed))
      return {
        holds: taken === 0 && code === 0 && took <= EXIT_MS,
        figure: `of ${CONNECTIONS} questions under way ${failed.length} were not taken, ${taken} taken and cut off; exit code ${code} after ${seconds(took)}`,
      }
    }),
}

async function countTaken(service: RunningService, askers: (Asker | undefined)[]) {
  let taken = 0
  for (const asker of askers) {
    if (!asker) continue
    const response = await get(service, `/api/conversations/${asker.id}`, bearer(asker))
    if (ConversationBody.parse(await response.json()).turns.length > 0) taken += 1
  }
  return taken
}

const alone: Fault = {
  id: 'R25',
  name: 'no network at all',
  play: () =>
    new Promise<Outcome>((resolve) => {
      const ask = 'ip link set lo up 2>/dev/null; exec npx tsx scripts/ask.ts "$0"'
      const child = spawn('unshare', ['-rn', 'bash', '-c', ask, QUESTION], { cwd: ROOT })
      let told = ''
      child.stdout.on('data', (chunk: Buffer) => (told += chunk.toString()))
      child.once('error', () => resolve({ missing: 'unshare' }))
      child.once('exit', (code) =>
        resolve({
          holds: code === 0 && told.includes('工作站'),
          figure: `answered with exit code ${code}, ${told.length} characters`,
        }),
      )
    }),
}

const MEMORY_QUESTIONS = 10_000
const MEMORY_FROM = 1_000
const MOST_GROWTH = 1.3
const PER_ASKER = 15
const AT_ONCE = 4

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
}

const capped: Fault = {
  id: 'R27',
  name: 'at most 256 MB of heap, 10,000 questions',
  play: (world) =>
    withFolder(world, (dataDir) =>
      withService(
        { DATA_DIR: dataDir, NODE_OPTIONS: '--max-old-space-size=256' },
        async (service) => {
          const pid = service.child.pid ?? 0
          let asked = 0
          let early = 0
          const failures: number[] = []
          const askOne = async (asker: Asker) => {
            const response = await post(service, asker, { text: QUESTION })
            await response.arrayBuffer()
            if (response.status !== 200) failures.push(response.status)
            asked += 1
            if (asked === MEMORY_FROM) early = await residentMb(pid)
            if (asked % MEMORY_FROM === 0)
              process.stderr.write(`R27 ${asked}/${MEMORY_QUESTIONS}\n`)
          }
          const work = async () => {
            while (asked < MEMORY_QUESTIONS) {
              const asker = await begin(service)
              for (let n = 0; n < PER_ASKER && asked < MEMORY_QUESTIONS; n += 1) await askOne(asker)
            }
          }
          await Promise.all(Array.from({ length: AT_ONCE }, work))
          const late = await residentMb(pid)
          return {
            holds: failures.length === 0 && late / early <= MOST_GROWTH,
            figure: `${early.toFixed(0)} MB after 1,000, ${late.toFixed(0)} MB after 10,000 (ratio ${(late / early).toFixed(2)}), ${failures.length} failed`,
          }
        },
      ),
    ),
}

export const processFaults = [killed, second, terminated, alone, capped]
