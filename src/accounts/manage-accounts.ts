import { and, asc, eq, gt, isNull, sql } from 'drizzle-orm'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { accounts, organisations } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { organisationScope, type Viewer } from '../organisations/scope.ts'
import { AppError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { type Account, accountColumns, actedBy, type ActingAccount, type Role } from './account.ts'
import { forgetAttempts, hashUsername } from './attempts.ts'
import { newOneTimePassword, ONE_TIME_MS } from './one-time-password.ts'
import { placeAccount, type Placement } from './placement.ts'
import { requirePasswords } from './require-passwords.ts'
import { emailContext, type Person, saveAccount } from './save-account.ts'
import { endSessions } from './sessions.ts'

const listed = {
  id: accounts.id,
  username: accounts.username,
  name: accounts.name,
  role: accounts.role,
  organisationId: accounts.organisationId,
  organisation: organisations.name,
  expertId: accounts.expertId,
  mustChangePassword: accounts.mustChangePassword,
  hasTotp: sql<boolean>`${accounts.sealedTotpSecret} is not null`,
  disabledAt: accounts.disabledAt,
  lastSignInAt: accounts.lastSignInAt,
  createdAt: accounts.createdAt,
}

/** The accounts of the organisations that the viewer sees, by name; `after` is the last one of the page before. */
export async function listAccounts(
  db: Database,
  viewer: Viewer,
  { after, limit }: { after?: string | undefined; limit: number },
) {
  const rest = after === undefined ? undefined : gt(accounts.username, after)
  return db
    .select(listed)
    .from(accounts)
    .leftJoin(organisations, eq(organisations.id, accounts.organisationId))
    .where(and(organisationScope(viewer), rest))
    .orderBy(asc(accounts.username))
    .limit(limit)
}

/**
 * Makes an account with a one-time password, good for 72 hours, that is told only here.
 * @throws AppError `not_found`, `conflict`, `unavailable`
 */
export async function createAccount(
  deps: Deps,
  by: ActingAccount,
  { person, placement }: { person: Person; placement: Placement },
): Promise<{ id: string; oneTimePassword: string }> {
  const oneTimePassword = newOneTimePassword()
  const passwordHash = await requirePasswords(deps).hash(oneTimePassword)
  const now = deps.now()
  const id = newId()
  await deps.db.transaction(async (tx) => {
    const placed = await placeAccount(tx, by, placement)
    const passwordExpiresAt = new Date(now.getTime() + ONE_TIME_MS)
    const account = { ...person, ...placed, id, passwordHash, passwordExpiresAt, now }
    await saveAccount(tx, deps.cipher, account)
    await appendAudit(tx, {
      ...actedBy(by),
      action: 'create_account',
      objectId: id,
      result: 'ok',
      details: placedDetails(placed),
    })
  })
  return { id, oneTimePassword }
}

/** What the audit keeps of where an account stands. */
export function placedDetails({ role, organisationId }: Pick<Account, 'role' | 'organisationId'>) {
  return { role, ...(organisationId !== null && { organisationId }) }
}

export type AccountChange = {
  name?: string | undefined
  email?: string | null | undefined
  role?: Exclude<Role, 'expert'> | undefined
  organisationId?: string | null | undefined
  disabled?: boolean | undefined
  /** A new one-time password takes the place of the old one. */
  resetPassword?: true | undefined
  /** A lost telephone: the next sign-in sets up another app. */
  resetTotp?: true | undefined
  /** Wrong tries are forgotten. */
  unlock?: true | undefined
}

/**
 * Changes an account that `by` sees. Its sessions end, unless only name, address or lock are touched.
 * @throws AppError `not_found`, `forbidden` for more than the name of one's own, `conflict`
 */
export async function changeAccount(
  deps: Deps,
  { by, id }: { by: ActingAccount; id: string },
  change: AccountChange,
): Promise<{ oneTimePassword: string | null }> {
  if (by.id === id && endsSessions(change)) throw new AppError('forbidden', 'account_is_own')
  const oneTimePassword = change.resetPassword ? newOneTimePassword() : null
  const passwordHash =
    oneTimePassword === null ? undefined : await requirePasswords(deps).hash(oneTimePassword)
  await deps.db.transaction(async (tx) => {
    // One after the other, so that two administrators can't shut each other out.
    await tx.execute(sql`select pg_advisory_xact_lock(7301004)`)
    const target = await findInScope(tx, by, id)
    const placed = await placeAgain(tx, by, { target, change })
    await tx
      .update(accounts)
      .set({ ...(await newColumns(deps, id, { change, passwordHash })), ...placed })
      .where(eq(accounts.id, id))
    if (endsSessions(change)) await endSessions(tx, id)
    if (change.unlock) await forgetAttempts(tx, await hashUsername(deps, target.username))
    await checkAdministratorLeft(tx)
    await recordChange(tx, by, { target: { ...target, ...placed }, change })
  })
  return { oneTimePassword }
}

async function findInScope(tx: Database, by: Account, id: string): Promise<Account> {
  const [found] = await tx
    .select(accountColumns)
    .from(accounts)
    .leftJoin(organisations, eq(organisations.id, accounts.organisationId))
    .where(and(eq(accounts.id, id), organisationScope(by)))
  if (!found) throw new AppError('not_found', 'account_unknown')
  return found
}

type Changed = { target: Account; change: AccountChange }

async function placeAgain(tx: Database, by: Account, { target, change }: Changed) {
  if (change.role === undefined && change.organisationId === undefined) return {}
  // An expert stands where the roster says.
  if (target.role === 'expert') throw new AppError('conflict', 'account_is_expert')
  const role = change.role ?? target.role
  const { organisationId = target.organisationId } = change
  if (role !== 'staff') return placeAccount(tx, by, { role, organisationId })
  if (organisationId === null) throw new AppError('invalid', 'organisation_needed')
  return placeAccount(tx, by, { role, organisationId })
}

async function newColumns(
  { cipher, now }: Deps,
  id: string,
  { change, passwordHash }: { change: AccountChange; passwordHash: string | undefined },
) {
  const { name, email, disabled, resetTotp } = change
  return {
    updatedAt: now(),
    ...(name !== undefined && { name }),
    ...(email !== undefined && {
      sealedEmail: email === null ? null : await cipher.seal(email, emailContext(id)),
    }),
    ...(disabled !== undefined && { disabledAt: disabled ? now() : null }),
    ...(resetTotp && { sealedTotpSecret: null, pendingTotpSecret: null }),
    ...(passwordHash !== undefined && {
      passwordHash,
      passwordChangedAt: now(),
      mustChangePassword: true,
      passwordExpiresAt: new Date(now().getTime() + ONE_TIME_MS),
    }),
  }
}

const endsSessions = ({ role, organisationId, ...change }: AccountChange): boolean =>
  role !== undefined ||
  organisationId !== undefined ||
  change.disabled !== undefined ||
  change.resetPassword === true ||
  change.resetTotp === true

async function checkAdministratorLeft(tx: Database) {
  const [left] = await tx
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(eq(accounts.role, 'administrator'), isNull(accounts.disabledAt)))
    .limit(1)
  if (!left) throw new AppError('conflict', 'last_administrator')
}

async function recordChange(tx: Database, by: ActingAccount, { target, change }: Changed) {
  const entry = { ...actedBy(by), objectId: target.id, result: 'ok' } as const
  const plain = [
    change.disabled === true && ('disable_account' as const),
    change.disabled === false && ('enable_account' as const),
    change.resetPassword && ('reset_password' as const),
    change.resetTotp && ('reset_totp' as const),
    change.unlock && ('unlock_account' as const),
  ]
  for (const action of plain) if (action) await appendAudit(tx, { ...entry, action, details: {} })
  const { role, organisationId, name, email } = change
  if ([role, organisationId, name, email].every((value) => value === undefined)) return
  await appendAudit(tx, { ...entry, action: 'change_account', details: placedDetails(target) })
}
