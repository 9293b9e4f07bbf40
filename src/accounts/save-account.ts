import type { Database } from '../db/database.ts'
import { accounts } from '../db/schema/index.ts'
import type { FieldCipher } from '../security/field-cipher.ts'
import { contextOf } from '../security/sealed-fields.ts'
import { AppError } from '../shared/errors.ts'
import type { Placed } from './placement.ts'

export type Person = { username: string; name: string; email?: string | undefined }

type NewAccount = Person &
  Placed & {
    id: string
    passwordHash: string
    /** Null for a password of the person's own choice. */
    passwordExpiresAt: Date | null
    now: Date
  }

/** Where the e-mail address of an account may be opened. */
export const emailContext = contextOf.accountEmail

/** @throws AppError `conflict` when the name is taken, or the expert has an account */
export async function saveAccount(
  tx: Database,
  cipher: FieldCipher,
  { email, now, ...account }: NewAccount,
): Promise<void> {
  const sealedEmail =
    email === undefined ? null : await cipher.seal(email, emailContext(account.id))
  const [saved] = await tx
    .insert(accounts)
    .values({
      ...account,
      sealedEmail,
      mustChangePassword: account.passwordExpiresAt !== null,
      passwordChangedAt: now,
      createdAt: now,
      updatedAt: now,
    })
    .onConflictDoNothing()
    .returning({ id: accounts.id })
  if (!saved) throw new AppError('conflict', 'username_taken')
}
