import { and, eq } from 'drizzle-orm'
import { type Account, type Credentials, findCredentials } from '../../accounts/account.ts'
import type { Database } from '../../db/database.ts'
import { accounts, notices } from '../../db/schema/index.ts'
import type { Press } from './read-press.ts'

export type Told = typeof notices.$inferSelect

export type Pressed = {
  /** What the card told of; undefined where it is not known any more. */
  notice: Told | undefined
  /** Who has pressed, where the card was sent to them and they may act without signing in anew. */
  account: Account | undefined
}

/**
 * Whose press it is: the card was sent to one account, and the member of WeCom who pressed must be linked to
 * just that one. An account's user name is its userid in WeCom, which knows no capitals (WeCom 90195).
 */
export async function findPressed(db: Database, press: Press): Promise<Pressed> {
  const [notice] = await db
    .select()
    .from(notices)
    .where(and(eq(notices.id, press.noticeId), eq(notices.channel, 'wecom_app')))
  const credentials = await findCredentials(db, eq(accounts.username, press.userId.toLowerCase()))
  const isTheirs =
    notice?.recipientKind === 'account' && notice.recipientId === credentials?.account.id
  return { notice, account: isTheirs && mayAct(credentials) ? credentials.account : undefined }
}

/** As for signing in: not disabled, with a password of their own and a second factor. */
function mayAct({ account, disabledAt, sealedTotpSecret }: Credentials): boolean {
  return disabledAt === null && sealedTotpSecret !== null && !account.mustChangePassword
}
