import { and, eq, gt, isNull } from 'drizzle-orm'
import { appendAudit } from '../audit/append-audit.ts'
import { accounts, experts, invitations, organisations } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import type { Viewer } from '../organisations/scope.ts'
import { contextOf } from '../security/sealed-fields.ts'
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

/**
 * An invitation by the service itself, for an expert whom a case is offered to and who has no account; its code
 * is kept sealed for the e-mail that brings it. Good until `until`, but for 72 hours at least.
 * @returns its id; who calls writes the audit last (`auditOwnInvitation`)
 */
export async function inviteExpert(
  tx: Deps['db'],
  { cipher, now }: Pick<Deps, 'cipher' | 'now'>,
  { expertId, until }: { expertId: string; until: Date },
): Promise<string> {
  const id = newId()
  const code = newToken()
  const placed = await placeAccount(tx, aboveAll, { role: 'expert', expertId })
  await tx.insert(invitations).values({
    ...placed,
    id,
    codeHash: await sha256(code),
    sealedCode: await cipher.seal(code, contextOf.invitationCode(id)),
    invitedBy: null,
    createdAt: now(),
    expiresAt: new Date(Math.max(now().getTime() + ONE_TIME_MS, until.getTime())),
  })
  return id
}

export async function auditOwnInvitation(tx: Deps['db']): Promise<void> {
  const entry = { actor: { kind: 'system' }, result: 'ok', details: { role: 'expert' } } as const
  await appendAudit(tx, { ...entry, action: 'invite_account' })
}

/** The service sees every organisation. */
const aboveAll: Viewer = { role: 'administrator', organisationPath: null }

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
  checkPassword(password, person, deps.passwordProfile)
  const passwordHash = await requirePasswords(deps).hash(password)
  const id = newId()
  await db.transaction(async (tx) => {
    const [used] = await tx.update(invitations).set({ usedAt: now() }).where(usable).returning()
    if (!used) throw unknownInvitation()
    const inviter = await findInviter(tx, used)
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

type Invitation = typeof invitations.$inferSelect

/**
 * An invitation is worth no more than the rights that its author has now; that of the service, no more than
 * the standing of the expert.
 */
async function findInviter(
  tx: Deps['db'],
  { invitedBy: id, expertId }: Invitation,
): Promise<Viewer> {
  if (id === null) return checkStillActive(tx, expertId)
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

async function checkStillActive(tx: Deps['db'], expertId: string | null): Promise<Viewer> {
  const isActive = and(eq(experts.id, expertId ?? ''), eq(experts.status, 'active'))
  const [active] =
    expertId === null ? [] : await tx.select({ id: experts.id }).from(experts).where(isActive)
  if (!active) throw unknownInvitation()
  return aboveAll
}

function placementOf({ role, organisationId, expertId }: Invitation): Placement {
  if (role === 'expert' && expertId !== null) return { role, expertId }
  if (role === 'staff' && organisationId !== null) return { role, organisationId }
  if (role === 'administrator' || role === 'auditor') return { role, organisationId }
  throw new Error(`an invitation of role ${role} lacks what binds it`)
}

function unknownInvitation() {
  return new AppError('not_found', 'invitation_unknown')
}
