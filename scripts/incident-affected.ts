import { parseArgs } from 'node:util'
import { z } from 'zod'
import { readConfig } from '../src/config.ts'
import { type Affected, countAffected } from '../src/rights/count-affected.ts'
import { openStore } from './open-store.ts'

/**
 * What an incident may concern (个人信息保护法 57): counts of people and kinds of data, from DATABASE_URL or DATA_DIR.
 * `--since 2026-03-02T08:00+08:00`, `--until` the same, else now. Prints no personal data and changes nothing.
 */
const Moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text))
const Options = z.object({ since: Moment, until: Moment.optional() })

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { since: { type: 'string' }, until: { type: 'string' } },
  })
  const { success, data } = Options.safeParse(values)
  if (!success) {
    console.error('usage: incident:affected --since 2026-03-02T08:00:00+08:00 [--until …]')
    return 2
  }
  const period = { since: data.since, until: data.until ?? new Date() }
  const { db, close } = await openStore(readConfig(process.env))
  try {
    console.log(`from ${period.since.toISOString()} to ${period.until.toISOString()}`)
    for (const line of describe(await countAffected(db, period))) console.log(line)
    return 0
  } finally {
    await close()
  }
}

function describe({ kinds, askers, exports }: Affected): string[] {
  const head = ['kind', 'kept', 'people', 'written', 'people', 'opened', 'people']
  const rows = kinds.map(({ kind, kept, written, opened }) => [
    kind,
    ...[kept, written, opened].flatMap(({ records, people }) => [`${records}`, `${people}`]),
  ])
  return [
    ...[head, ...rows].map(([name = '', ...cells]) =>
      [name.padEnd(22), ...cells.map((cell) => cell.padStart(9))].join(' '),
    ),
    `askers concerned by what was written or opened: ${askers}`,
    ...exports.map(
      ({ action, entries, actors }) => `${action}: ${entries} files by ${actors} people`,
    ),
  ]
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(2)
  },
)
