import { eq } from 'drizzle-orm'
import { noteOnCase, system } from '../../cases/change-case.ts'
import type { Database } from '../../db/database.ts'
import { cases, statements } from '../../db/schema/index.ts'
import { queueNotice } from '../../notices/queue-notice.ts'
import type { Delivery } from './content.ts'

/**
 * It is not known whether a person's answer has arrived: whoever has the case is told once, and the timeline of
 * the case says so each time.
 */
export async function tellUnknown(
  tx: Database,
  { id, statementId }: Delivery,
  now: Date,
): Promise<void> {
  if (statementId === null) return
  const [found] = await tx
    .select({ caseId: cases.id, code: cases.code, organisationId: cases.organisationId })
    .from(statements)
    .innerJoin(cases, eq(cases.id, statements.caseId))
    .where(eq(statements.id, statementId))
  if (!found) return
  const { caseId, code, organisationId } = found
  await noteOnCase(tx, { caseId, event: 'delivery_unconfirmed', actor: system, now })
  await queueNotice(tx, {
    key: `delivery_unconfirmed:${id}`,
    kind: 'delivery_unconfirmed',
    recipient: { kind: 'organisation', id: organisationId },
    data: { code },
    caseId,
    now,
  })
}
