import { and, eq } from 'drizzle-orm'
import { actedBy, type ActingAccount } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import { duties } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { queueNotice } from '../notices/queue-notice.ts'
import { AppError } from '../shared/errors.ts'
import type { DutyDetails } from './duties.ts'
import { thisMonday } from './rota.ts'

type Asked = { by: ActingAccount; id: string; week: string }

/**
 * An expert asks to be relieved of a week on duty: the staff who keep the roster are told once, and the rota
 * marks the week until somebody else has taken it.
 * @param asked `week` is the Monday, `YYYY-MM-DD`
 * @throws AppError `not_found` for a week that is not the expert's · `conflict` for one gone by
 */
export async function askSwap({ db, now }: Deps, { by, id, week }: Asked): Promise<void> {
  if (week < thisMonday(now())) throw new AppError('conflict', 'rotation_past')
  await db.transaction(async (tx) => {
    const details: DutyDetails = { swapAskedAt: now().toISOString() }
    const [duty] = await tx
      .update(duties)
      .set({ details })
      .where(and(eq(duties.expertId, id), eq(duties.week, week)))
      .returning({ organisationId: duties.organisationId })
    if (!duty) throw new AppError('not_found', 'duty_unknown')
    await queueNotice(tx, {
      key: `swap_asked:${id}:${week}`,
      kind: 'swap_asked',
      recipient: { kind: 'organisation', id: duty.organisationId },
      data: { week },
      now: now(),
    })
    await appendAudit(tx, {
      ...actedBy(by),
      action: 'ask_rotation_swap',
      objectId: duty.organisationId,
      result: 'ok',
      details: { expertId: id },
    })
  })
}
