import { and, desc, eq, inArray, or } from 'drizzle-orm'
import { type Account, actorOf } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { cases, consultations, enterpriseLinks, messages } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { consultationScope } from '../organisations/consultation-scope.ts'
import { inScope } from '../organisations/scope.ts'
import { findConfidential } from '../privacy/find-confidential.ts'
import { AppError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { findEnterprise, lockEnterprise, touchEnterprise } from './enterprise.ts'

const MOST_LINKS = 200

/** What is linked: a case by its code, or a consultation by its number. */
export type LinkTarget = { caseCode: string } | { consultation: number }

type Found = { conversationId: string } & ({ caseId: string } | { consultation: number })

/**
 * Links a case or a consultation with the enterprise that it was of. Never a confidential one: the ledger would tell
 * whose it was.
 * @throws AppError `not_found` enterprise, case or consultation that the account does not see · `conflict`
 *   confidential, linked already, or too many
 */
export async function linkEnterprise(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  account: Account,
  { id, target }: { id: string; target: LinkTarget },
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockEnterprise(tx, account, id)
    const { conversationId, ...which } = await findTarget(tx, account, target)
    const marked = await findConfidential(tx, [conversationId])
    if (marked.size > 0) throw new AppError('conflict', 'link_confidential')
    if ((await tx.$count(enterpriseLinks, eq(enterpriseLinks.enterpriseId, id))) >= MOST_LINKS) {
      throw new AppError('conflict', 'links_too_many')
    }
    const [linked] = await tx
      .insert(enterpriseLinks)
      .values({ ...which, id: newId(), enterpriseId: id, linkedBy: account.id, linkedAt: now() })
      .onConflictDoNothing()
      .returning({ id: enterpriseLinks.id })
    if (!linked) throw new AppError('conflict', 'link_known')
    await touchEnterprise(tx, id, now())
    await audit(tx, account, { action: 'link_enterprise', objectId: id })
  })
}

/** @throws AppError `not_found` */
export async function unlinkEnterprise(
  { db }: Pick<Deps, 'db'>,
  account: Account,
  { id, linkId }: { id: string; linkId: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockEnterprise(tx, account, id)
    const [gone] = await tx
      .delete(enterpriseLinks)
      .where(and(eq(enterpriseLinks.id, linkId), eq(enterpriseLinks.enterpriseId, id)))
      .returning({ id: enterpriseLinks.id })
    if (!gone) throw new AppError('not_found', 'link_unknown')
    await audit(tx, account, { action: 'unlink_enterprise', objectId: id })
  })
}

type Linking = { action: 'link_enterprise' | 'unlink_enterprise'; objectId: string }

/** Not what it was linked with: the audit outlives what is forgotten, and would lead from there to whose it was. */
const audit = (tx: Database, account: Account, linking: Linking) =>
  appendAudit(tx, { actor: actorOf(account), ...linking, result: 'ok', details: {} })

async function findTarget(tx: Database, account: Account, target: LinkTarget): Promise<Found> {
  if ('caseCode' in target) {
    const [found] = await tx
      .select({ caseId: cases.id, conversationId: cases.conversationId })
      .from(cases)
      .where(
        and(
          eq(cases.code, target.caseCode.toUpperCase()),
          inScope(tx, account, cases.organisationId),
        ),
      )
    if (!found) throw new AppError('not_found', 'case_unknown')
    return found
  }
  const [found] = await tx
    .select({ consultation: consultations.number, conversationId: messages.conversationId })
    .from(consultations)
    .innerJoin(messages, eq(messages.id, consultations.messageId))
    .where(and(eq(consultations.number, target.consultation), consultationScope(tx, account)))
  if (!found) throw new AppError('not_found', 'consultation_unknown')
  return found
}

/**
 * What is linked with an enterprise, the latest first, without a word of it; what the viewer does not see, and what
 * has become confidential since, is left out.
 * @throws AppError `not_found`
 */
export async function listLinks(db: Database, viewer: Account, enterpriseId: string) {
  await findEnterprise(db, viewer, enterpriseId)
  const rows = await db
    .select({
      id: enterpriseLinks.id,
      caseId: cases.id,
      caseCode: cases.code,
      caseState: cases.state,
      caseField: cases.field,
      caseAt: cases.createdAt,
      caseConversation: cases.conversationId,
      consultation: consultations.number,
      channel: consultations.channel,
      outcome: consultations.outcome,
      routing: consultations.routing,
      askedAt: consultations.askedAt,
      conversation: messages.conversationId,
    })
    .from(enterpriseLinks)
    .leftJoin(cases, eq(cases.id, enterpriseLinks.caseId))
    .leftJoin(consultations, eq(consultations.number, enterpriseLinks.consultation))
    .leftJoin(messages, eq(messages.id, consultations.messageId))
    .where(
      and(
        eq(enterpriseLinks.enterpriseId, enterpriseId),
        or(
          inScope(db, viewer, cases.organisationId),
          inArray(
            enterpriseLinks.consultation,
            db
              .select({ number: consultations.number })
              .from(consultations)
              .where(consultationScope(db, viewer)),
          ),
        ),
      ),
    )
    .orderBy(desc(enterpriseLinks.linkedAt), desc(enterpriseLinks.id))
    .limit(MOST_LINKS)
  const talks = rows.flatMap((row) => row.caseConversation ?? row.conversation ?? [])
  const marked = await findConfidential(db, [...new Set(talks)])
  const open = rows.filter((row) => !marked.has(row.caseConversation ?? row.conversation ?? ''))
  return open.map((row) => ({
    id: row.id,
    caseId: row.caseId,
    caseCode: row.caseCode,
    caseState: row.caseState,
    consultation: row.consultation,
    channel: row.channel,
    outcome: row.outcome,
    field: row.caseField ?? row.routing?.field ?? null,
    at: (row.caseAt ?? row.askedAt)?.toISOString() ?? null,
  }))
}
