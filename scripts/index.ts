import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../src/config.ts'
import type { Stage } from '../src/knowledge/fill-index.ts'
import { indexKnowledge } from '../src/knowledge/index-knowledge.ts'
import { openService } from '../src/open-service.ts'
import { readPackagedKnowledge } from '../src/packaged.ts'
import { openCommand, showProgress } from './open-command.ts'
import { openEmbedderPair } from './open-embedder-pair.ts'

/**
 * Brings the index of DATA_DIR or DATABASE_URL up to the files in `knowledge/`; `--anew` builds one
 * from nothing in a folder of its own, every vector computed, and says how long each part took.
 */
const { values } = parseArgs({ options: { anew: { type: 'boolean', default: false } } })

if (values.anew) await indexAnew()
else await bringUp()

async function bringUp() {
  if (!process.env['DATA_DIR'] && !process.env['DATABASE_URL']) {
    console.error('index: say which database with DATA_DIR or DATABASE_URL, or build one --anew')
    process.exit(2)
  }
  const started = performance.now()
  const { close } = await openCommand({ snapshot: false })
  await close()
  console.log(`the index holds today's knowledge (${secondsSince(started)} s)`)
}

type Lap = { name: Stage | 'opening'; wall: number; cpu: NodeJS.CpuUsage }

async function indexAnew() {
  const laps: Lap[] = []
  const begin = (name: Lap['name']) => {
    endLap(laps)
    laps.push({ name, wall: performance.now(), cpu: process.cpuUsage() })
  }
  const [started, cpu] = [performance.now(), process.cpuUsage()]
  const folder = await mkdtemp(join(tmpdir(), 'zhiwen-'))
  begin('opening')
  const { DATABASE_URL: _ignored, ...environment } = process.env
  const config = readConfig({ ...environment, DATA_DIR: folder })
  const [service, embedder] = await Promise.all([
    openService(config, { log: () => {} }),
    openEmbedderPair(),
  ])
  try {
    const knowledge = await readPackagedKnowledge()
    const now = service.deps.now()
    const progress = showProgress('embedding')
    const { entries } = await indexKnowledge(service.deps.db, knowledge, {
      embedder,
      now,
      progress,
      stage: begin,
    })
    endLap(laps)
    console.log(
      `${entries} entries from nothing in ${secondsSince(started)} s, ` +
        `${cpuSince(cpu)} s processor time in this process`,
    )
  } finally {
    embedder.close()
    await service.close()
    await rm(folder, { recursive: true, force: true })
  }
}

function endLap(laps: Lap[]) {
  const last = laps.at(-1)
  if (!last) return
  const { name, wall, cpu } = last
  console.log(`${name.padEnd(10)} ${secondsSince(wall)} s (processor ${cpuSince(cpu)} s)`)
}

function secondsSince(moment: number): string {
  return ((performance.now() - moment) / 1000).toFixed(1).padStart(5)
}

function cpuSince(before: NodeJS.CpuUsage): string {
  const { user, system } = process.cpuUsage(before)
  return ((user + system) / 1e6).toFixed(1).padStart(5)
}
