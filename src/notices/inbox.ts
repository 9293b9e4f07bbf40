import { and, count, desc, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { notices } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { loadKnowledge } from '../knowledge/runtime-knowledge.ts'
import { AppError } from '../shared/errors.ts'
import { isNoticeKind } from '../shared/notice-kinds.ts'
import { type Language, renderNotice } from './render-notice.ts'

type Reader = { accountId: string; language: Language }
type Page = { before?: string | undefined; limit: number }

/** The account's own notices, newest first; `before` is the id of the last one of the page before. */
export async function readInbox(
  deps: Deps,
  { accountId, language }: Reader,
  { before, limit }: Page,
) {
  const own = inInboxOf(accountId)
  const rows = await deps.db
    .select()
    .from(notices)
    .where(and(own, before === undefined ? undefined : isBefore(before)))
    .orderBy(desc(notices.createdAt), desc(notices.id))
    .limit(limit + 1)
  const [unread] = await deps.db
    .select({ count: count() })
    .from(notices)
    .where(and(own, isNull(notices.readAt)))
  const { notices: texts } = await loadKnowledge(deps)
  const page = rows.slice(0, limit)
  return {
    notices: page.map(({ id, kind, data, caseId, ticketId, createdAt, readAt }) => ({
      id,
      kind,
      ...(isNoticeKind(kind)
        ? renderNotice(texts, { kind, data }, language)
        : { title: kind, text: '' }),
      data,
      caseId,
      ticketId,
      createdAt: createdAt.toISOString(),
      readAt: readAt?.toISOString() ?? null,
    })),
    unread: unread?.count ?? 0,
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  }
}

/** Read again, it keeps the time of the first reading. @throws AppError `not_found` of somebody else, or none */
export async function markRead(
  { db, now }: Deps,
  { accountId, id }: { accountId: string; id: string },
): Promise<void> {
  const [found] = await db
    .update(notices)
    .set({ readAt: sql`coalesce(${notices.readAt}, ${now().toISOString()}::timestamptz)` })
    .where(and(inInboxOf(accountId), eq(notices.id, id)))
    .returning({ id: notices.id })
  if (!found) throw new AppError('not_found', 'notice_unknown')
}

export async function markAllRead({ db, now }: Deps, accountId: string): Promise<void> {
  await db
    .update(notices)
    .set({ readAt: now() })
    .where(and(inInboxOf(accountId), isNull(notices.readAt)))
}

function inInboxOf(accountId: string): SQL | undefined {
  return and(
    eq(notices.channel, 'inbox'),
    eq(notices.recipientKind, 'account'),
    eq(notices.recipientId, accountId),
  )
}

/** Older than another notice, as lists are ordered. Nothing is older than one that does not exist. */
export function isBefore(id: string): SQL {
  return sql`(${notices.createdAt}, ${notices.id}) <
    (select last.created_at, last.id from ${notices} last where last.id = ${id})`
}
