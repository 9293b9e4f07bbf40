import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '../db/database.ts'
import { appendAudit } from './append-audit.ts'

const Purged = z.object({ rows: z.coerce.number().int() })

/**
 * Removes entries older than the retention (AUDIT_RETENTION_DAYS), by the clock of the database; the chain
 * keeps the hash of the last one, and an entry says how many went. Under 180 days the database refuses.
 */
export async function purgeAudit(db: Database, days: number): Promise<number> {
  return db.transaction(async (tx) => {
    const result = await tx.execute(
      sql`select audit_purge(now() - make_interval(days => ${days}::int)) as rows`,
    )
    const { rows } = Purged.parse(result.rows[0])
    if (rows > 0) {
      const details = { rows, days }
      await appendAudit(tx, {
        actor: { kind: 'system' },
        action: 'purge_audit',
        result: 'ok',
        details,
      })
    }
    return rows
  })
}
