import { and, desc, eq, inArray, lt, not, type SQL, sql } from 'drizzle-orm'
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core'
import { type Account, actorOf } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { accounts, cases, complaints, organisations } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { inScope } from '../organisations/scope.ts'
import { maskPersonalData } from '../privacy/mask-personal-data.ts'
import { AppError } from '../shared/errors.ts'
import type { ComplaintState } from './asker-complaints.ts'
import { complaintContext } from './open-complaint.ts'

const EXCERPT = 120

/** Of the viewer's organisations, and never one that is about the viewer (DESIGN §2.12). */
export function complaintsSeenBy(db: Database, viewer: Account): SQL | undefined {
  const isAbout = sql`${viewer.id}::uuid = any(${complaints.about})`
  return and(inScope(db, viewer, complaints.organisationId), not(isAbout))
}

const columns = {
  id: complaints.id,
  code: complaints.code,
  kind: complaints.kind,
  state: complaints.state,
  version: complaints.version,
  organisation: organisations.name,
  caseCode: cases.code,
  messageId: complaints.messageId,
  text: complaints.text,
  handlerId: complaints.handlerId,
  handler: accounts.name,
  outcome: complaints.outcome,
  createdAt: complaints.createdAt,
  dueAt: complaints.dueAt,
  closedAt: complaints.closedAt,
}

const selectComplaints = (db: Database, which: SQL | undefined) =>
  db
    .select({ ...columns, sealedContact: complaints.sealedContact })
    .from(complaints)
    .innerJoin(organisations, eq(organisations.id, complaints.organisationId))
    .leftJoin(cases, eq(cases.id, complaints.caseId))
    .leftJoin(accounts, eq(accounts.id, complaints.handlerId))
    .where(which)

type Row = Awaited<ReturnType<typeof selectComplaints>>[number]

function summaryOf({ sealedContact, text, outcome, ...row }: Row, now: Date) {
  const waits = row.state === 'open' || row.state === 'in_review'
  return {
    ...row,
    hasContact: sealedContact !== null,
    excerpt: maskPersonalData(text).slice(0, EXCERPT),
    overdue: waits && row.dueAt <= now,
    createdAt: row.createdAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
  }
}

export type ComplaintQuery = {
  state?: ComplaintState | undefined
  /** Id of the last one of the page before. */
  after?: string | undefined
  limit: number
}

/** The newest first; of what was written its beginning, masked. */
export async function listComplaints(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  viewer: Account,
  { state, after, limit }: ComplaintQuery,
) {
  const position = sql`(${complaints.createdAt}, ${complaints.id})`
  const which = and(
    complaintsSeenBy(db, viewer),
    state && eq(complaints.state, state),
    after === undefined
      ? undefined
      : lt(position, sql`(select created_at, id from complaints where id = ${after})`),
  )
  const rows = await selectComplaints(db, which)
    .orderBy(desc(complaints.createdAt), desc(complaints.id))
    .limit(limit)
  return rows.map((row) => summaryOf(row, now()))
}

/**
 * One complaint whole, with the contact opened; the audit says who looked.
 * @throws AppError `not_found`, also for one that the account does not see
 */
export async function viewComplaint(
  { db, now, cipher }: Pick<Deps, 'db' | 'now' | 'cipher'>,
  account: Account,
  id: string,
) {
  return db.transaction(async (tx) => {
    const [row] = await selectComplaints(
      tx,
      and(eq(complaints.id, id), complaintsSeenBy(tx, account)),
    )
    if (!row) throw unknownComplaint()
    const { sealedContact, text, outcome } = row
    const contact =
      sealedContact === null ? null : await cipher.open(sealedContact, complaintContext(id))
    await appendAudit(tx, {
      actor: actorOf(account),
      action: 'view_complaint',
      objectId: id,
      result: 'ok',
      details: {},
    })
    return { ...summaryOf(row, now()), text, contact, outcome }
  })
}

type Step = { id: string; version: number }

type Change = {
  from: ComplaintState[]
  set: PgUpdateSetSource<typeof complaints>
  /** Only who has it in hand. */
  own?: boolean
}

/**
 * Takes it in hand, from nobody or from a colleague.
 * @throws AppError `not_found` · `conflict` it has moved on since
 */
export function takeComplaint(deps: Deps, account: Account, step: Step): Promise<void> {
  const set = { state: 'in_review' as const, handlerId: account.id }
  return deps.db.transaction(async (tx) => {
    await changeComplaint(tx, { account, step }, { from: ['open', 'in_review'], set })
    await auditComplaint(tx, account, { action: 'take_complaint', id: step.id })
  })
}

/**
 * Tells the asker what came of it.
 * @throws AppError `not_found` · `conflict` not in the account's hands, or it has moved on
 */
export function answerComplaint(
  deps: Deps,
  account: Account,
  { outcome, ...step }: Step & { outcome: string },
): Promise<void> {
  const set = { state: 'answered' as const, outcome }
  return deps.db.transaction(async (tx) => {
    await changeComplaint(tx, { account, step }, { from: ['in_review'], set, own: true })
    await auditComplaint(tx, account, { action: 'answer_complaint', id: step.id })
  })
}

/** @throws AppError `not_found` · `conflict` it has not been answered, or has moved on */
export function closeComplaint(deps: Deps, account: Account, step: Step): Promise<void> {
  return deps.db.transaction(async (tx) => {
    const set = { state: 'closed' as const, closedAt: deps.now() }
    await changeComplaint(tx, { account, step }, { from: ['answered'], set })
    await auditComplaint(tx, account, { action: 'close_complaint', id: step.id })
  })
}

type Done = { action: 'take_complaint' | 'answer_complaint' | 'close_complaint'; id: string }

/** Last in its transaction. */
async function auditComplaint(tx: Database, account: Account, { action, id }: Done) {
  const entry = { actor: actorOf(account), objectId: id, result: 'ok', details: {} } as const
  await appendAudit(tx, { ...entry, action })
}

/** If it still stands where the account saw it: of two who act at once, one wins. */
export async function changeComplaint(
  tx: Database,
  { account, step }: { account: Account; step: Step },
  { from, set, own }: Change,
): Promise<typeof complaints.$inferSelect> {
  const seen = and(eq(complaints.id, step.id), complaintsSeenBy(tx, account))
  const [changed] = await tx
    .update(complaints)
    .set({ ...set, version: sql`${complaints.version} + 1` })
    .where(
      and(
        seen,
        inArray(complaints.state, from),
        eq(complaints.version, step.version),
        own ? eq(complaints.handlerId, account.id) : undefined,
      ),
    )
    .returning()
  if (changed) return changed
  const [known] = await tx.select({ id: complaints.id }).from(complaints).where(seen)
  throw known ? new AppError('conflict', 'complaint_changed') : unknownComplaint()
}

const unknownComplaint = () => new AppError('not_found', 'complaint_unknown')
