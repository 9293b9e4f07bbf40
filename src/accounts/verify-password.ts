import { appendAudit } from '../audit/append-audit.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../shared/errors.ts'
import { type Attempt, noteAttempt, takeBackAttempt, type Trier } from './attempts.ts'
import type { Credentials } from './account.ts'
import { requirePasswords } from './require-passwords.ts'

export type Verdict = { isRight: boolean; attempt: Attempt }

/**
 * Whether the password is that of the account. A wrong one counts towards the lock, one that could not be
 * checked does not.
 * @throws AppError `rate_limited` when it may not even be tried, `unavailable` when too many wait
 */
export async function verifyPassword(
  deps: Deps,
  credentials: Credentials | undefined,
  { password, trier }: { password: string; trier: Trier },
): Promise<Verdict> {
  const hashing = requirePasswords(deps)
  const attempt = await noteAttempt(deps.db, { kind: 'password', trier, now: deps.now() })
  if (!attempt) {
    deps.log('warn', 'sign_in_locked', { kind: 'password' })
    throw new AppError('rate_limited', 'sign_in_locked')
  }
  try {
    const isRight = await hashing.verify(password, credentials?.passwordHash)
    return { isRight, attempt }
  } catch (error) {
    await takeBackAttempt(deps.db, attempt)
    throw error
  }
}

/**
 * Asks again for the password of somebody who has signed in.
 * @throws AppError `invalid` when it is wrong, `rate_limited`, `unavailable`
 */
export async function verifyOwnPassword(
  deps: Deps,
  credentials: Credentials,
  { password, trier }: { password: string; trier: Trier },
): Promise<void> {
  const { isRight, attempt } = await verifyPassword(deps, credentials, { password, trier })
  if (isRight) return takeBackAttempt(deps.db, attempt)
  const { id, role } = credentials.account
  await deps.db.transaction(async (tx) => {
    const entry = { actor: { kind: role, id }, objectId: id, addressHash: trier.addressHash }
    await appendAudit(tx, {
      ...entry,
      action: 'sign_in',
      result: 'failed',
      details: { refusal: 'password' },
    })
  })
  throw new AppError('invalid', 'password_wrong')
}
