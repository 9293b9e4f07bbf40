import { and, eq, isNull } from 'drizzle-orm'
import { accounts, experts, invitations, type notices } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { loadKnowledge } from '../knowledge/runtime-knowledge.ts'
import { contextOf } from '../security/sealed-fields.ts'
import { isNoticeKind, type NoticeKind, noticeKinds } from '../shared/notice-kinds.ts'
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
  const told = { kind, data: { ...data, ...(await openInvitation(deps, row)) } }
  return {
    id,
    kind,
    data,
    caseId,
    ticketId,
    createdAt,
    to,
    zh: renderNotice(texts, told, 'zh'),
    en: renderNotice(texts, told, 'en'),
    url: publicUrl && `${publicUrl}${pathOf(kind, ticketId)}`,
  }
}

/** Where whoever is told goes on; the page lets nobody in by this alone. */
function pathOf(kind: NoticeKind, ticketId: string | null): string {
  if (noticeKinds[kind].page === 'console') return '/console/'
  return ticketId === null ? '/expert/' : `/expert/#/tickets/${ticketId}`
}

async function findAddress(
  { db, cipher }: Deps,
  { channel, recipientKind, recipientId }: NoticeRow,
): Promise<string | undefined> {
  if (recipientKind === 'expert') return findRosterAddress({ db, cipher }, recipientId)
  if (recipientKind !== 'account') return ''
  const [account] = await db
    .select({ username: accounts.username, sealedEmail: accounts.sealedEmail })
    .from(accounts)
    .where(and(eq(accounts.id, recipientId), isNull(accounts.disabledAt)))
  if (channel !== 'email') return account?.username
  const sealed = account?.sealedEmail
  return sealed ? cipher.open(sealed, contextOf.accountEmail(recipientId)) : undefined
}

async function findRosterAddress(
  { db, cipher }: Pick<Deps, 'db' | 'cipher'>,
  expertId: string,
): Promise<string | undefined> {
  const [expert] = await db
    .select({ sealedEmail: experts.sealedEmail })
    .from(experts)
    .where(and(eq(experts.id, expertId), eq(experts.status, 'active')))
  const sealed = expert?.sealedEmail
  return sealed ? cipher.open(sealed, contextOf.expertEmail(expertId)) : undefined
}

/** The code that an e-mail brings to who is invited by it, and nothing else does. */
async function openInvitation(
  { db, cipher }: Pick<Deps, 'db' | 'cipher'>,
  { channel, data }: NoticeRow,
): Promise<{ invitation?: string }> {
  const { invitationId } = data
  if (channel !== 'email' || invitationId === undefined) return {}
  const [row] = await db
    .select({ sealed: invitations.sealedCode })
    .from(invitations)
    .where(and(eq(invitations.id, invitationId), isNull(invitations.usedAt)))
  const sealed = row?.sealed
  return sealed
    ? { invitation: await cipher.open(sealed, contextOf.invitationCode(invitationId)) }
    : {}
}
