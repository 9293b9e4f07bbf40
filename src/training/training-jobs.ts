import { and, eq } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { registrations, trainings } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { queueJob } from '../jobs/queue-job.ts'
import { queueNotice } from '../notices/queue-notice.ts'
import { dayAt, instantOf, shanghaiDay } from '../shared/shanghai-day.ts'
import { countRegistered, type Training } from './seats.ts'
import { tellAskers } from './tell-askers.ts'

const TOLD_AT_HOUR = 9

const remindAt = (startsAt: Date) => instantOf(dayAt(startsAt) - 1, TOLD_AT_HOUR)

/** On the morning of the day before; noted again when the day is moved. */
export async function queueTrainingReminder(
  tx: Database,
  { id, startsAt }: Pick<Training, 'id' | 'startsAt'>,
): Promise<void> {
  const day = shanghaiDay(startsAt)
  await queueJob(tx, {
    kind: 'training_reminder',
    key: `training_reminder:${id}:${day}`,
    payload: { trainingId: id, day },
    dueAt: remindAt(startsAt),
  })
}

/** Not of one that was cancelled, held or put off; nor when it has begun. */
async function remind(deps: Deps, tx: Database, payload: Record<string, string>): Promise<void> {
  const [training] = await tx
    .select()
    .from(trainings)
    .where(eq(trainings.id, payload['trainingId'] ?? ''))
    .for('update')
  const now = deps.now()
  if (!training || shanghaiDay(training.startsAt) !== payload['day']) return
  if (!['open', 'closed'].includes(training.state) || training.startsAt <= now) return
  const rows = await tx
    .select({ id: registrations.id })
    .from(registrations)
    .where(and(eq(registrations.trainingId, training.id), eq(registrations.state, 'registered')))
  const registrationIds = rows.map(({ id }) => id)
  await tellAskers(tx, { registrationIds, news: 'reminder', key: payload['day'], now })
  await tellStaff(tx, training, now)
}

/** The organisation, and the trainer where they are an expert of the roster. */
async function tellStaff(tx: Database, training: Training, now: Date): Promise<void> {
  const { id, organisationId, trainerId, startsAt } = training
  const told = {
    key: `training_tomorrow:${id}:${shanghaiDay(startsAt)}`,
    kind: 'training_tomorrow',
    data: {
      startsAt: startsAt.toISOString(),
      count: String(await countRegistered(tx, id)),
      trainingId: id,
    },
    now,
  } as const
  await queueNotice(tx, { ...told, recipient: { kind: 'organisation', id: organisationId } })
  if (trainerId !== null) {
    await queueNotice(tx, { ...told, recipient: { kind: 'expert', id: trainerId } })
  }
}

/** By the kind of the job (`jobs/handlers.ts`). */
export const trainingJobs = { training_reminder: remind }
