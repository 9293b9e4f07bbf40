import { and, eq, gt, isNull } from 'drizzle-orm'
import { appendAudit } from '../audit/append-audit.ts'
import { accounts, invitations, organisations } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import type { Viewer } from '../organisations/scope.ts'
import { AppError } from '../shared/errors.ts'
import { newId, newToken, sha256 } from '../shared/ids.ts'
import { accountColumns, actedBy, type ActingAccount, actorOf } from './account.ts'
import { hashAddress } from './attempts.ts'
import { checkPassword } from './check-password.ts'
import { placedDetails } from './manage-accounts.ts'
import { ONE_TIME_MS } from './one-time-password.ts'
import { placeAccount, type Placement } from './placement.ts'
import { requirePasswords } from './require-passwords.ts'
import { type Person, saveAccount } from './save-account.ts'

/**
 * A code with which somebody may make their own account, once and within 72 hours. Only its hash is stored.
 * @throws AppError `not_found`, `conflict`
 */
export async function invite(
  { db, now }: Deps,
  by: ActingAccount,
  placement: Placement,
): Promise<{ id: string; code: string; expiresAt: Date }> {
  const id = newId()
  const code = newToken()
  const expiresAt = new Date(now().getTime() + ONE_TIME_MS)
  await db.transaction(async (tx) => {
    const placed = await placeAccount(tx, by, placement)
    await tx.insert(invitations).values({
      ...placed,
      id,
      codeHash: await sha256(code),
      invitedBy: by.id,
      createdAt: now(),
      expiresAt,
    })
    const details = placedDetails(placed)
    await appendAudit(tx, { ...actedBy(by), action: 'invite_account', result: 'ok', details })
  })
  return { id, code, expiresAt }
}

type Acceptance = { code: string; password: string; person: Person; address: string }

/**
 * Makes the account that a code is for. An unknown code, a used one and an old one are answered alike, and so
 * is that of somebody who may no longer invite there.
 * @throws AppError `not_found`, `invalid` for a weak password, `conflict` for a taken name, `unavailable`
 */
export async function acceptInvitation(
  deps: Deps,
  { code, password, person, address }: Acceptance,
): Promise<{ id: string }> {
  const { db, now } = deps
  const codeHash = await sha256(code)
  const usable = and(
    eq(invitations.codeHash, codeHash),
    isNull(invitations.usedAt),
    gt(invitations.expiresAt, now()),
  )
  const [known] = await db.select({ id: invitations.id }).from(invitations).where(usable)
  if (!known) throw unknownInvitation()
  checkPassword(password, person)
  const passwordHash = await requirePasswords(deps).hash(password)
  const id = newId()
  await db.transaction(async (tx) => {
    const [used] = await tx.update(invitations).set({ usedAt: now() }).where(usable).returning()
    if (!used) throw unknownInvitation()
    const inviter = await findInviter(tx, used.invitedBy)
    const placed = await placeAccount(tx, inviter, placementOf(used))
    const account = { ...person, ...placed, id, passwordHash, passwordExpiresAt: null, now: now() }
    await saveAccount(tx, deps.cipher, account)
    await tx.update(invitations).set({ accountId: id }).where(eq(invitations.id, used.id))
    const actor = actorOf({ id, role: placed.role })
    const addressHash = await hashAddress(deps, address)
    const entry = { actor, addressHash, objectId: id, result: 'ok', details: {} } as const
    await appendAudit(tx, { ...entry, action: 'accept_invitation' })
  })
  return { id }
}

/** An invitation is worth no more than the rights that its author has now. */
async function findInviter(tx: Deps['db'], id: string): Promise<Viewer> {
  const [inviter] = await tx
    .select(accountColumns)
    .from(accounts)
    .leftJoin(organisations, eq(organisations.id, accounts.organisationId))
    .where(
      and(eq(accounts.id, id), eq(accounts.role, 'administrator'), isNull(accounts.disabledAt)),
    )
  if (!inviter) throw unknownInvitation()
  return inviter
}

function placementOf({
  role,
  organisationId,
  expertId,
}: typeof invitations.$inferSelect): Placement {
  if (role === 'expert' && expertId !== null) return { role, expertId }
  if (role === 'staff' && organisationId !== null) return { role, organisationId }
  if (role === 'administrator' || role === 'auditor') return { role, organisationId }
  throw new Error(`an invitation of role ${role} lacks what binds it`)
}

function unknownInvitation() {
  return new AppError('not_found', 'invitation_unknown')
}
