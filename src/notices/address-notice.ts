import { and, eq, isNull } from 'drizzle-orm'
import { emailContext } from '../accounts/save-account.ts'
import { accounts, type notices } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { loadKnowledge } from '../knowledge/runtime-knowledge.ts'
import { isNoticeKind, noticeKinds } from '../shared/notice-kinds.ts'
import { renderNotice } from './render-notice.ts'
import type { Delivery } from './senders.ts'

export type NoticeRow = typeof notices.$inferSelect

/**
 * A notice with its text and the address to send it to; undefined when there is none (any more).
 * @throws SealedFieldError when the address can't be opened
 */
export async function addressNotice(
  deps: Deps,
  row: NoticeRow,
  publicUrl: string | undefined,
): Promise<Delivery | undefined> {
  const { kind, data } = row
  const to = await findAddress(deps, row)
  if (to === undefined || !isNoticeKind(kind)) return undefined
  const { notices: texts } = await loadKnowledge(deps)
  const { id, caseId, ticketId, createdAt } = row
  return {
    id,
    kind,
    data,
    caseId,
    ticketId,
    createdAt,
    to,
    zh: renderNotice(texts, { kind, data }, 'zh'),
    en: renderNotice(texts, { kind, data }, 'en'),
    url: publicUrl && `${publicUrl}/${noticeKinds[kind].page}/`,
  }
}

async function findAddress(
  { db, cipher }: Deps,
  { channel, recipientKind, recipientId }: NoticeRow,
): Promise<string | undefined> {
  if (recipientKind !== 'account') return ''
  const [account] = await db
    .select({ username: accounts.username, sealedEmail: accounts.sealedEmail })
    .from(accounts)
    .where(and(eq(accounts.id, recipientId), isNull(accounts.disabledAt)))
  if (channel !== 'email') return account?.username
  const sealed = account?.sealedEmail
  return sealed ? cipher.open(sealed, emailContext(recipientId)) : undefined
}
