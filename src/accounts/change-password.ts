import { and, eq } from 'drizzle-orm'
import { appendAudit } from '../audit/append-audit.ts'
import { accounts } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../shared/errors.ts'
import { actorOf, findCredentials } from './account.ts'
import { hashTrier } from './attempts.ts'
import { checkPassword } from './check-password.ts'
import { requirePasswords } from './require-passwords.ts'
import { endSessions, openSession, type Session } from './sessions.ts'
import { verifyOwnPassword } from './verify-password.ts'

/**
 * Ends all sessions of the account, this one too, and opens a new one.
 * @throws AppError `invalid` for a wrong password or a weak new one, `rate_limited`, `unavailable`, `conflict`
 */
export async function changePassword(
  deps: Deps,
  { account }: Session,
  { current, next, address }: { current: string; next: string; address: string },
): Promise<{ token: string }> {
  const { db, now } = deps
  const credentials = await findCredentials(db, eq(accounts.id, account.id))
  if (!credentials) throw new AppError('unauthorized', 'session_ended')
  const trier = await hashTrier(deps, { username: account.username, address })
  await verifyOwnPassword(deps, credentials, { password: current, trier })
  if (current.normalize('NFKC') === next.normalize('NFKC')) {
    throw new AppError('invalid', 'password_same')
  }
  checkPassword(next, account, deps.passwordProfile)
  const passwordHash = await requirePasswords(deps).hash(next)
  return db.transaction(async (tx) => {
    const [changed] = await tx
      .update(accounts)
      .set({
        passwordHash,
        passwordChangedAt: now(),
        mustChangePassword: false,
        passwordExpiresAt: null,
        updatedAt: now(),
      })
      .where(and(eq(accounts.id, account.id), eq(accounts.passwordHash, credentials.passwordHash)))
      .returning({ id: accounts.id })
    if (!changed) throw new AppError('conflict', 'account_changed_meanwhile')
    if ((await endSessions(tx, account.id)) === 0)
      throw new AppError('unauthorized', 'session_ended')
    await appendAudit(tx, {
      actor: actorOf(account),
      action: 'change_password',
      objectId: account.id,
      result: 'ok',
      addressHash: trier.addressHash,
      details: {},
    })
    return openSession(tx, { accountId: account.id, stage: 'full', now: now() })
  })
}
