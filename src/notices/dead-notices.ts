import { and, desc, eq, inArray, ne, sql } from 'drizzle-orm'
import { type Account, actorOf } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { accounts, type noticeStates, notices } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { inScope } from '../organisations/scope.ts'
import { AppError } from '../shared/errors.ts'
import { isBefore } from './inbox.ts'

export type NoticeState = (typeof noticeStates)[number]

type Page = { state: NoticeState; before?: string | undefined; limit: number }

/** Notices to people whom the administrator sees, newest first; to endpoints, for those above all organisations. */
export async function listNotices(db: Database, viewer: Account, { state, before, limit }: Page) {
  const rows = await db
    .select({
      id: notices.id,
      kind: notices.kind,
      channel: notices.channel,
      state: notices.state,
      recipientKind: notices.recipientKind,
      recipientId: notices.recipientId,
      attempts: notices.attempts,
      lastError: notices.lastError,
      nextAt: notices.nextAt,
      createdAt: notices.createdAt,
    })
    .from(notices)
    .where(
      and(
        eq(notices.state, state),
        ne(notices.channel, 'inbox'),
        isSeenBy(db, viewer),
        before === undefined ? undefined : isBefore(before),
      ),
    )
    .orderBy(desc(notices.createdAt), desc(notices.id))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  return {
    notices: page.map(({ nextAt, createdAt, ...row }) => ({
      ...row,
      nextAt: state === 'waiting' ? nextAt.toISOString() : null,
      createdAt: createdAt.toISOString(),
    })),
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  }
}

/**
 * Lets a notice that was given up be tried again, from the first try on.
 * @throws AppError `not_found` for one that is not seen, `conflict` for one that was not given up
 */
export async function retryNotice(deps: Deps, viewer: Account, id: string): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const [found] = await tx
      .select({ state: notices.state })
      .from(notices)
      .where(and(eq(notices.id, id), isSeenBy(tx, viewer)))
      .for('update')
    if (!found) throw new AppError('not_found', 'notice_unknown')
    if (found.state !== 'dead') throw new AppError('conflict', 'notice_not_dead')
    await tx
      .update(notices)
      .set({ state: 'waiting', attempts: 0, nextAt: deps.now() })
      .where(eq(notices.id, id))
    await appendAudit(tx, {
      actor: actorOf(viewer),
      action: 'retry_notice',
      objectId: id,
      result: 'ok',
      details: {},
    })
  })
}

function isSeenBy(db: Database, viewer: Account) {
  if (viewer.organisationPath === null) return undefined
  const seen = db
    .select({ id: sql<string>`${accounts.id}::text` })
    .from(accounts)
    .where(inScope(db, viewer, accounts.organisationId))
  return and(eq(notices.recipientKind, 'account'), inArray(notices.recipientId, seen))
}
