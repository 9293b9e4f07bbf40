import { and, asc, count, eq, gt, inArray, isNull, lte, max, notInArray } from 'drizzle-orm'
import type { Account } from '../../accounts/account.ts'
import type { AuditAction } from '../../audit/actions.ts'
import type { Database } from '../../db/database.ts'
import {
  auditChain,
  auditEntries,
  cases,
  notices,
  organisations,
  tickets,
} from '../../db/schema/index.ts'
import { organisationScope, type Viewer } from '../../organisations/scope.ts'
import type { CaseState } from '../../shared/case-states.ts'

/** Whoever has missed more than this reads everything anew. */
const MOST_ENTRIES = 500

/** To look at a case changes nothing. */
const looks: AuditAction[] = ['view_case', 'view_confidential_case', 'view_contact', 'export_cases']

export type ChangedCase = { id: string; code: string; state: CaseState; version: number }

export type CaseNews = {
  /** Where the next look goes on: the number of an entry of the audit. */
  at: number
  changed: ChangedCase[]
  /** So much has happened that no list of it is given. */
  missed: boolean
}

/**
 * The cases in the viewer's scope that have changed after an entry of the audit. That grows in the order in
 * which transactions end, without gaps (`audit/append-audit.ts`), so nothing is missed between two looks.
 * @param after undefined: only where the next look begins
 */
export async function readCaseNews(
  db: Database,
  viewer: Viewer,
  after: number | undefined,
): Promise<CaseNews> {
  const [chain] = await db.select({ headId: auditChain.headId }).from(auditChain)
  const at = chain?.headId ?? 0
  const quiet = { at, changed: [], missed: false }
  if (after === undefined || after === at) return quiet
  if (after > at || at - after > MOST_ENTRIES) return { ...quiet, missed: true }
  const entries = await db
    .select({ kind: auditEntries.objectKind, id: auditEntries.objectId })
    .from(auditEntries)
    .where(
      and(
        gt(auditEntries.id, after),
        lte(auditEntries.id, at),
        inArray(auditEntries.objectKind, ['case', 'ticket']),
        notInArray(auditEntries.action, looks),
      ),
    )
  const idsOf = (kind: string) =>
    entries.flatMap((entry) => (entry.kind === kind && entry.id !== null ? [entry.id] : []))
  const ids = [...idsOf('case'), ...(await casesOfTickets(db, idsOf('ticket')))]
  return { ...quiet, changed: await readChanged(db, viewer, [...new Set(ids)]) }
}

async function casesOfTickets(db: Database, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await db
    .select({ caseId: tickets.caseId })
    .from(tickets)
    .where(inArray(tickets.id, ids))
  return rows.map(({ caseId }) => caseId)
}

async function readChanged(db: Database, viewer: Viewer, ids: string[]): Promise<ChangedCase[]> {
  if (ids.length === 0) return []
  return db
    .select({ id: cases.id, code: cases.code, state: cases.state, version: cases.version })
    .from(cases)
    .innerJoin(organisations, eq(organisations.id, cases.organisationId))
    .where(and(inArray(cases.id, ids), organisationScope(viewer)))
    .orderBy(asc(cases.id))
}

export type NoticeNews = { unread: number; newest: string | null }

/** How many of the account's own notices are unread, and when the newest came. */
export async function readNoticeNews(db: Database, { id }: Account): Promise<NoticeNews> {
  const own = and(
    eq(notices.recipientKind, 'account'),
    eq(notices.recipientId, id),
    eq(notices.channel, 'inbox'),
    isNull(notices.readAt),
  )
  const [row] = await db
    .select({ unread: count(), newest: max(notices.createdAt) })
    .from(notices)
    .where(own)
  return { unread: row?.unread ?? 0, newest: row?.newest?.toISOString() ?? null }
}
