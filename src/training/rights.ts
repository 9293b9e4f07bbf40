import { and, asc, eq, inArray, isNotNull, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { followUps, registrationContacts, registrations, trainings } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { forgetFollowUps } from '../feedback/follow-ups.ts'
import { deleteParticipant, readParticipants } from './contacts.ts'
import { canWithdraw, takeBack } from './register.ts'
import { lockTraining } from './seats.ts'

/** Everything that is kept of an asker's registrations, contact data opened (个人信息保护法 45). */
export async function exportRegistrations(tx: Database, { cipher }: Deps, askerId: string) {
  const rows = await tx
    .select({ registration: registrations, title: trainings.title, startsAt: trainings.startsAt })
    .from(registrations)
    .innerJoin(trainings, eq(trainings.id, registrations.trainingId))
    .where(eq(registrations.askerId, askerId))
    .orderBy(asc(registrations.createdAt), asc(registrations.id))
  const ids = rows.map(({ registration }) => registration.id)
  const participants = await readParticipants(tx, cipher, ids)
  return rows.map(({ registration, title, startsAt }) => ({
    training: title,
    startsAt: startsAt.toISOString(),
    state: registration.state,
    participant: participants.get(registration.id) ?? {},
    consentedAt: registration.consentedAt.toISOString(),
    attendedAt: registration.attendedAt?.toISOString() ?? null,
    score: registration.score,
    opinion: registration.opinion,
    answers: registration.answers,
    remarks: registration.remarks,
    createdAt: registration.createdAt.toISOString(),
  }))
}

/**
 * Part of erasing an asker: seats of what is to come are given back, contact data and words go, and the rows name
 * nobody; what stays is that somebody was there, and a score.
 */
export async function eraseRegistrations(
  tx: Database,
  { now }: Deps,
  askerId: string,
): Promise<void> {
  const own = await tx
    .select({ id: registrations.id, trainingId: registrations.trainingId })
    .from(registrations)
    .where(eq(registrations.askerId, askerId))
    .orderBy(asc(registrations.trainingId))
  for (const { id, trainingId } of own) {
    const training = await lockTraining(tx, trainingId)
    if (canWithdraw(training, now())) {
      await takeBack(tx, { training, registrationId: id, now: now() })
    }
    await deleteParticipant(tx, id)
  }
  const ids = own.map(({ id }) => id)
  await forgetFollowUps(tx, inArray(followUps.registrationId, ids))
  await tx.update(registrations).set(NAMELESS).where(eq(registrations.askerId, askerId))
}

const NAMELESS = {
  askerId: null,
  idempotencyKey: null,
  requestHash: null,
  opinion: null,
  remarks: null,
} as const

/**
 * The same for sessions that were over before a moment, so many registrations at a time.
 * @returns whose they were
 */
export async function forgetRegistrations(
  tx: Database,
  before: SQL,
  limit: number,
): Promise<string[]> {
  const rows = await tx
    .select({ id: registrations.id, askerId: registrations.askerId })
    .from(registrations)
    .innerJoin(trainings, eq(trainings.id, registrations.trainingId))
    .where(and(isNotNull(registrations.askerId), sql`${trainings.endsAt} < ${before}`))
    .orderBy(asc(registrations.createdAt), asc(registrations.id))
    .limit(limit)
    .for('update', { of: registrations, skipLocked: true })
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return []
  await tx.delete(registrationContacts).where(inArray(registrationContacts.registrationId, ids))
  await forgetFollowUps(tx, inArray(followUps.registrationId, ids))
  await tx.update(registrations).set(NAMELESS).where(inArray(registrations.id, ids))
  return rows.flatMap(({ askerId }) => askerId ?? [])
}
