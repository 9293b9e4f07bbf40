import { and, eq } from 'drizzle-orm'
import { actedBy, type ActingAccount } from '../../accounts/account.ts'
import { appendAudit } from '../../audit/append-audit.ts'
import type { Database } from '../../db/database.ts'
import { consultations, reviews } from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import { dueAfter } from '../../feedback/due-after.ts'
import { openFollowUp } from '../../feedback/follow-ups.ts'
import { loadKnowledge } from '../../knowledge/runtime-knowledge.ts'
import { screenWords } from '../../ledger/screen-words.ts'
import { AppError } from '../../shared/errors.ts'
import { type Judged, judge, type Verdict } from './judge.ts'
import { findSubject } from './view-review.ts'

type Recording = Judged & {
  id: string
  version: number
  /** By which the reviewer judged. */
  rubric: number
  comment: string | null
}

type Drawn = typeof reviews.$inferSelect

/**
 * What a second person finds, once. A poor reply or talk opens a follow-up; a poor answer of the machine counts among
 * those that lacked something when gaps of knowledge are sought.
 * @throws AppError `not_found` · `forbidden` it is their own · `conflict` done already, its words are gone, or the
 *   rubric has changed · `invalid` points or faults that the rubric does not have
 */
export async function recordReview(
  deps: Pick<Deps, 'db' | 'cache' | 'now' | 'log'>,
  account: ActingAccount,
  { id, version, rubric: seen, points, faults, comment: written }: Recording,
): Promise<void> {
  const { review: rubric, settings } = await loadKnowledge(deps)
  if (rubric?.version !== seen) throw new AppError('conflict', 'review_rubric_changed')
  const verdict = judge(rubric, { points, faults })
  const { comment } = await screenWords(deps, { comment: written })
  const now = deps.now()
  const dueAt = dueAfter(now, settings.service.followUpDays)
  await deps.db.transaction(async (tx) => {
    const { caseId } = await findSubject(tx, account, id)
    const drawn = await lockReview(tx, id, version)
    if (drawn.authors.includes(account.id)) throw new AppError('forbidden', 'review_second_person')
    await tx
      .update(reviews)
      .set({
        ...verdict,
        state: 'done',
        version: version + 1,
        rubric: rubric.version,
        points,
        faults,
        comment,
        reviewerId: account.id,
        reviewedAt: now,
      })
      .where(eq(reviews.id, id))
    await followUp(tx, { drawn, caseId, verdict, dueAt, now })
    await appendAudit(tx, {
      ...actedBy(account),
      action: 'record_review',
      objectId: id,
      result: 'ok',
      details: { result: verdict.result },
    })
  })
}

async function lockReview(tx: Database, id: string, version: number): Promise<Drawn> {
  const [drawn] = await tx
    .select()
    .from(reviews)
    .where(and(eq(reviews.id, id), eq(reviews.version, version), eq(reviews.state, 'open')))
    .for('update')
  if (!drawn) throw new AppError('conflict', 'review_done')
  return drawn
}

type Following = { drawn: Drawn; caseId: string | null; verdict: Verdict; dueAt: Date; now: Date }

async function followUp(
  tx: Database,
  { drawn, caseId, verdict, dueAt, now }: Following,
): Promise<void> {
  if (verdict.result !== 'poor' || drawn.kind === 'answer') return
  const messageId = await messageOf(tx, drawn)
  const { organisationId } = drawn
  await openFollowUp(tx, { messageId, caseId, reason: 'low_review', organisationId, dueAt, now })
}

async function messageOf(tx: Database, { consultation }: Drawn): Promise<string | null> {
  if (consultation === null) return null
  const [row] = await tx
    .select({ messageId: consultations.messageId })
    .from(consultations)
    .where(eq(consultations.number, consultation))
  return row?.messageId ?? null
}
