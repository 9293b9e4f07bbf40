import { and, eq, isNotNull, sql } from 'drizzle-orm'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { registrations, trainings } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { DAY_MS, dueAfter, editableUntil } from '../feedback/due-after.ts'
import { openFollowUp } from '../feedback/follow-ups.ts'
import { LOW_SCORE } from '../feedback/record-rating.ts'
import { screenText } from '../feedback/screen-text.ts'
import { loadKnowledge } from '../knowledge/runtime-knowledge.ts'
import { referenceToAsker } from '../security/asker-keys.ts'
import { AppError } from '../shared/errors.ts'
import { type Given, type ReadAnswers, readAnswers } from './questionnaire.ts'
import type { Registration } from './seats.ts'

export type TrainingRating = {
  score: number
  text: string | null
  answers: Record<string, number | string>
  editableUntil: string
}

/** Who was there, the first time ever, or for some days after the first time. */
export function canRate(registration: Registration, now: Date, editDays: number): boolean {
  const { attendedAt, ratedAt } = registration
  if (attendedAt === null) return false
  return ratedAt === null || now.getTime() - ratedAt.getTime() < editDays * DAY_MS
}

export function ownTrainingRating(
  { score, opinion, answers, remarks, ratedAt }: Registration,
  editDays: number,
): TrainingRating | null {
  if (score === null || ratedAt === null) return null
  const given = { ...answers?.closed, ...remarks }
  return { score, text: opinion, answers: given, editableUntil: editableUntil(ratedAt, editDays) }
}

type Which = { askerId: string; trainingId: string }
type Rated = { score: number; text?: string | undefined; questionnaire?: Given | undefined }

/**
 * The questionnaire after a session (会后以问卷的方式进行培训满意度调查, service-spec#basic.10(3)), of those who were
 * there; changeable as ratings are (settings, `service.ratingEditDays`). A low score, or an answer that asks for it,
 * opens a 回访, as ratings of consultations do. A rating without questionnaire leaves what was answered before.
 * @throws AppError `not_found` · `conflict` not there, or too late · `invalid` text with a state-secret mark, or an
 *   answer that the questionnaire does not have
 */
export async function rateTraining(
  deps: Deps,
  which: Which,
  { score, text, questionnaire }: Rated,
): Promise<TrainingRating> {
  const { settings, questionnaires } = await loadKnowledge(deps)
  const { ratingEditDays, followUpDays } = settings.service
  const opinion = text === undefined ? '' : await screenText(deps, text)
  const given = questionnaire && (await screened(deps, readAnswers(questionnaires, questionnaire)))
  const now = deps.now()
  return deps.db.transaction(async (tx) => {
    const rated = await keepRating(tx, which, {
      said: {
        score,
        opinion: opinion === '' ? null : opinion,
        ...(given && { answers: given.answers, remarks: given.remarks }),
      },
      now,
      ratingEditDays,
    })
    if (score <= LOW_SCORE || given?.wantsCall === true) {
      await openCall(tx, rated, { dueAt: dueAfter(now, followUpDays), now })
    }
    const reference = await referenceToAsker(tx, deps.cipher, which.askerId)
    await appendAudit(tx, {
      actor: { kind: 'asker', id: reference },
      action: 'rate_training',
      objectId: rated.id,
      result: 'ok',
      details: { stars: score },
    })
    const own = ownTrainingRating(rated, ratingEditDays)
    if (!own) throw new Error('the rating is gone')
    return own
  })
}

/** Words with a state-secret mark are stopped, wherever they stand. */
async function screened(deps: Deps, given: ReadAnswers): Promise<ReadAnswers> {
  const remarks: Record<string, string> = {}
  for (const [id, words] of Object.entries(given.remarks)) {
    remarks[id] = await screenText(deps, words)
  }
  return { ...given, remarks }
}

type Kept = { said: Partial<Registration>; now: Date; ratingEditDays: number }

async function keepRating(
  tx: Database,
  { askerId, trainingId }: Which,
  { said, now, ratingEditDays }: Kept,
): Promise<Registration> {
  const own = and(eq(registrations.askerId, askerId), eq(registrations.trainingId, trainingId))
  const [before] = await tx.select().from(registrations).where(own).for('update')
  if (!before) throw new AppError('not_found', 'training_unknown')
  if (before.attendedAt === null) throw new AppError('conflict', 'rating_before_training')
  if (!canRate(before, now, ratingEditDays)) throw new AppError('conflict', 'rating_final')
  const [rated] = await tx
    .update(registrations)
    .set({
      ...said,
      ratedAt: sql`coalesce(${registrations.ratedAt}, ${now.toISOString()}::timestamptz)`,
      updatedAt: now,
    })
    .where(and(own, isNotNull(registrations.attendedAt)))
    .returning()
  if (!rated) throw new Error('the registration is gone')
  return rated
}

async function openCall(
  tx: Database,
  { id: registrationId, trainingId }: Registration,
  { dueAt, now }: { dueAt: Date; now: Date },
): Promise<void> {
  const [training] = await tx
    .select({ organisationId: trainings.organisationId })
    .from(trainings)
    .where(eq(trainings.id, trainingId))
  if (!training) throw new Error('the session is gone')
  await openFollowUp(tx, {
    messageId: null,
    caseId: null,
    registrationId,
    reason: 'low_training_rating',
    organisationId: training.organisationId,
    dueAt,
    now,
  })
}
