import { actedBy, type ActingAccount } from '../accounts/account.ts'
import { appendAudit, type AuditEntry } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import type { StoredVersion } from './store-version.ts'

type DocumentAction = Extract<AuditEntry['action'], `${string}_document` | `${string}_correction`>
type Done = {
  [Action in DocumentAction]: Pick<Extract<AuditEntry, { action: Action }>, 'action' | 'details'>
}[DocumentAction]

/** What somebody has done with a version, within the transaction that does it. */
export async function auditVersion(
  tx: Database,
  by: ActingAccount,
  { version, ...done }: Done & { version: Pick<StoredVersion, 'document' | 'number'> },
): Promise<void> {
  const objectId = `document.${version.document}.${version.number}`
  await appendAudit(tx, { ...actedBy(by), ...done, objectId, result: 'ok' })
}
