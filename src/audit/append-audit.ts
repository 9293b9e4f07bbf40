import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '../db/database.ts'
import { auditChain, auditEntries, type auditResults } from '../db/schema/index.ts'
import { type AuditAction, auditActions, type AuditDetails } from './actions.ts'
import { hashEntry } from './hash-entry.ts'
import { keyedHash, objectKinds } from './object-kinds.ts'

/** Number of the advisory lock under which the chain grows; `audit_purge` takes the same. */
const AUDIT_LOCK = 7_301_002

const Actor = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['staff', 'expert', 'administrator', 'auditor']), id: z.uuid() }),
  /** An asker is named by `referenceToAsker`. */
  z.strictObject({ kind: z.literal('asker'), id: keyedHash.startsWith('a1.') }),
  z.strictObject({ kind: z.literal('system') }),
])

export type AuditActor = z.infer<typeof Actor>

export type AuditEntry = {
  [Action in AuditAction]: {
    actor: AuditActor
    action: Action
    /** Of the kind that the action is done to; none where it is done to many, or to nothing that exists. */
    objectId?: string | undefined
    result: (typeof auditResults)[number]
    /** Keyed hash of the address that the request came from. */
    addressHash?: string | undefined
    details: AuditDetails<Action>
  }
}[AuditAction]

/**
 * Appends to the chain within the transaction that causes the entry, as its last statement: other
 * transactions wait here until it ends.
 * @throws ZodError when something else than ids, numbers, closed words and keyed hashes would be recorded
 */
export async function appendAudit(tx: Database, entry: AuditEntry): Promise<{ id: number }> {
  const checked = checkEntry(entry)
  await tx.execute(sql`select pg_advisory_xact_lock(${AUDIT_LOCK})`)
  const [head] = await tx
    .select({ id: auditChain.headId, hash: auditChain.headHash, at: momentNow })
    .from(auditChain)
  if (!head) throw new Error('the audit chain has lost its head')
  const row = { ...checked, id: head.id + 1, previousHash: head.hash }
  await tx.insert(auditEntries).values({
    ...row,
    at: sql`${head.at}::timestamptz`,
    hash: await hashEntry({ ...row, at: head.at }),
  })
  return { id: row.id }
}

const momentNow = sql<string>`to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

function checkEntry({ actor, action, objectId, result, addressHash, details }: AuditEntry) {
  const { object, details: allowed } = auditActions[action]
  const { kind, ...named } = Actor.parse(actor)
  return {
    actorKind: kind,
    actorId: 'id' in named ? named.id : null,
    action,
    objectKind: object,
    objectId: objectId === undefined ? null : objectKinds[object].parse(objectId),
    result,
    addressHash: addressHash === undefined ? null : keyedHash.parse(addressHash),
    details: allowed.parse(details),
  }
}
