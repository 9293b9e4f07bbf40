import { type ActingAccount, actedBy } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { expertEvents } from '../db/schema/index.ts'
import { newId } from '../shared/ids.ts'

export const expertEventNames = [
  'entered',
  'changed',
  'leave_added',
  'leave_removed',
  'suspended',
  'reinstated',
  'withdrawn',
  'removed',
] as const
export type ExpertEventName = (typeof expertEventNames)[number]

type Happened = { expertId: string; event: ExpertEventName; reason: string | null; at: Date }

const actions = {
  entered: 'enter_expert',
  changed: 'change_expert',
  leave_added: 'change_expert',
  leave_removed: 'change_expert',
  suspended: 'suspend_expert',
  reinstated: 'reinstate_expert',
  withdrawn: 'withdraw_expert',
  removed: 'remove_expert',
} as const satisfies Record<ExpertEventName, string>

/** Notes what befell an expert, with the reason, and in the audit without it: last in its transaction. */
export async function recordExpertEvent(
  tx: Database,
  by: ActingAccount,
  { expertId, event, reason, at }: Happened,
): Promise<void> {
  await tx.insert(expertEvents).values({ id: newId(), expertId, event, reason, at, by: by.id })
  await appendAudit(tx, {
    ...actedBy(by),
    action: actions[event],
    objectId: expertId,
    result: 'ok',
    details: {},
  })
}
