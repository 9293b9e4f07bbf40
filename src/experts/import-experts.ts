import { type ActingAccount, actedBy } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { expertEvents, experts } from '../db/schema/index.ts'
import { newId } from '../shared/ids.ts'
import { slices } from '../shared/slices.ts'
import type { CellContext } from './csv/columns.ts'
import { type ExpertRow, readExpertRows, type RowError } from './csv/read-expert-rows.ts'
import { findRoster, readKnown, type RosterDeps, toRow } from './enter-expert.ts'

export type ExpertImport = {
  bytes: Uint8Array
  context: CellContext
  /** The roster; by default the account's own. */
  organisationId?: string | undefined
  /** Enters the rows that are right although others are not. */
  partial: boolean
}

export type ImportResult = { entered: number; errors: RowError[] }

const ROWS_AT_A_TIME = 200

/**
 * Enters a list of experts, all or nothing unless `partial`. What is wrong is told cell by cell; nothing is
 * entered then, or the rows that are right.
 * @throws AppError `not_found`, `invalid`, `conflict` of the organisation
 */
export async function importExperts(
  deps: RosterDeps,
  by: ActingAccount,
  { bytes, context, organisationId, partial }: ExpertImport,
): Promise<ImportResult> {
  const read = readExpertRows(bytes, context)
  return deps.db.transaction(async (tx) => {
    const roster = await findRoster(tx, by, organisationId)
    const isKnown = await readKnown(tx, roster.id)
    const known = read.rows.filter(({ expert }) => isKnown(expert))
    const errors = [
      ...read.errors,
      ...known.map(({ row }) => ({ row, column: null, problem: 'known' as const })),
    ]
    const wrongRows = new Set(errors.map(({ row }) => row))
    const usable = partial || errors.length === 0 ? read.rows : []
    const rows = usable.filter(({ row }) => !wrongRows.has(row))
    if (rows.length > 0) await enterRows(tx, deps, { by, organisationId: roster.id, rows })
    await appendAudit(tx, {
      ...actedBy(by),
      action: 'import_experts',
      result: rows.length > 0 ? 'ok' : 'refused',
      details: { rows: rows.length, refused: wrongRows.size },
    })
    return { entered: rows.length, errors }
  })
}

type Entering = { by: ActingAccount; organisationId: string; rows: ExpertRow[] }

async function enterRows(
  tx: Database,
  { cipher, now }: RosterDeps,
  { by, organisationId, rows }: Entering,
): Promise<void> {
  const at = now()
  for (const some of slices(rows, ROWS_AT_A_TIME)) {
    const entries = await Promise.all(
      some.map(({ expert }) => toRow(cipher, expert, { id: newId(), organisationId, at })),
    )
    await tx.insert(experts).values(entries)
    await tx.insert(expertEvents).values(
      entries.map(({ id }) => ({
        id: newId(),
        expertId: id,
        at,
        by: by.id,
        event: 'entered',
        reason: null,
      })),
    )
  }
}
