import { desc, eq } from 'drizzle-orm'
import { experts, organisations, registrations, trainings } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { loadKnowledge } from '../knowledge/runtime-knowledge.ts'
import { dayAt } from '../shared/shanghai-day.ts'
import type { TrainingNews } from '../shared/training-states.ts'
import { canCheckIn } from './check-in.ts'
import { trainerName } from './list-open-trainings.ts'
import { presentTraining } from './present-training.ts'
import { askedNow } from './questionnaire.ts'
import { canRate, ownTrainingRating } from './rate-training.ts'
import { canWithdraw } from './register.ts'
import type { Registration, Training } from './seats.ts'

const MOST_ROWS = 50

/**
 * An asker's registrations, the latest session first, with what there is to tell of each, and the questionnaire
 * that is asked now.
 */
export async function listOwnRegistrations(
  deps: Pick<Deps, 'db' | 'now' | 'cache'>,
  askerId: string,
) {
  const now = deps.now()
  const { courses, settings, questionnaires } = await loadKnowledge(deps)
  const { ratingEditDays } = settings.service
  const rows = await deps.db
    .select({
      registration: registrations,
      training: trainings,
      organisation: organisations.name,
      trainer: trainerName,
    })
    .from(registrations)
    .innerJoin(trainings, eq(trainings.id, registrations.trainingId))
    .innerJoin(organisations, eq(organisations.id, trainings.organisationId))
    .leftJoin(experts, eq(experts.id, trainings.trainerId))
    .where(eq(registrations.askerId, askerId))
    .orderBy(desc(trainings.startsAt), desc(registrations.id))
    .limit(MOST_ROWS)
  const own = rows.map(({ registration, ...shown }) => {
    const { training } = shown
    return {
      training: presentTraining(shown, courses),
      state: registration.state,
      trainingState: training.state,
      cancelReason: training.cancelReason,
      link: registration.state === 'registered' ? training.link : null,
      news: newsOf(registration, training, now),
      attended: registration.attendedAt !== null,
      canWithdraw: registration.state !== 'withdrawn' && canWithdraw(training, now),
      canCheckIn: canCheckIn(registration, training, now),
      canRate: canRate(registration, now, ratingEditDays),
      rating: ownTrainingRating(registration, ratingEditDays),
    }
  })
  return { registrations: own, questionnaire: askedNow(questionnaires) }
}

/** What there is to tell, the most important first: it follows from the rows, so that nothing is missed. */
export function newsOf(registration: Registration, training: Training, now: Date): TrainingNews[] {
  if (registration.state === 'withdrawn') return []
  if (training.state === 'cancelled') return ['cancelled']
  if (!canWithdraw(training, now)) return []
  const { movedAt, startsAt } = training
  const isNear = registration.state === 'registered' && dayAt(startsAt) - dayAt(now) <= 1
  return [
    ...(movedAt !== null && movedAt > registration.createdAt ? (['changed'] as const) : []),
    ...(registration.movedUpAt !== null ? (['moved_up'] as const) : []),
    ...(isNear ? (['reminder'] as const) : []),
  ]
}
