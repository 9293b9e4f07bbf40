import { type Account, actorOf } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import { enterpriseHoldings } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../shared/errors.ts'
import type { Holdings } from '../shared/ledger.ts'
import { shanghaiDay } from '../shared/shanghai-day.ts'
import { lockEnterprise, touchEnterprise } from './enterprise.ts'

/** @param asOf a day, `2026-03-09` */
type Counted = { id: string; asOf: string; holdings: Holdings }

/**
 * Notes what an enterprise holds as of a day; noted again for the same day, it corrects that.
 * @throws AppError `not_found` · `invalid` a day to come
 */
export async function recordHoldings(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  account: Account,
  { id, asOf, holdings }: Counted,
): Promise<void> {
  if (asOf > shanghaiDay(now())) throw new AppError('invalid', 'ledger_day_to_come')
  await db.transaction(async (tx) => {
    await lockEnterprise(tx, account, id)
    const noted = { ...holdings, recordedBy: account.id, recordedAt: now() }
    await tx
      .insert(enterpriseHoldings)
      .values({ enterpriseId: id, asOf, ...noted })
      .onConflictDoUpdate({
        target: [enterpriseHoldings.enterpriseId, enterpriseHoldings.asOf],
        set: noted,
      })
    await touchEnterprise(tx, id, now())
    await appendAudit(tx, {
      actor: actorOf(account),
      action: 'record_holdings',
      objectId: id,
      result: 'ok',
      details: {},
    })
  })
}
