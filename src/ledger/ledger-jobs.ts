import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { monthsBefore } from '../db/months-before.ts'
import type { Deps } from '../deps.ts'
import { queueJob } from '../jobs/queue-job.ts'
import { forgetEnterpriseContacts } from './contacts.ts'
import { tellMissing } from './special-due.ts'

/** So many in one transaction: none of them holds its rows for long. */
const BATCH = 500

/**
 * One batch of contacts of enterprises that nobody has served for DIALOGUE_RETENTION_MONTHS; another is noted while
 * there may be more. Done again, it finds nothing left to do.
 */
async function forget(deps: Deps, tx: Database, payload: Record<string, string>): Promise<void> {
  const now = deps.now()
  const before = monthsBefore(now, deps.settings.dialogueRetentionMonths)
  const rows = await forgetEnterpriseContacts(tx, before, BATCH)
  if (rows === 0) return
  if (rows === BATCH) {
    const [day, part] = [payload['day'] ?? '', String(Number(payload['part'] ?? '1') + 1)]
    const key = `forget_enterprise_contacts:${day}:${part}`
    const kind = 'forget_enterprise_contacts'
    await queueJob(tx, { kind, key, payload: { day, part }, dueAt: now })
  }
  deps.log('info', 'enterprise_contacts_forgotten', { enterprises: rows })
  await appendAudit(tx, {
    actor: { kind: 'system' },
    action: 'forget_enterprise_contacts',
    result: 'ok',
    details: { rows },
  })
}

/** By the kind of the job (`jobs/handlers.ts`). */
export const ledgerJobs = { forget_enterprise_contacts: forget, special_lists_due: tellMissing }
