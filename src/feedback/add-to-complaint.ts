import { and, inArray, like, sql } from 'drizzle-orm'
import { type Account, actorOf } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { accounts, complaints, notices } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { inScope } from '../organisations/scope.ts'
import { AppError } from '../shared/errors.ts'
import { changeComplaint } from './handle-complaints.ts'
import { announceComplaint } from './open-complaint.ts'

type Added = { id: string; version: number; accountIds: string[] }

/**
 * Says that a complaint is about these people too, or about oneself: from then on they neither see nor handle
 * it. One that was in such hands is open again, and the others who could handle it are told.
 * @throws AppError `not_found` for the complaint or one of the accounts · `conflict` it has moved on, or is closed
 */
export async function addToComplaint(
  deps: Deps,
  account: Account,
  { id, version, accountIds }: Added,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const added = await findAccounts(tx, account, accountIds)
    const isHandler = inArray(complaints.handlerId, added)
    const changed = await changeComplaint(
      tx,
      { account, step: { id, version } },
      {
        from: ['open', 'in_review', 'answered'],
        set: {
          about: sql`(select array_agg(distinct each) from unnest(${complaints.about} || ${sql.param(added)}::uuid[]) each)`,
          state: sql`case when ${complaints.state} = 'in_review' and ${isHandler} then 'open' else ${complaints.state} end`,
          handlerId: sql`case when ${isHandler} and ${complaints.state} <> 'answered' then null else ${complaints.handlerId} end`,
        },
      },
    )
    await forgetNotices(tx, id, added)
    if (changed.state === 'open') {
      const key = `complaint_opened:${id}:${changed.version}`
      await announceComplaint(tx, { ...changed, key }, deps.now())
    }
    await appendAudit(tx, {
      actor: actorOf(account),
      action: 'add_to_complaint',
      objectId: id,
      result: 'ok',
      details: { accounts: added.length },
    })
  })
}

async function findAccounts(tx: Database, viewer: Account, ids: string[]): Promise<string[]> {
  const wanted = [...new Set(ids)]
  const found = await tx
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(inArray(accounts.id, wanted), inScope(tx, viewer, accounts.organisationId)))
  const known = new Set([viewer.id, ...found.map((each) => each.id)])
  if (!wanted.every((each) => known.has(each))) {
    throw new AppError('not_found', 'complaint_about_unknown')
  }
  return wanted
}

/** That there is one is not to be found in their inboxes either. */
async function forgetNotices(tx: Database, id: string, added: string[]): Promise<void> {
  await tx
    .delete(notices)
    .where(and(like(notices.key, `complaint_opened:${id}%`), inArray(notices.recipientId, added)))
}
