import { parseArgs } from 'node:util'
import { type AuditVerdict, type NotedEntry, verifyAudit } from '../src/audit/verify-audit.ts'
import { readConfig } from '../src/config.ts'
import { AppError } from '../src/shared/errors.ts'
import { openStore } from './open-store.ts'

/**
 * Walks the audit chain of DATABASE_URL or DATA_DIR and changes nothing. Exit code 0: intact; 1: the output
 * names the first wrong row; 2: it could not be looked at. `--noted 1204:<hash>` also wants that entry in it.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { noted: { type: 'string' } } })
  const noted = values.noted === undefined ? undefined : parseNoted(values.noted)
  const { db, close } = await openStore(readConfig(process.env))
  try {
    const verdict = await verifyAudit(db, { noted })
    for (const line of describe(verdict, noted)) console.log(line)
    return verdict.intact && verdict.guarded ? 0 : 1
  } finally {
    await close()
  }
}

function parseNoted(text: string): NotedEntry {
  const [, id, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? []
  if (id === undefined || hash === undefined) {
    throw new AppError('invalid', '--noted wants the number and the hash of an entry: 1204:9f…')
  }
  return { id: Number(id), hash }
}

function describe(verdict: AuditVerdict, noted: NotedEntry | undefined): string[] {
  const guards = verdict.guarded
    ? []
    : ['the triggers that keep entries from being changed are off or gone']
  if (!verdict.intact) {
    const at = verdict.at === null ? '' : ` (${verdict.at})`
    return [`broken: entry ${verdict.id} ${words[verdict.problem]}${at}`, ...guards]
  }
  const { entries, head, purgedUpTo } = verdict
  const isGone = noted !== undefined && noted.id < purgedUpTo
  return [
    `intact: ${entries} entries${purgedUpTo > 0 ? `, purged up to ${purgedUpTo}` : ''}`,
    `newest: ${head.id}:${head.hash}`,
    ...(isGone ? [`entry ${noted.id} was purged after its term and can't be compared`] : []),
    ...guards,
  ]
}

const words = {
  changed: 'was changed',
  missing: 'is missing',
  inserted: 'was inserted',
  no_ends: 'cannot be judged: the row with the ends of the chain is gone',
} satisfies Record<Extract<AuditVerdict, { intact: false }>['problem'], string>

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof AppError ? error.message : error)
    process.exit(2)
  },
)
