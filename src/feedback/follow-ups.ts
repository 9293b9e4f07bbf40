import { and, asc, eq, gt, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { Account } from '../accounts/account.ts'
import type { Database } from '../db/database.ts'
import {
  cases,
  enterprises,
  enterpriseVisits,
  followUps,
  organisations,
  ratings,
  registrations,
  trainings,
} from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { inScope } from '../organisations/scope.ts'
import { maskPersonalData } from '../privacy/mask-personal-data.ts'
import { AppError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { queueFollowUp } from './follow-up-jobs.ts'

export type FollowUpCause = {
  messageId: string | null
  caseId: string | null
  visitId?: string
  registrationId?: string
  reason: 'low_rating' | 'low_training_rating' | 'case_result' | 'enterprise_visit' | 'low_review'
  organisationId: string
  dueAt: Date
  now: Date
}

/** One for a cause; who calls holds the row of the rating, so that of two calls the second finds it. */
export async function openFollowUp(tx: Database, cause: FollowUpCause): Promise<void> {
  const { messageId, caseId, visitId = null, registrationId = null, ...said } = cause
  const { reason, organisationId, dueAt, now } = said
  const about = { messageId, caseId, visitId, registrationId }
  const [known] = await tx.select({ id: followUps.id }).from(followUps).where(isOf(cause))
  if (known) return
  const id = newId()
  await tx.insert(followUps).values({ id, ...about, reason, organisationId, dueAt, createdAt: now })
  await queueFollowUp(tx, { id, dueAt })
}

type Cause = Omit<FollowUpCause, 'dueAt' | 'now'>

function isOf({ messageId, caseId, visitId, registrationId, reason }: Cause) {
  return and(
    eq(followUps.reason, reason),
    messageId === null ? isNull(followUps.messageId) : eq(followUps.messageId, messageId),
    caseId === null ? isNull(followUps.caseId) : eq(followUps.caseId, caseId),
    visitId === undefined ? isNull(followUps.visitId) : eq(followUps.visitId, visitId),
    registrationId === undefined
      ? isNull(followUps.registrationId)
      : eq(followUps.registrationId, registrationId),
  )
}

/**
 * The same for a cause whose day is set by hand: what waits is put off to another day, or is not made at all without
 * one; what is done stays.
 */
export async function moveFollowUp(
  tx: Database,
  { dueAt, ...cause }: Omit<FollowUpCause, 'dueAt'> & { dueAt: Date | null },
): Promise<void> {
  const open = and(isOf(cause), isNull(followUps.doneAt))
  if (dueAt === null) {
    await tx.delete(followUps).where(open)
    return
  }
  const [moved] = await tx
    .update(followUps)
    .set({ dueAt })
    .where(open)
    .returning({ id: followUps.id })
  if (moved) await queueFollowUp(tx, { id: moved.id, dueAt })
  else await openFollowUp(tx, { ...cause, dueAt })
}

/** Nobody can be asked any more who has gone: a follow-up that was not made is not made. */
export async function forgetFollowUps(tx: Database, which: SQL): Promise<void> {
  await tx.delete(followUps).where(and(which, isNull(followUps.doneAt)))
  await tx.update(followUps).set({ outcome: null }).where(which)
}

export type FollowUpQuery = {
  state: 'open' | 'done'
  /** Id of the last one of the page before. */
  after?: string | undefined
  limit: number
}

/** 回访 of the viewer's organisations, the most urgent first; what the asker wrote is masked. */
export async function listFollowUps(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  viewer: Account,
  { state, after, limit }: FollowUpQuery,
) {
  const position = sql`(${followUps.dueAt}, ${followUps.id})`
  const rows = await db
    .select({
      id: followUps.id,
      reason: followUps.reason,
      organisation: organisations.name,
      caseCode: cases.code,
      messageId: followUps.messageId,
      enterpriseId: enterprises.id,
      enterprise: enterprises.name,
      nextStep: enterpriseVisits.nextStep,
      trainingId: trainings.id,
      training: trainings.title,
      score: sql<number | null>`coalesce(${ratings.score}, ${registrations.score})`,
      solved: ratings.solved,
      reasons: ratings.reasons,
      text: sql<string | null>`coalesce(${ratings.text}, ${registrations.opinion})`,
      dueAt: followUps.dueAt,
      doneAt: followUps.doneAt,
      doneBy: followUps.doneBy,
      outcome: followUps.outcome,
      createdAt: followUps.createdAt,
    })
    .from(followUps)
    .innerJoin(organisations, eq(organisations.id, followUps.organisationId))
    .leftJoin(cases, eq(cases.id, followUps.caseId))
    .leftJoin(enterpriseVisits, eq(enterpriseVisits.id, followUps.visitId))
    .leftJoin(enterprises, eq(enterprises.id, enterpriseVisits.enterpriseId))
    .leftJoin(registrations, eq(registrations.id, followUps.registrationId))
    .leftJoin(trainings, eq(trainings.id, registrations.trainingId))
    .leftJoin(
      ratings,
      sql`${ratings.messageId} = ${followUps.messageId} or ${ratings.caseId} = ${followUps.caseId}`,
    )
    .where(
      and(
        inScope(db, viewer, followUps.organisationId),
        state === 'open' ? isNull(followUps.doneAt) : isNotNull(followUps.doneAt),
        after === undefined
          ? undefined
          : gt(position, sql`(select due_at, id from follow_ups where id = ${after})`),
      ),
    )
    .orderBy(asc(followUps.dueAt), asc(followUps.id))
    .limit(limit)
  return rows.map(({ score, solved, reasons, text, dueAt, doneAt, createdAt, ...row }) => ({
    ...row,
    rating: score === null ? null : { score, solved, reasons: reasons ?? [], text: masked(text) },
    dueAt: dueAt.toISOString(),
    overdue: doneAt === null && dueAt <= now(),
    doneAt: doneAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  }))
}

const masked = (text: string | null) => (text === null ? null : maskPersonalData(text))

/**
 * Notes what came of it, once.
 * @throws AppError `not_found`, also outside of the account's organisations; `conflict` when it is done
 */
export async function finishFollowUp(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  account: Account,
  { id, outcome }: { id: string; outcome: string },
): Promise<void> {
  const own = and(eq(followUps.id, id), inScope(db, account, followUps.organisationId))
  // What the ledger keeps of an enterprise has no term, so nobody can be reached by it.
  const ofVisit = sql<string>`case when ${followUps.visitId} is null then ${outcome}
    else ${maskPersonalData(outcome)} end`
  const [done] = await db
    .update(followUps)
    .set({ doneAt: now(), doneBy: account.id, outcome: ofVisit })
    .where(and(own, isNull(followUps.doneAt)))
    .returning({ id: followUps.id })
  if (done) return
  const [known] = await db.select({ id: followUps.id }).from(followUps).where(own)
  throw known
    ? new AppError('conflict', 'follow_up_done')
    : new AppError('not_found', 'follow_up_unknown')
}
