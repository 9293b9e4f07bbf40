import { eq, type SQL } from 'drizzle-orm'
import type { AuditActor } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { accounts, organisations, type roles } from '../db/schema/index.ts'
import { contextOf } from '../security/sealed-fields.ts'

export type Role = (typeof roles)[number]

/** Who has signed in, as every other feature sees them. */
export type Account = {
  id: string
  username: string
  name: string
  role: Role
  organisationId: string | null
  /** Where the organisation stands in the tree; null: above all of them (`organisations/scope.ts`). */
  organisationPath: string | null
  /** Of an expert their row in the roster. */
  expertId: string | null
  mustChangePassword: boolean
}

export const accountColumns = {
  id: accounts.id,
  username: accounts.username,
  name: accounts.name,
  role: accounts.role,
  organisationId: accounts.organisationId,
  organisationPath: organisations.path,
  expertId: accounts.expertId,
  mustChangePassword: accounts.mustChangePassword,
}

/** An account in a request of its own, with the keyed hash of the address that this comes from. */
export type ActingAccount = Account & { addressHash: string }

/** What the audit keeps of who acts and from where. */
export const actedBy = ({ id, role, addressHash }: ActingAccount) => ({
  actor: actorOf({ id, role }),
  addressHash,
})

/** The same; without an account it was a command line. */
export const actedByAny = (by: ActingAccount | undefined) =>
  by ? actedBy(by) : ({ actor: { kind: 'system' } } as const)

/** How the audit names who acts. */
export const actorOf = ({ id, role }: Pick<Account, 'id' | 'role'>): AuditActor => ({
  kind: role,
  id,
})

export type Credentials = {
  account: Account
  passwordHash: string
  passwordExpiresAt: Date | null
  disabledAt: Date | null
  sealedTotpSecret: string | null
  pendingTotpSecret: string | null
  totpStep: number | null
}

/** One account with what signing in needs to know of it. */
export async function findCredentials(db: Database, which: SQL): Promise<Credentials | undefined> {
  const [row] = await db
    .select({
      account: accountColumns,
      passwordHash: accounts.passwordHash,
      passwordExpiresAt: accounts.passwordExpiresAt,
      disabledAt: accounts.disabledAt,
      sealedTotpSecret: accounts.sealedTotpSecret,
      pendingTotpSecret: accounts.pendingTotpSecret,
      totpStep: accounts.totpStep,
    })
    .from(accounts)
    .leftJoin(organisations, eq(organisations.id, accounts.organisationId))
    .where(which)
  return row
}

/** Where a secret of an account may be opened, and nowhere else. */
export const totpContext = contextOf.accountTotp
