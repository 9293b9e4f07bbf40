import { desc, eq } from 'drizzle-orm'
import { actedByAny, type ActingAccount } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { accounts, switchChanges, switches, switchNames } from '../db/schema/index.ts'
import { newId } from '../shared/ids.ts'

export { switchNames }

export type SwitchName = (typeof switchNames)[number]

/** Read with each use, so that a switch takes effect in every process without a restart. */
export async function isSwitchedOff(db: Database, name: SwitchName): Promise<boolean> {
  const [row] = await db.select({ off: switches.off }).from(switches).where(eq(switches.name, name))
  return row?.off ?? false
}

type Change = { off: boolean; now: Date; reason?: string; by?: ActingAccount }

/** Throws a switch, with its line in the history and in the audit; without an account it was the command line. */
export async function setSwitch(
  db: Database,
  name: SwitchName,
  { off, now, reason, by }: Change,
): Promise<void> {
  const change = { id: newId(), name, off, reason, accountId: by?.id, at: now }
  await db.transaction(async (tx) => {
    await tx
      .insert(switches)
      .values({ name, off, changedAt: now })
      .onConflictDoUpdate({ target: switches.name, set: { off, changedAt: now } })
    await tx.insert(switchChanges).values(change)
    await appendAudit(tx, {
      ...actedByAny(by),
      action: off ? 'turn_off' : 'turn_on',
      objectId: `switch.${name}`,
      result: 'ok',
      details: {},
    })
  })
}

const MOST_CHANGES = 50

/** Every switch as it stands, and the last changes, the newest first; `by` is null for the command line. */
export async function readSwitches(db: Database) {
  const rows = await db.select().from(switches)
  const changes = await db
    .select({
      name: switchChanges.name,
      off: switchChanges.off,
      reason: switchChanges.reason,
      by: accounts.name,
      at: switchChanges.at,
    })
    .from(switchChanges)
    .leftJoin(accounts, eq(accounts.id, switchChanges.accountId))
    .orderBy(desc(switchChanges.at), desc(switchChanges.id))
    .limit(MOST_CHANGES)
  const stateOf = (name: SwitchName) => rows.find((row) => row.name === name)
  return {
    switches: switchNames.map((name) => ({
      name,
      off: stateOf(name)?.off ?? false,
      changedAt: stateOf(name)?.changedAt ?? null,
    })),
    changes,
  }
}
