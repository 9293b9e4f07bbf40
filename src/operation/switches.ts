import { desc, eq } from 'drizzle-orm'
import { actedBy, type ActingAccount } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { accounts, switchChanges, switches, switchNames } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { newId } from '../shared/ids.ts'

export { switchNames }

export type SwitchName = (typeof switchNames)[number]

/** Read with each use, so that a switch takes effect in every process without a restart. */
export async function isSwitchedOff(db: Database, name: SwitchName): Promise<boolean> {
  const [row] = await db.select({ off: switches.off }).from(switches).where(eq(switches.name, name))
  return row?.off ?? false
}

type Change = { off: boolean; now: Date; reason?: string; accountId?: string }

export async function setSwitch(
  db: Database,
  name: SwitchName,
  { off, now, reason, accountId }: Change,
): Promise<void> {
  await db
    .insert(switches)
    .values({ name, off, changedAt: now })
    .onConflictDoUpdate({ target: switches.name, set: { off, changedAt: now } })
  await db.insert(switchChanges).values({ id: newId(), name, off, reason, accountId, at: now })
}

/** The same by an administrator, who says why. */
export async function throwSwitch(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  by: ActingAccount,
  { name, off, reason }: { name: SwitchName; off: boolean; reason: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    await setSwitch(tx, name, { off, now: now(), reason, accountId: by.id })
    await appendAudit(tx, {
      ...actedBy(by),
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
