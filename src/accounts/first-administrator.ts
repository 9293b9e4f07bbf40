import { and, eq, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { accounts } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { newId } from '../shared/ids.ts'
import { newOneTimePassword, ONE_TIME_MS } from './one-time-password.ts'
import { requirePasswords } from './require-passwords.ts'

const USERNAME = 'administrator'

/**
 * With no account at all: makes an administrator with a one-time password for whoever reads it at the start.
 * Nothing on every later start, but a new password when the first one has run out before anybody used it.
 */
export async function createFirstAdministrator(
  deps: Pick<Deps, 'db' | 'now' | 'passwords'>,
): Promise<{ username: string; oneTimePassword: string } | undefined> {
  const { db, now } = deps
  if (!(await isNeeded(db, now()))) return undefined
  const oneTimePassword = newOneTimePassword()
  const passwordHash = await requirePasswords(deps).hash(oneTimePassword)
  const isMade = await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(7301004)`)
    // Another process may have made it while this one was hashing.
    if (!(await isNeeded(tx, now()))) return false
    await saveAdministrator(tx, passwordHash, now())
    return true
  })
  return isMade ? { username: USERNAME, oneTimePassword } : undefined
}

async function isNeeded(db: Database, now: Date): Promise<boolean> {
  const [any] = await db.select({ id: accounts.id }).from(accounts).limit(1)
  if (!any) return true
  const [expired] = await db.select({ id: accounts.id }).from(accounts).where(neverUsed(now))
  return expired !== undefined
}

const neverUsed = (now: Date) =>
  and(
    eq(accounts.username, USERNAME),
    isNull(accounts.lastSignInAt),
    isNull(accounts.disabledAt),
    isNotNull(accounts.passwordExpiresAt),
    lt(accounts.passwordExpiresAt, now),
    sql`(select count(*) from ${accounts}) = 1`,
  )

async function saveAdministrator(tx: Database, passwordHash: string, now: Date): Promise<void> {
  const oneTime = {
    passwordHash,
    passwordChangedAt: now,
    mustChangePassword: true,
    passwordExpiresAt: new Date(now.getTime() + ONE_TIME_MS),
    updatedAt: now,
  }
  const [saved] = await tx
    .insert(accounts)
    .values({
      id: newId(),
      username: USERNAME,
      name: '管理员',
      role: 'administrator',
      createdAt: now,
      ...oneTime,
    })
    .onConflictDoUpdate({ target: accounts.username, set: oneTime })
    .returning({ id: accounts.id })
  if (!saved) throw new Error('the first administrator was not saved')
  await appendAudit(tx, {
    actor: { kind: 'system' },
    action: 'create_account',
    objectId: saved.id,
    result: 'ok',
    details: { role: 'administrator' },
  })
}
