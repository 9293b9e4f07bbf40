import { parseArgs } from 'node:util'
import { count } from 'drizzle-orm'
import { readConfig } from '../src/config.ts'
import {
  accounts,
  askers,
  cases,
  complaints,
  consultations,
  experts,
  followUps,
  organisations,
  ratings,
  statements,
  tickets,
} from '../src/db/schema/index.ts'
import { indexKnowledge } from '../src/knowledge/index-knowledge.ts'
import { deliverNotices } from '../src/notices/deliver-notices.ts'
import { openService } from '../src/open-service.ts'
import { packagedSnapshot, readPackagedKnowledge } from '../src/packaged.ts'
import { enterPeople } from './demo/enter-people.ts'
import { enterYear } from './demo/play-year.ts'
import { readDemoData } from './demo/read-demo-data.ts'
import { createTimeline } from './demo/timeline.ts'
import { showProgress } from './open-command.ts'
import { randomFrom } from './simulation/random.ts'

/**
 * Fills the empty database of the settings (DATA_DIR, or DATABASE_URL) with a year of a service that does not
 * exist, for demonstrations: names begin with 演示, and everything is done by the service's own functions. The
 * same seed on the same day gives the same year.
 */
const YEAR_MS = 365 * 86_400_000

const tables = {
  organisations,
  accounts,
  experts,
  askers,
  consultations,
  cases,
  tickets,
  statements,
  ratings,
  complaints,
  followUps,
}

const { values } = parseArgs({
  options: {
    consultations: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
  },
})
const [wanted, seed] = [Number(values.consultations), Number(values.seed)]
if (!Number.isInteger(wanted) || wanted < 50 || !Number.isInteger(seed)) {
  console.error('usage: demo [--consultations 300] [--seed 1]   (50 consultations at least)')
  process.exit(2)
}

const config = readConfig({
  ...process.env,
  CHAT_MODEL: '',
  RERANK_URL: '',
  RERANK_MODEL: '',
})
if (config.deployment === 'production') {
  console.error('demonstration data have no place in a service with DEPLOYMENT=production')
  process.exit(1)
}
const started = performance.now()
const service = await openService(config, { log: () => {}, snapshot: packagedSnapshot })
try {
  await play()
} finally {
  await service.close()
}

async function play(): Promise<void> {
  const { deps } = service
  const filled = await findFilled()
  if (filled !== undefined) {
    console.error(
      `the database is in use already (it has ${filled}); nothing was changed. Give an empty DATA_DIR or DATABASE_URL.`,
    )
    process.exitCode = 1
    return
  }
  const knowledge = await readPackagedKnowledge()
  const { embedder } = deps
  await indexKnowledge(deps.db, knowledge, {
    embedder,
    now: deps.now(),
    progress: showProgress('indexing'),
  })
  const data = await readDemoData()
  const until = deps.now()
  const from = new Date(until.getTime() - YEAR_MS)
  const timeline = createTimeline(deps, from)
  const districts = knowledge.catalogue.districts.map(({ name }) => name)
  const entered = { past: timeline.deps, today: deps }
  const people = await enterPeople(entered, { data: data.people, districts })
  const random = randomFrom(seed)
  const origins = [...districts, ...data.people.busyDistricts]
  enterYear({ ...data, timeline, people, districts: origins, random, from, until }, wanted)
  await timeline.play(until, (done) => {
    if (done % 100 === 0)
      console.error(`${timeline.deps.now().toISOString().slice(0, 10)}: ${done} steps`)
  })
  // A service that is opened on this later tells nobody outside of what never happened.
  const senders = { channels: {}, publicUrl: undefined, deadlineMs: 0, underway: new Set<never>() }
  await deliverNotices({ ...deps, senders })
  console.table(people.logins)
  console.log('One-time passwords, told only here and good for 72 hours.')
  console.table(await countRows())
  console.log(
    `demonstration data written in ${((performance.now() - started) / 1_000).toFixed(0)} s`,
  )
}

async function countRows(): Promise<Record<string, number>> {
  const { db } = service.deps
  const found: Record<string, number> = {}
  for (const [name, table] of Object.entries(tables)) {
    const [row] = await db.select({ rows: count() }).from(table)
    found[name] = row?.rows ?? 0
  }
  return found
}

/** What is there already, if anything. */
async function findFilled(): Promise<string | undefined> {
  const found = await countRows()
  return Object.entries(found).find(([, rows]) => rows > 0)?.[0]
}
