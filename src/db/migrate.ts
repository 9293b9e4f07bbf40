import { sql } from 'drizzle-orm'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { drizzle } from 'drizzle-orm/node-postgres'
import type { Client } from 'pg'

/** Number of the advisory lock under which one process at a time migrates. */
const MIGRATION_LOCK = 7_301_001

/** Brings the schema up to date; several processes may call it at once. */
export async function migrateDatabase(client: Client, migrationsFolder: string): Promise<void> {
  const db = drizzle({ client })
  await db.execute(sql`select pg_advisory_lock(${MIGRATION_LOCK})`)
  try {
    await migrate(db, { migrationsFolder })
  } finally {
    await db.execute(sql`select pg_advisory_unlock(${MIGRATION_LOCK})`)
  }
}
