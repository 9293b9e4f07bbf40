import { and, eq } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { notices } from '../db/schema/index.ts'
import { newId } from '../shared/ids.ts'
import { findWrongWords, type NoticeData, type NoticeKind } from '../shared/notice-kinds.ts'
import { findRecipients, type NoticeRecipient, type Recipients } from './find-recipients.ts'

/** A kind, and with it what its text says. */
type Told = {
  [Kind in NoticeKind]: { kind: Kind; data: NoticeData<Kind> }
}[NoticeKind]

export type Notice = Told & {
  /** Names this notice for ever: queued again for the same recipient, it is the same notice. */
  key: string
  recipient: NoticeRecipient
  caseId?: string | undefined
  ticketId?: string | undefined
  now: Date
}

type Row = typeof notices.$inferInsert
type Address = Pick<Row, 'channel' | 'recipientKind' | 'recipientId'>

/**
 * Writes a notice in the transaction that causes it: one row per person and channel. The inbox has it at once;
 * `deliverNotices` sends the others, and cancels those whose channel the settings don't have.
 * @throws Error when the data lacks a word of its kind, or holds anything but codes, ids, times and closed words
 */
export async function queueNotice(tx: Database, notice: Notice): Promise<void> {
  const { key, kind, recipient, data, caseId = null, ticketId = null, now } = notice
  const wrong = findWrongWords(kind, data)
  if (wrong.length > 0) throw new Error(`notice ${kind}: wrong or missing ${wrong.join(', ')}`)
  const recipients = await findRecipients(tx, recipient)
  const rows = channelsOf(kind, recipients).map((address): Row => {
    const state = address.channel === 'inbox' ? 'sent' : 'waiting'
    const sentAt = state === 'sent' ? now : null
    const common = { key, kind, data, caseId, ticketId, nextAt: now, createdAt: now }
    return { id: newId(), ...common, ...address, state, sentAt }
  })
  if (rows.length > 0) await tx.insert(notices).values(rows).onConflictDoNothing()
}

/** What has become pointless is not sent any more; what is already in an inbox stays there. */
export async function cancelNotice(tx: Database, key: string): Promise<void> {
  await tx
    .update(notices)
    .set({ state: 'cancelled' })
    .where(and(eq(notices.key, key), eq(notices.state, 'waiting')))
}

function channelsOf(kind: NoticeKind, recipients: Recipients): Address[] {
  const inboxes = recipients.people.map(({ id }) => ofAccount('inbox', id))
  // That a channel has failed is not told through channels.
  return kind === 'dead_letter' ? inboxes : [...inboxes, ...outside(recipients)]
}

const ofAccount = (channel: Address['channel'], recipientId: string): Address => ({
  channel,
  recipientKind: 'account',
  recipientId,
})

/** The webhook hears of everything; the group, of what concerns an organisation as a whole. */
function outside({ people, organisationId, endpoint, rosterExpertId }: Recipients): Address[] {
  const ofPeople = people.flatMap(({ id, hasEmail }) => [
    ofAccount('wecom_app', id),
    ...(hasEmail ? [ofAccount('email', id)] : []),
  ])
  const ofEndpoint = (channel: 'webhook' | 'wecom_robot'): Address[] => [
    { channel, recipientKind: 'endpoint', recipientId: channel },
  ]
  return [
    ...ofPeople,
    ...(rosterExpertId === undefined
      ? []
      : [{ channel: 'email', recipientKind: 'expert', recipientId: rosterExpertId } as const]),
    ...(organisationId !== undefined || endpoint === 'wecom_robot'
      ? ofEndpoint('wecom_robot')
      : []),
    ...(endpoint === 'wecom_robot' ? [] : ofEndpoint('webhook')),
  ]
}
