import { asc, getTableColumns, gt, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '../db/database.ts'
import { auditChain, auditEntries } from '../db/schema/index.ts'
import { hashEntry, momentAsHashed } from './hash-entry.ts'

/** An entry as somebody outside the database noted it: it shows that the chain was not written anew. */
export type NotedEntry = { id: number; hash: string }

/**
 * changed: a row is not what was appended · missing: it is gone · inserted: no append has left it there ·
 * no_ends: the row with the ends of the chain is gone
 */
export type AuditProblem = 'changed' | 'missing' | 'inserted' | 'no_ends'

type Finding = {
  problem: AuditProblem
  /** The first row that is wrong. */
  id: number
  /** When it says it was, in Beijing: `2026-03-02T10:00:00.123456+08:00`; null where there is no row. */
  at: string | null
}

type Whole = { entries: number; head: NotedEntry; purgedUpTo: number }

/** `guarded`: the triggers that refuse changes are in place. */
export type AuditVerdict = { guarded: boolean } & (
  | ({ intact: true } & Whole)
  | ({ intact: false } & Finding)
)

export type VerifyOptions = { noted?: NotedEntry | undefined; batch?: number }

/** Walks the chain from its old end to its head, in batches; others may append and purge meanwhile. */
export async function verifyAudit(
  db: Database,
  options: VerifyOptions = {},
): Promise<AuditVerdict> {
  const guarded = await isGuarded(db)
  const ends = await findEnds(db)
  if (!ends) return { intact: false, problem: 'no_ends', id: 0, at: null, guarded }
  const walked = await walk(db, ends.anchor, options)
  if (!('problem' in walked)) return { intact: true, ...walked, guarded }
  // A purge takes rows away from under the walk.
  const endsNow = await findEnds(db)
  if (endsNow && endsNow.anchor.id > ends.anchor.id) return verifyAudit(db, options)
  return { intact: false, ...walked, guarded }
}

const BATCH = 1_000

type Link = NotedEntry & { at: string | null }

async function walk(
  db: Database,
  anchor: NotedEntry,
  { noted, batch = BATCH }: VerifyOptions,
): Promise<Finding | Whole> {
  let last: Link = { ...anchor, at: null }
  let entries = 0
  for (;;) {
    // Read before the rows: what it names is committed, and must be found.
    const head = (await findEnds(db))?.head
    const rows = await readRows(db, entries === 0 ? undefined : last.id, batch)
    for (const row of rows) {
      const finding = await findWrong(row, last, { anchor, noted })
      if (finding) return finding
      last = { id: row.entry.id, hash: row.hash, at: row.at }
      entries += 1
    }
    if (rows.length === 0) {
      const wrong = findWrongEnd(head, last, noted)
      return wrong ?? { entries, head: { id: last.id, hash: last.hash }, purgedUpTo: anchor.id }
    }
  }
}

async function findEnds(db: Database): Promise<Record<'head' | 'anchor', NotedEntry> | undefined> {
  const [row] = await db.select().from(auditChain)
  if (!row) return undefined
  return {
    head: { id: row.headId, hash: row.headHash },
    anchor: { id: row.anchorId, hash: row.anchorHash },
  }
}

type Row = Awaited<ReturnType<typeof readRows>>[number]

const momentInBeijing = sql<string>`to_char(${auditEntries.at} at time zone interval '8 hours', 'YYYY-MM-DD"T"HH24:MI:SS.US"+08:00"')`

async function readRows(db: Database, after: number | undefined, limit: number) {
  const { hash, at: _, ...columns } = getTableColumns(auditEntries)
  return db
    .select({ entry: { ...columns, at: momentAsHashed }, hash, at: momentInBeijing })
    .from(auditEntries)
    .where(after === undefined ? undefined : gt(auditEntries.id, after))
    .orderBy(asc(auditEntries.id))
    .limit(limit)
}

/** The row before a row that is whole and does not follow it was written anew, with a hash to match. */
async function findWrong(
  { entry, hash, at }: Row,
  last: Link,
  { anchor, noted }: { anchor: NotedEntry; noted: NotedEntry | undefined },
): Promise<Finding | undefined> {
  if (entry.id <= anchor.id) return { problem: 'inserted', id: entry.id, at }
  if (entry.id > last.id + 1) return { problem: 'missing', id: last.id + 1, at: null }
  const isWhole = (await hashEntry(entry)) === hash
  const isNoted = noted?.id !== entry.id || noted.hash === hash
  const follows = entry.previousHash === last.hash
  if (isWhole && !follows && last.id > anchor.id) return changed(last)
  return isWhole && follows && isNoted ? undefined : changed({ id: entry.id, at })
}

const changed = ({ id, at }: Pick<Link, 'id' | 'at'>): Finding => ({ problem: 'changed', id, at })

function findWrongEnd(
  head: NotedEntry | undefined,
  last: Link,
  noted: NotedEntry | undefined,
): Finding | undefined {
  if (!head) return { problem: 'no_ends', id: 0, at: null }
  if (head.id < last.id) return { problem: 'inserted', id: head.id + 1, at: null }
  if (Math.max(head.id, noted?.id ?? 0) > last.id) {
    return { problem: 'missing', id: last.id + 1, at: null }
  }
  return head.hash === last.hash ? undefined : changed(last)
}

const GUARDS = 5

/** Whether the triggers of the migration `audit_guard` stand, and fire for everybody. */
async function isGuarded(db: Database): Promise<boolean> {
  const { rows } = await db.execute(sql`
    select count(*)::int as guards from pg_trigger
    where tgrelid in ('audit_entries'::regclass, 'audit_chain'::regclass)
      and tgname like 'audit\_%' and tgenabled = 'A'`)
  return z.object({ guards: z.number() }).parse(rows[0]).guards === GUARDS
}
