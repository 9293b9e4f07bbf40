import { rm } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { testedFaults } from './faults/by-test.ts'
import { databaseFaults } from './faults/database.ts'
import { type Fault, makeTemplate, type Outcome, seconds, type World } from './faults/fault.ts'
import { modelFaults } from './faults/models.ts'
import { processFaults } from './faults/processes.ts'
import { storageFaults } from './faults/storage.ts'
import { streamFaults } from './faults/streams.ts'

/**
 * The fault matrix: every fault is played on real processes and says what it found. `--only R5,R6` plays some.
 * Those of a database server need DATABASE_URL (`.venv/bin/python .ci/with_postgres.py npm run faults`), that of a
 * full disk the right to mount. Needs `npm run build`.
 */
const numberOf = ({ id }: Fault) => Number(/\d+/.exec(id)?.[0])
const faults = [
  ...processFaults,
  ...storageFaults,
  ...streamFaults,
  ...modelFaults,
  ...databaseFaults,
  ...testedFaults,
].sort((one, other) => numberOf(one) - numberOf(other))

const { values } = parseArgs({ options: { only: { type: 'string' } } })
const wanted = values.only?.split(',').map((id) => id.trim())
const chosen = faults.filter(({ id }) => !wanted || wanted.includes(id.split(' ')[0] ?? ''))
const counts = { held: 0, failed: 0, 'not played': 0 }
const world: World = {
  template: await makeTemplate(),
  databaseUrl: process.env['DATABASE_URL'] || undefined,
}
try {
  for (const fault of chosen) await playOne(fault)
} finally {
  await rm(world.template, { recursive: true, force: true })
}
console.log(
  Object.entries(counts)
    .map(([word, count]) => `${count} ${word}`)
    .join(', '),
)
process.exit(counts.failed === 0 ? 0 : 1)

async function playOne(fault: Fault) {
  const started = performance.now()
  const outcome: Outcome = await fault.play(world).catch((error: unknown) => ({
    holds: false,
    figure: `it broke: ${String(error)}`,
  }))
  const told = wordsOf(outcome)
  counts[told.word] += 1
  const took = seconds(performance.now() - started)
  console.log(`${fault.id.padEnd(9)}${told.word.padEnd(11)}${fault.name}: ${told.figure} [${took}]`)
}

function wordsOf(outcome: Outcome): { word: keyof typeof counts; figure: string } {
  if ('missing' in outcome) return { word: 'not played', figure: `needs ${outcome.missing}` }
  return { word: outcome.holds ? 'held' : 'failed', figure: outcome.figure }
}
