import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { inject } from 'vitest'
import { appendAudit, type AuditEntry } from '../../src/audit/append-audit.ts'
import { hashEntry } from '../../src/audit/hash-entry.ts'
import { type Database, openDatabase } from '../../src/db/database.ts'
import { startEmbedded } from '../../src/db/embedded.ts'
import { auditChain, auditEntries } from '../../src/db/schema/index.ts'
import { newId } from '../../src/shared/ids.ts'
import { copyDataDir } from '../support/template-database.ts'
import { cloneTemplate } from '../support/test-deps.ts'

/** A sign-in of somebody on the staff, unless told otherwise. */
export function entryOf(changes: Partial<AuditEntry> = {}): AuditEntry {
  const actor = { kind: 'staff', id: newId() } as const
  const entry = { actor, action: 'sign_in', objectId: actor.id, result: 'ok', details: {} } as const
  return { ...entry, ...changes } as AuditEntry
}

export async function appendMany(db: Database, count: number): Promise<number[]> {
  const ids: number[] = []
  for (let n = 0; n < count; n += 1) ids.push((await appendAudit(db, entryOf())).id)
  return ids
}

/** What the owner of the tables can do and no role of the service: change rows with the triggers off. */
export async function tamper(db: Database, ...statements: ReturnType<typeof sql>[]) {
  await db.execute(sql`alter table audit_entries disable trigger user`)
  await db.execute(sql`alter table audit_chain disable trigger user`)
  for (const statement of statements) await db.execute(statement)
  await restoreGuards(db)
}

async function restoreGuards(db: Database) {
  const guards = {
    audit_entries: ['audit_append_entry', 'audit_keep_entry', 'audit_keep_entries'],
    audit_chain: ['audit_keep_chain', 'audit_keep_chains'],
  }
  for (const [table, triggers] of Object.entries(guards)) {
    for (const trigger of triggers) {
      await db.execute(
        sql`alter table ${sql.identifier(table)} enable always trigger ${sql.identifier(trigger)}`,
      )
    }
  }
}

/** Appends an entry as it would have been appended some days ago. */
export async function appendDaysAgo(db: Database, days: number): Promise<number> {
  const [head] = await db
    .select({
      id: auditChain.headId,
      previousHash: auditChain.headHash,
      at: sql<string>`to_char((now() - make_interval(days => ${days}::int)) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
    })
    .from(auditChain)
  if (!head) throw new Error('no chain')
  const row = {
    actorKind: 'system' as const,
    actorId: null,
    action: 'sign_out',
    objectKind: 'account',
    objectId: null,
    result: 'ok' as const,
    addressHash: null,
    details: {},
    ...head,
    id: head.id + 1,
  }
  const hash = await hashEntry(row)
  await db.execute(sql`alter table audit_entries disable trigger user`)
  await db.insert(auditEntries).values({ ...row, at: sql`${row.at}::timestamptz`, hash })
  await db.execute(sql`alter table audit_chain disable trigger user`)
  await db.update(auditChain).set({ headId: row.id, headHash: hash })
  await restoreGuards(db)
  return row.id
}

export type OwnDatabase = {
  db: Database
  /** Settings with which a process of its own opens it, once `letGo` has closed it here. */
  environment: Record<string, string>
  letGo: () => Promise<void>
  remove: () => Promise<void>
}

/** A database that may be committed to: several connections on a server, one on PGlite. */
export async function openOwnDatabase(): Promise<OwnDatabase> {
  if (inject('template').kind === 'server') {
    const { db, url, close } = await cloneTemplate(8)
    return { db, environment: { DATABASE_URL: url }, letGo: async () => {}, remove: close }
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'zhiwen-audit-'))
  await copyDataDir(inject('template'), dataDir)
  const embedded = await startEmbedded({ dataDir, onEvent: () => {} })
  const { db, close } = openDatabase({
    address: { socketDir: embedded.socketDir },
    connections: 1,
    onError: () => {},
  })
  const state = { open: true }
  const letGo = async () => {
    if (!state.open) return
    state.open = false
    await close()
    await embedded.close()
  }
  const remove = async () => {
    await letGo()
    await rm(dataDir, { recursive: true, force: true })
  }
  return { db, environment: { DATA_DIR: dataDir }, letGo, remove }
}
