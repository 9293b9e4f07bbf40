import { and, eq, inArray, isNull } from 'drizzle-orm'
import { auditOwnInvitation, inviteExpert } from '../../accounts/invitations.ts'
import type { Database } from '../../db/database.ts'
import { accounts, experts } from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import { queueNotice } from '../../notices/queue-notice.ts'
import { type Case, noteOnCase, system, type Ticket } from '../change-case.ts'

/** How an offer comes to its expert: in their account, by an invitation to make one, or by a call of staff. */
export type Reached = 'account' | 'invited' | 'not_reached'

type Offered = { ticket: Ticket; subject: Case; now: Date }

/**
 * Tells the expert of an offer. Who has no account is invited to make one, where the roster holds an e-mail
 * address and e-mail is set up; otherwise staff are told at once to call them.
 */
export async function reachExpert(tx: Database, deps: Deps, offered: Offered): Promise<Reached> {
  const { ticket, subject, now } = offered
  const { code, field, id: caseId } = subject
  const { id: ticketId, expertId, respondBy } = ticket
  const said = { data: { code, field, dueAt: respondBy.toISOString() }, caseId, ticketId, now }
  const account = await findAccount(tx, expertId)
  if (account?.usable) {
    const recipient = { kind: 'expert', id: expertId } as const
    const key = `ticket_offered:${ticketId}`
    await queueNotice(tx, { ...said, key, kind: 'ticket_offered', recipient })
    return 'account'
  }
  const canWrite = deps.senders?.channels.email !== undefined && (await hasEmail(tx, expertId))
  if (!account && canWrite) {
    const invitationId = await inviteExpert(tx, deps, { expertId, until: respondBy })
    await queueNotice(tx, {
      ...said,
      key: `expert_invited:${ticketId}`,
      kind: 'expert_invited',
      recipient: { kind: 'roster', expertId },
      data: { ...said.data, invitationId },
    })
    await noteReach(tx, offered, 'expert_invited')
    return 'invited'
  }
  await tellToCall(tx, { key: `expert_unreached:${ticketId}`, ...offered })
  await noteReach(tx, offered, 'expert_not_reached')
  return 'not_reached'
}

/** Last in its transaction. */
export async function auditReach(tx: Database, reached: Reached): Promise<void> {
  if (reached === 'invited') await auditOwnInvitation(tx)
}

/** What staff get in the place of what an expert without an account would be told. */
export async function tellToCall(
  tx: Database,
  {
    key,
    ticket,
    subject,
    now,
  }: Pick<Offered, 'now'> & {
    key: string
    ticket: Pick<Ticket, 'id' | 'respondBy'>
    subject: Pick<Case, 'id' | 'code' | 'organisationId'>
  },
): Promise<void> {
  await queueNotice(tx, {
    key,
    kind: 'expert_unreached',
    recipient: { kind: 'organisation', id: subject.organisationId },
    data: { code: subject.code, dueAt: ticket.respondBy.toISOString() },
    caseId: subject.id,
    ticketId: ticket.id,
    now,
  })
}

/** Whether there is an account to sign in with. */
export async function hasAccount(tx: Database, expertId: string): Promise<boolean> {
  return (await listWithAccount(tx, [expertId])).has(expertId)
}

/** Those of some experts who have an account to sign in with. */
export async function listWithAccount(tx: Database, expertIds: string[]): Promise<Set<string>> {
  const rows = await tx
    .select({ expertId: accounts.expertId })
    .from(accounts)
    .where(and(inArray(accounts.expertId, expertIds), isNull(accounts.disabledAt)))
  return new Set(rows.flatMap(({ expertId }) => expertId ?? []))
}

async function findAccount(tx: Database, expertId: string) {
  const [row] = await tx
    .select({ disabledAt: accounts.disabledAt })
    .from(accounts)
    .where(eq(accounts.expertId, expertId))
  return row && { usable: row.disabledAt === null }
}

async function hasEmail(tx: Database, expertId: string): Promise<boolean> {
  const [without] = await tx
    .select({ id: experts.id })
    .from(experts)
    .where(and(eq(experts.id, expertId), isNull(experts.sealedEmail)))
  return !without
}

async function noteReach(tx: Database, { ticket, subject, now }: Offered, event: string) {
  const data = { ticketId: ticket.id, expertId: ticket.expertId }
  await noteOnCase(tx, { caseId: subject.id, event, actor: system, now, data })
}
