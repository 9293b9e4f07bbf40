import { and, desc, eq, gte, inArray, lt, type SQL, sql } from 'drizzle-orm'
import { actedBy, type ActingAccount } from '../accounts/account.ts'
import { auditActions } from '../audit/actions.ts'
import { objectKinds } from '../audit/object-kinds.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { accounts, auditEntries, organisations } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { organisationScope, type Viewer } from '../organisations/scope.ts'
import { instantOf, parseDay } from '../shared/shanghai-day.ts'

type Entry = typeof auditEntries.$inferSelect

export type AuditFilter = {
  /** Days in Beijing, both counted. */
  from?: string | undefined
  to?: string | undefined
  action?: string | undefined
  actorKind?: Entry['actorKind'] | undefined
  actorId?: string | undefined
  objectKind?: string | undefined
  objectId?: string | undefined
  result?: Entry['result'] | undefined
}

export type AuditQuery = AuditFilter & {
  /** Number of the last entry of the page before. */
  before?: number | undefined
  limit: number
}

export const auditActionNames = Object.keys(auditActions)
export const auditObjectKinds = Object.keys(objectKinds)

const columns = {
  id: auditEntries.id,
  at: auditEntries.at,
  actorKind: auditEntries.actorKind,
  actorId: auditEntries.actorId,
  actor: accounts.name,
  username: accounts.username,
  action: auditEntries.action,
  objectKind: auditEntries.objectKind,
  objectId: auditEntries.objectId,
  result: auditEntries.result,
  addressHash: auditEntries.addressHash,
  details: auditEntries.details,
}

/**
 * Audit entries, the newest first: ids, closed words and hashes, never contents. Who belongs to an organisation
 * sees what its people and those below it did. That it was looked at is an entry itself. `next` is where the next
 * page begins, null when there is none.
 */
export async function listAudit(
  { db }: Pick<Deps, 'db'>,
  viewer: ActingAccount,
  { before, limit, ...filter }: AuditQuery,
) {
  return db.transaction(async (tx) => {
    const rows = await tx
      .select(columns)
      .from(auditEntries)
      .leftJoin(accounts, eq(sql`${accounts.id}::text`, auditEntries.actorId))
      .where(
        and(
          scopeOf(tx, viewer),
          ...conditionsOf(filter),
          before === undefined ? undefined : lt(auditEntries.id, before),
        ),
      )
      .orderBy(desc(auditEntries.id))
      .limit(limit + 1)
    const entries = rows.slice(0, limit)
    await appendAudit(tx, {
      ...actedBy(viewer),
      action: 'view_audit',
      result: 'ok',
      details: { rows: entries.length },
    })
    return { entries, next: rows.length > limit ? (entries.at(-1)?.id ?? null) : null }
  })
}

function scopeOf(tx: Database, viewer: Viewer): SQL | undefined {
  if (viewer.organisationPath === null) return undefined
  const seen = tx
    .select({ id: sql<string>`${accounts.id}::text` })
    .from(accounts)
    .innerJoin(organisations, eq(organisations.id, accounts.organisationId))
    .where(organisationScope(viewer))
  return inArray(auditEntries.actorId, seen)
}

function conditionsOf({ from, to, ...equal }: AuditFilter): (SQL | undefined)[] {
  return [
    from === undefined ? undefined : gte(auditEntries.at, instantOf(parseDay(from))),
    to === undefined ? undefined : lt(auditEntries.at, instantOf(parseDay(to), 24)),
    equal.action === undefined ? undefined : eq(auditEntries.action, equal.action),
    equal.actorKind === undefined ? undefined : eq(auditEntries.actorKind, equal.actorKind),
    equal.actorId === undefined ? undefined : eq(auditEntries.actorId, equal.actorId),
    equal.objectKind === undefined ? undefined : eq(auditEntries.objectKind, equal.objectKind),
    equal.objectId === undefined ? undefined : eq(auditEntries.objectId, equal.objectId),
    equal.result === undefined ? undefined : eq(auditEntries.result, equal.result),
  ]
}
