import { and, eq, isNull, lt, or } from 'drizzle-orm'
import { appendAudit, type AuditActor } from '../audit/append-audit.ts'
import { accounts } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../shared/errors.ts'
import { type Account, actorOf, type Credentials, findCredentials, totpContext } from './account.ts'
import {
  type Attempt,
  forgetAttempts,
  hashTrier,
  noteAttempt,
  takeBackAttempt,
  type Trier,
} from './attempts.ts'
import { endSession, openSession, type Session } from './sessions.ts'
import { findTotpStep } from './totp.ts'
import { verifyPassword } from './verify-password.ts'

/** What has to come next before anything else is open: a code, or the set-up of an app that shows codes. */
export type NextFactor = 'totp' | 'enrol_totp'

type Refusal = 'unknown' | 'password' | 'disabled' | 'expired'

/** The answer to a wrong name, a wrong password and a disabled account is one and the same. */
const refused = () => new AppError('unauthorized', 'sign_in_failed')

/**
 * The first factor: opens a session that can do nothing but give the second one. `replaces` is the token that
 * the browser came with.
 * @throws AppError `unauthorized`; `rate_limited` when account or address are locked; `unavailable`
 */
export async function signIn(
  deps: Deps,
  input: { username: string; password: string; address: string; replaces: string | undefined },
): Promise<{ token: string; next: NextFactor }> {
  const { db, now } = deps
  const trier = await hashTrier(deps, input)
  const credentials = await findCredentials(db, eq(accounts.username, input.username))
  const { password, replaces } = input
  const { isRight, attempt } = await verifyPassword(deps, credentials, { password, trier })
  const refusal = refusalOf(credentials, isRight, now())
  if (refusal !== undefined || !credentials) {
    await recordRefusal(
      deps,
      { account: credentials?.account, trier, attempt },
      refusal ?? 'unknown',
    )
    throw refused()
  }
  const accountId = credentials.account.id
  const { token } = await db.transaction(async (tx) => {
    await lockUnchanged(tx, credentials)
    await takeBackAttempt(tx, attempt)
    if (replaces !== undefined) await endSession(tx, replaces)
    return openSession(tx, { accountId, stage: 'password', now: now() })
  })
  return { token, next: credentials.sealedTotpSecret === null ? 'enrol_totp' : 'totp' }
}

/** A password that was changed since it was checked ends sessions, and none may open behind its back. */
async function lockUnchanged(tx: Deps['db'], { account, passwordHash }: Credentials) {
  const [same] = await tx
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(eq(accounts.id, account.id), eq(accounts.passwordHash, passwordHash)))
    .for('update')
  if (!same) throw refused()
}

function refusalOf(
  credentials: Credentials | undefined,
  isRight: boolean,
  now: Date,
): Refusal | undefined {
  if (!credentials) return 'unknown'
  if (!isRight) return 'password'
  if (credentials.disabledAt) return 'disabled'
  const { passwordExpiresAt } = credentials
  return passwordExpiresAt !== null && passwordExpiresAt <= now ? 'expired' : undefined
}

type Try = { account: Account | undefined; trier: Trier; attempt: Attempt }

async function recordRefusal(
  { db }: Deps,
  { account, trier, attempt }: Try,
  refusal: Refusal | 'totp',
): Promise<void> {
  const actor: AuditActor = account ? actorOf(account) : { kind: 'system' }
  const { accountHash: nameHash, addressHash } = trier
  const entry = { actor, objectId: account?.id, addressHash }
  await db.transaction(async (tx) => {
    await appendAudit(tx, {
      ...entry,
      action: 'sign_in',
      result: 'failed',
      details: account ? { refusal } : { refusal, nameHash },
    })
    if (!account || !attempt.isLast) return
    const details = { failures: attempt.ofAccount }
    await appendAudit(tx, { ...entry, action: 'lock_account', result: 'ok', details })
  })
}

/**
 * The second factor: a code that has not been used before. Ends the session of the first and opens a full one.
 * @throws AppError `unauthorized` for a wrong code, `rate_limited` when locked, `conflict` without a set-up
 */
export async function giveCode(
  deps: Deps,
  session: Session,
  { token, code, address }: { token: string; code: string; address: string },
): Promise<{ token: string; account: Account }> {
  const { db, now } = deps
  const { account } = session
  const credentials = await findCredentials(db, eq(accounts.id, account.id))
  const sealed = credentials?.sealedTotpSecret ?? null
  if (!credentials || sealed === null) throw new AppError('conflict', 'totp_not_enrolled')
  const trier = await hashTrier(deps, { username: account.username, address })
  const attempt = await noteCode(deps, trier)
  const secret = await deps.cipher.open(sealed, totpContext(account.id))
  const lastStep = credentials.totpStep
  const step = await findTotpStep(secret, code, { now: now(), lastStep })
  if (step === undefined) {
    await recordRefusal(deps, { account, trier, attempt }, 'totp')
    throw new AppError('unauthorized', 'code_wrong')
  }
  return db.transaction(async (tx) => {
    const unused = or(isNull(accounts.totpStep), lt(accounts.totpStep, step))
    const [taken] = await tx
      .update(accounts)
      .set({ totpStep: step, lastSignInAt: now() })
      .where(and(eq(accounts.id, account.id), unused))
      .returning({ id: accounts.id })
    // Of two that come with the same code, or the same cookie, at once, one gets in.
    if (!taken || !(await endSession(tx, token))) throw new AppError('unauthorized', 'code_wrong')
    const opened = await openSession(tx, { accountId: account.id, stage: 'full', now: now() })
    await forgetAttempts(tx, trier.accountHash)
    await recordSignIn(tx, account, trier)
    return { token: opened.token, account }
  })
}

/** Notes the try of a code. @throws AppError `rate_limited` when too many were wrong */
export async function noteCode(deps: Deps, trier: Trier): Promise<Attempt> {
  const attempt = await noteAttempt(deps.db, { kind: 'totp', trier, now: deps.now() })
  if (attempt) return attempt
  deps.log('warn', 'sign_in_locked', { kind: 'totp' })
  throw new AppError('rate_limited', 'totp_locked')
}

export async function recordSignIn(
  tx: Deps['db'],
  account: Account,
  { addressHash }: Pick<Trier, 'addressHash'>,
): Promise<void> {
  await appendAudit(tx, {
    actor: actorOf(account),
    action: 'sign_in',
    objectId: account.id,
    result: 'ok',
    addressHash,
    details: {},
  })
}

export async function signOut(
  deps: Deps,
  { account }: Session,
  { token, address }: { token: string; address: string },
): Promise<void> {
  const { addressHash } = await hashTrier(deps, { username: account.username, address })
  await deps.db.transaction(async (tx) => {
    if (!(await endSession(tx, token))) return
    await appendAudit(tx, {
      actor: actorOf(account),
      action: 'sign_out',
      objectId: account.id,
      result: 'ok',
      addressHash,
      details: {},
    })
  })
}
