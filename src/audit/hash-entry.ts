import { sql } from 'drizzle-orm'
import { auditEntries } from '../db/schema/index.ts'
import { sha256 } from '../shared/ids.ts'

/** One row as it is hashed: its moment to the microsecond in UTC, `2026-03-02T02:00:00.123456Z`. */
export type HashedEntry = Omit<typeof auditEntries.$inferSelect, 'at' | 'hash'> & { at: string }

export const momentAsHashed = sql<string>`to_char(${auditEntries.at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/** SHA-256 in hex over the canonical JSON of the row, which holds the hash of the row before it. */
export function hashEntry(entry: HashedEntry): Promise<string> {
  return sha256(canonicalJson(entry))
}

/** JSON with the keys of every object in the order of their code units, without white space. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`)
  return `{${members.join(',')}}`
}
