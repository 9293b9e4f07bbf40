import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { registrations, trainings } from '../db/schema/index.ts'
import { AppError } from '../shared/errors.ts'
import { tellAskers } from './tell-askers.ts'

export type Training = typeof trainings.$inferSelect
export type Registration = typeof registrations.$inferSelect

/**
 * Whoever gives or takes a seat holds the row of the session first, so that seats are counted by one at a time.
 * @throws AppError `not_found` no such session, or only a draft as yet
 */
export async function lockTraining(tx: Database, trainingId: string): Promise<Training> {
  const [training] = await tx
    .select()
    .from(trainings)
    .where(and(eq(trainings.id, trainingId), ne(trainings.state, 'draft')))
    .for('update')
  if (!training) throw new AppError('not_found', 'training_unknown')
  return training
}

/** How many seats are taken; who calls holds the row of the session. */
export function countRegistered(tx: Database, trainingId: string): Promise<number> {
  return tx.$count(
    registrations,
    and(eq(registrations.trainingId, trainingId), eq(registrations.state, 'registered')),
  )
}

/**
 * Gives free seats to the waiting list (候补) in the order of asking, and tells who moves up. Who calls holds the
 * row of the session. Nobody moves up once it has begun: they could not know.
 */
export async function fillSeats(
  tx: Database,
  { id, seats, state, startsAt }: Training,
  now: Date,
): Promise<void> {
  const free = seats - (await countRegistered(tx, id))
  if (free <= 0 || (state !== 'open' && state !== 'closed') || startsAt <= now) return
  const next = tx
    .select({ id: registrations.id })
    .from(registrations)
    .where(and(eq(registrations.trainingId, id), eq(registrations.state, 'waiting')))
    .orderBy(asc(registrations.queuedAt), asc(registrations.id))
    .limit(free)
  const moved = await tx
    .update(registrations)
    .set({ state: 'registered', movedUpAt: now, updatedAt: now })
    .where(inArray(registrations.id, next))
    .returning({ id: registrations.id })
  const ids = moved.map((row) => row.id)
  await tellAskers(tx, { registrationIds: ids, news: 'moved_up', key: 'once', now })
}

/** Taken and waiting, for lists; no lock. */
export const seatCounts = {
  registered: sql<number>`(select count(*)::int from ${registrations} r
    where r.training_id = ${trainings.id} and r.state = 'registered')`,
  waiting: sql<number>`(select count(*)::int from ${registrations} r
    where r.training_id = ${trainings.id} and r.state = 'waiting')`,
  attended: sql<number>`(select count(*)::int from ${registrations} r
    where r.training_id = ${trainings.id} and r.attended_at is not null)`,
}
