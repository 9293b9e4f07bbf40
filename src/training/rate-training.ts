import { and, eq, isNotNull, sql } from 'drizzle-orm'
import { appendAudit } from '../audit/append-audit.ts'
import { registrations } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { DAY_MS, editableUntil } from '../feedback/due-after.ts'
import { screenText } from '../feedback/screen-text.ts'
import { loadKnowledge } from '../knowledge/runtime-knowledge.ts'
import { referenceToAsker } from '../security/asker-keys.ts'
import { AppError } from '../shared/errors.ts'
import type { Registration } from './seats.ts'

export type TrainingRating = { score: number; text: string | null; editableUntil: string }

/** Who was there, the first time ever, or for some days after the first time. */
export function canRate(registration: Registration, now: Date, editDays: number): boolean {
  const { attendedAt, ratedAt } = registration
  if (attendedAt === null) return false
  return ratedAt === null || now.getTime() - ratedAt.getTime() < editDays * DAY_MS
}

export function ownTrainingRating(
  { score, opinion, ratedAt }: Registration,
  editDays: number,
): TrainingRating | null {
  if (score === null || ratedAt === null) return null
  return { score, text: opinion, editableUntil: editableUntil(ratedAt, editDays) }
}

type Which = { askerId: string; trainingId: string }

/**
 * The questionnaire after a session (会后以问卷的方式进行培训满意度调查, service-spec#basic.10(3)), of those who were
 * there; changeable as ratings are (settings, `service.ratingEditDays`).
 * @throws AppError `not_found` · `conflict` not there, or too late · `invalid` text with a state-secret mark
 */
export async function rateTraining(
  deps: Deps,
  { askerId, trainingId }: Which,
  { score, text }: { score: number; text?: string | undefined },
): Promise<TrainingRating> {
  const { settings } = await loadKnowledge(deps)
  const { ratingEditDays } = settings.service
  const opinion = text === undefined ? '' : await screenText(deps, text)
  const own = and(eq(registrations.askerId, askerId), eq(registrations.trainingId, trainingId))
  const now = deps.now()
  return deps.db.transaction(async (tx) => {
    const [before] = await tx.select().from(registrations).where(own).for('update')
    if (!before) throw new AppError('not_found', 'training_unknown')
    if (before.attendedAt === null) throw new AppError('conflict', 'rating_before_training')
    if (!canRate(before, now, ratingEditDays)) throw new AppError('conflict', 'rating_final')
    const [rated] = await tx
      .update(registrations)
      .set({
        score,
        opinion: opinion === '' ? null : opinion,
        ratedAt: sql`coalesce(${registrations.ratedAt}, ${now.toISOString()}::timestamptz)`,
        updatedAt: now,
      })
      .where(and(own, isNotNull(registrations.attendedAt)))
      .returning()
    if (!rated) throw new Error('the registration is gone')
    const reference = await referenceToAsker(tx, deps.cipher, askerId)
    await appendAudit(tx, {
      actor: { kind: 'asker', id: reference },
      action: 'rate_training',
      objectId: rated.id,
      result: 'ok',
      details: { stars: score },
    })
    const ratedAt = rated.ratedAt ?? now
    return { score, text: rated.opinion, editableUntil: editableUntil(ratedAt, ratingEditDays) }
  })
}
