import { eq } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { switches, type switchNames } from '../db/schema/index.ts'

export type SwitchName = (typeof switchNames)[number]

/** Read with each use, so that a switch takes effect in every process without a restart. */
export async function isSwitchedOff(db: Database, name: SwitchName): Promise<boolean> {
  const [row] = await db.select({ off: switches.off }).from(switches).where(eq(switches.name, name))
  return row?.off ?? false
}

export async function setSwitch(
  db: Database,
  name: SwitchName,
  { off, now }: { off: boolean; now: Date },
): Promise<void> {
  await db
    .insert(switches)
    .values({ name, off, changedAt: now })
    .onConflictDoUpdate({ target: switches.name, set: { off, changedAt: now } })
}
