import { and, eq, inArray, or } from 'drizzle-orm'
import { type ActingAccount, actedBy } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { enterpriseContacts, enterpriseHoldings, enterprises } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { loadKnowledge } from '../knowledge/runtime-knowledge.ts'
import { findOpenOrganisation } from '../organisations/organisations.ts'
import { AppError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { shanghaiDay } from '../shared/shanghai-day.ts'
import { slices } from '../shared/slices.ts'
import { sealContact } from './contacts.ts'
import {
  type EnterpriseRow,
  keysOf,
  readEnterpriseRows,
  type RowError,
} from './csv/read-enterprise-rows.ts'
import { type LedgerDeps, lockNames, screenDetails } from './enterprise.ts'
import { stopSecrets } from './screen-words.ts'

type ImportDeps = LedgerDeps & Pick<Deps, 'cipher'>

export type EnterpriseImport = {
  bytes: Uint8Array
  /** Whose ledger; by default the account's own. */
  organisationId?: string | undefined
  /** Enters the rows that are right although others are not. */
  partial: boolean
}

export type ImportResult = { entered: number; errors: RowError[] }

const ROWS_AT_A_TIME = 200

/**
 * Enters a list of enterprises, all or nothing unless `partial`. What is wrong is told cell by cell; nothing is
 * entered then, or the rows that are right.
 * @throws AppError `not_found`, `conflict` of the organisation · `invalid` a mark of state secrecy
 */
export async function importEnterprises(
  deps: ImportDeps,
  by: ActingAccount,
  { bytes, partial, ...wanted }: EnterpriseImport,
): Promise<ImportResult> {
  const organisationId = wanted.organisationId ?? by.organisationId
  if (organisationId === null) throw new AppError('invalid', 'ledger_organisation_needed')
  const { districts } = await loadKnowledge(deps)
  const context = {
    districts: new Set(districts.map(({ name }) => name)),
    today: shanghaiDay(deps.now()),
  }
  const read = readEnterpriseRows(bytes, context)
  const screened = await Promise.all(read.rows.map((each) => screenRow(deps, each)))
  return deps.db.transaction(async (tx) => {
    await findOpenOrganisation(tx, by, organisationId)
    await lockNames(tx, organisationId)
    const known = await findKnown(tx, organisationId, screened)
    const errors: RowError[] = [
      ...read.errors,
      ...known.map((row) => ({ row, column: null, problem: 'known' as const })),
    ]
    const wrongRows = new Set(errors.map(({ row }) => row))
    const usable = partial || errors.length === 0 ? screened : []
    const rows = usable.filter(({ row }) => !wrongRows.has(row))
    await enterRows(tx, deps, { by, organisationId, rows })
    await appendAudit(tx, {
      ...actedBy(by),
      action: 'import_enterprises',
      result: rows.length > 0 ? 'ok' : 'refused',
      details: { rows: rows.length, refused: wrongRows.size },
    })
    return { entered: rows.length, errors }
  })
}

async function screenRow(deps: ImportDeps, row: EnterpriseRow): Promise<EnterpriseRow> {
  await stopSecrets(deps, Object.values(row.contact))
  const { name, industry, needs } = row.enterprise
  const words = await screenDetails(deps, { name, industry, needs })
  return { ...row, enterprise: { ...row.enterprise, ...words } }
}

/** The rows whose enterprise the ledger of the organisation has already. */
async function findKnown(tx: Database, organisationId: string, rows: EnterpriseRow[]) {
  const seen = new Set<string>()
  for (const slice of slices(rows, ROWS_AT_A_TIME)) {
    const some = slice.map(({ enterprise }) => enterprise)
    const codes = some.flatMap(({ creditCode }) => creditCode ?? [])
    const found = await tx
      .select({ name: enterprises.name, creditCode: enterprises.creditCode })
      .from(enterprises)
      .where(
        and(
          eq(enterprises.organisationId, organisationId),
          or(
            inArray(
              enterprises.name,
              some.map(({ name }) => name),
            ),
            codes.length === 0 ? undefined : inArray(enterprises.creditCode, codes),
          ),
        ),
      )
    for (const each of found) for (const key of keysOf(each)) seen.add(key)
  }
  return rows
    .filter(({ enterprise }) => keysOf(enterprise).some((key) => seen.has(key)))
    .map(({ row }) => row)
}

type Entering = { by: ActingAccount; organisationId: string; rows: EnterpriseRow[] }

async function enterRows(
  tx: Database,
  { cipher, now }: ImportDeps,
  { by, organisationId, rows }: Entering,
): Promise<void> {
  const at = now()
  const common = { organisationId, version: 1, createdBy: by.id }
  const times = { createdAt: at, updatedAt: at, touchedAt: at }
  for (const slice of slices(rows, ROWS_AT_A_TIME)) {
    const some = slice.map((each) => ({ ...each, id: newId() }))
    await tx
      .insert(enterprises)
      .values(some.map(({ id, enterprise }) => ({ ...enterprise, ...common, ...times, id })))
    const counts = some.flatMap(({ id, counted }) =>
      counted === null
        ? []
        : [
            {
              ...counted.holdings,
              enterpriseId: id,
              asOf: counted.asOf,
              recordedBy: by.id,
              recordedAt: at,
            },
          ],
    )
    if (counts.length > 0) await tx.insert(enterpriseHoldings).values(counts)
    const sealed = await Promise.all(
      some.map(({ id, contact }) => sealContact(cipher, id, contact)),
    )
    const contacts = sealed.flat()
    if (contacts.length > 0) await tx.insert(enterpriseContacts).values(contacts)
  }
}
