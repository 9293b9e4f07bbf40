import { and, eq, isNull } from 'drizzle-orm'
import { appendAudit } from '../audit/append-audit.ts'
import { accounts } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../shared/errors.ts'
import { type Account, actorOf, findCredentials, totpContext } from './account.ts'
import { forgetAttempts, hashTrier } from './attempts.ts'
import { endSessions, openSession, type Session } from './sessions.ts'
import { noteCode, recordSignIn } from './sign-in.ts'
import { findTotpStep, newTotpSecret, totpAddress } from './totp.ts'
import { verifyOwnPassword } from './verify-password.ts'

/**
 * Begins to set up an authenticator app. Who has one already, and has given its code, needs the password
 * again; who has only given the password cannot take the place of the one there is.
 * @throws AppError `forbidden`, `invalid` for a wrong password, `rate_limited`
 */
export async function beginTotp(
  deps: Deps,
  { account, stage }: Session,
  { password, address }: { password: string | undefined; address: string },
): Promise<{ secret: string; address: string }> {
  const credentials = await findCredentials(deps.db, eq(accounts.id, account.id))
  if (!credentials) throw new AppError('unauthorized', 'session_ended')
  if (credentials.sealedTotpSecret !== null) {
    if (stage !== 'full') throw new AppError('forbidden', 'totp_code_needed')
    if (password === undefined) throw new AppError('invalid', 'password_wrong')
    const trier = await hashTrier(deps, { username: account.username, address })
    await verifyOwnPassword(deps, credentials, { password, trier })
  }
  const secret = newTotpSecret()
  const pendingTotpSecret = await deps.cipher.seal(secret, totpContext(account.id))
  await deps.db.update(accounts).set({ pendingTotpSecret }).where(eq(accounts.id, account.id))
  return { secret, address: totpAddress(secret, account.username) }
}

/**
 * A first code shows that the app is set up: from now on it is needed. All sessions of the account end, and
 * a full one is opened.
 * @throws AppError `conflict` when none was begun, `unauthorized` for a wrong code, `rate_limited`
 */
export async function confirmTotp(
  deps: Deps,
  { account, stage }: Session,
  { code, address }: { code: string; address: string },
): Promise<{ token: string; account: Account }> {
  const { db, now } = deps
  const credentials = await findCredentials(db, eq(accounts.id, account.id))
  const pending = credentials?.pendingTotpSecret ?? null
  if (pending === null) throw new AppError('conflict', 'totp_not_begun')
  const trier = await hashTrier(deps, { username: account.username, address })
  await noteCode(deps, trier)
  const secret = await deps.cipher.open(pending, totpContext(account.id))
  const step = await findTotpStep(secret, code, { now: now(), lastStep: null })
  if (step === undefined) throw new AppError('unauthorized', 'code_wrong')
  return db.transaction(async (tx) => {
    const mayReplace = stage === 'full' ? undefined : isNull(accounts.sealedTotpSecret)
    const [enrolled] = await tx
      .update(accounts)
      .set({
        sealedTotpSecret: pending,
        pendingTotpSecret: null,
        totpStep: step,
        ...(stage === 'password' && { lastSignInAt: now() }),
      })
      .where(and(eq(accounts.id, account.id), eq(accounts.pendingTotpSecret, pending), mayReplace))
      .returning({ id: accounts.id })
    if (!enrolled) throw new AppError('conflict', 'totp_not_begun')
    // Without one of its own this session was ended meanwhile: disabled, or its password changed.
    if ((await endSessions(tx, account.id)) === 0)
      throw new AppError('unauthorized', 'session_ended')
    const { token } = await openSession(tx, { accountId: account.id, stage: 'full', now: now() })
    await forgetAttempts(tx, trier.accountHash)
    await appendAudit(tx, {
      actor: actorOf(account),
      action: 'enrol_totp',
      objectId: account.id,
      result: 'ok',
      addressHash: trier.addressHash,
      details: {},
    })
    if (stage === 'password') await recordSignIn(tx, account, trier)
    return { token, account }
  })
}
