import { and, isNull, lte } from 'drizzle-orm'
import { oldPasswordSince } from '../accounts/password-profile.ts'
import type { Database } from '../db/database.ts'
import { accounts } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { queueNotice } from '../notices/queue-notice.ts'
import { shanghaiDay } from '../shared/shanghai-day.ts'

/** Each password that has come of age is told of once. */
async function remind(deps: Deps, tx: Database): Promise<void> {
  const now = deps.now()
  const since = oldPasswordSince(deps.passwordProfile, now)
  if (since === undefined) return
  const old = await tx
    .select({ id: accounts.id, changedAt: accounts.passwordChangedAt })
    .from(accounts)
    .where(and(isNull(accounts.disabledAt), lte(accounts.passwordChangedAt, since)))
    .orderBy(accounts.id)
  for (const { id, changedAt } of old) {
    await queueNotice(tx, {
      key: `password_old:${id}:${shanghaiDay(changedAt)}`,
      kind: 'password_old',
      recipient: { kind: 'account', id },
      data: {},
      now,
    })
  }
}

/** By the kind of the job (`handlers.ts`). */
export const passwordJobs = { password_reminder: remind }
