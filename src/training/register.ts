import { and, eq } from 'drizzle-orm'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { askers, registrations } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { referenceToAsker } from '../security/asker-keys.ts'
import { AppError } from '../shared/errors.ts'
import { newId, sha256 } from '../shared/ids.ts'
import { deleteParticipant, type Participant, writeParticipant } from './contacts.ts'
import {
  countRegistered,
  fillSeats,
  lockTraining,
  type Registration,
  type Training,
} from './seats.ts'

export type RegistrationRequest = {
  askerId: string
  trainingId: string
  participant: Participant
  idempotencyKey: string | undefined
}

export type Registered = { registration: Registration; fresh: boolean }

/**
 * Registers an asker for an open session, or puts them on the waiting list when it is full; who asks again gets
 * what they have. Seats are given under the lock of the session, so that none is given twice. Contact data is
 * sealed field by field; the consent to its use is part of the request.
 * @throws AppError `not_found` · `conflict` registration is closed, or the key was used for another request
 */
export async function registerForTraining(
  deps: Deps,
  request: RegistrationRequest,
): Promise<Registered> {
  const { askerId, trainingId, participant, idempotencyKey } = request
  const requestHash = await sha256(JSON.stringify([trainingId, participant]))
  return deps.db.transaction(async (tx) => {
    await holdAsker(tx, askerId)
    const training = await lockTraining(tx, trainingId)
    const earlier = await findRegistration(tx, askerId, trainingId)
    if (earlier && isAnsweredBy(earlier, idempotencyKey, requestHash)) {
      return { registration: earlier, fresh: false }
    }
    const now = deps.now()
    checkOpen(training, now)
    const taken = await countRegistered(tx, trainingId)
    const registration = await writeRegistration(tx, {
      earlier,
      askerId,
      trainingId,
      state: taken < training.seats ? 'registered' : 'waiting',
      idempotencyKey: idempotencyKey ?? null,
      requestHash,
      now,
    })
    const { id: registrationId } = registration
    await writeParticipant(tx, deps.cipher, { registrationId, participant })
    await auditRegistration(tx, deps, { askerId, registrationId, trainingId })
    return { registration, fresh: true }
  })
}

/** An erasure of the asker comes before, or waits; never in between. */
async function holdAsker(tx: Database, askerId: string): Promise<void> {
  const [held] = await tx
    .select({ id: askers.id })
    .from(askers)
    .where(eq(askers.id, askerId))
    .for('key share')
  if (!held) throw new AppError('unauthorized', 'session_expired')
}

async function findRegistration(tx: Database, askerId: string, trainingId: string) {
  const own = and(eq(registrations.askerId, askerId), eq(registrations.trainingId, trainingId))
  const [found] = await tx.select().from(registrations).where(own)
  return found
}

/** A request sent twice is one, also where its registration was withdrawn in between. */
function isAnsweredBy(
  earlier: Registration,
  idempotencyKey: string | undefined,
  requestHash: string,
): boolean {
  if (idempotencyKey !== undefined && earlier.idempotencyKey === idempotencyKey) {
    if (earlier.requestHash !== requestHash) throw new AppError('conflict', 'idempotency_conflict')
    return true
  }
  return earlier.state !== 'withdrawn'
}

function checkOpen({ state, closesAt, startsAt }: Training, now: Date): void {
  if (state !== 'open' || now >= closesAt || now >= startsAt) {
    throw new AppError('conflict', 'registration_closed')
  }
}

type Written = Pick<Registration, 'state' | 'trainingId' | 'idempotencyKey' | 'requestHash'> & {
  askerId: string
  earlier: Registration | undefined
  now: Date
}

async function writeRegistration(tx: Database, { earlier, now, ...row }: Written) {
  const fresh = { ...row, queuedAt: now, movedUpAt: null, consentedAt: now, updatedAt: now }
  const [written] = earlier
    ? await tx.update(registrations).set(fresh).where(eq(registrations.id, earlier.id)).returning()
    : await tx
        .insert(registrations)
        .values({ ...fresh, id: newId(), createdAt: now })
        .returning()
  if (!written) throw new Error('no registration was written')
  return written
}

type Audited = { askerId: string; registrationId: string; trainingId: string }

async function auditRegistration(
  tx: Database,
  { cipher }: Deps,
  { askerId, registrationId, trainingId }: Audited,
) {
  const reference = await referenceToAsker(tx, cipher, askerId)
  const actor = { kind: 'asker', id: reference } as const
  await appendAudit(tx, {
    actor,
    action: 'give_consent',
    objectId: reference,
    result: 'ok',
    details: { consent: 'general', registrationId },
  })
  await appendAudit(tx, {
    actor,
    action: 'register_training',
    objectId: registrationId,
    result: 'ok',
    details: { trainingId },
  })
}

/**
 * Takes a registration back until the session begins; its contact data is deleted, and its seat goes to the
 * waiting list. Doing it again changes nothing.
 * @throws AppError `not_found` · `conflict` it has begun
 */
export async function withdrawRegistration(
  deps: Deps,
  { askerId, trainingId }: { askerId: string; trainingId: string },
): Promise<Registration> {
  return deps.db.transaction(async (tx) => {
    const training = await lockTraining(tx, trainingId)
    const own = await findRegistration(tx, askerId, trainingId)
    if (!own) throw new AppError('not_found', 'training_unknown')
    if (own.state === 'withdrawn') return own
    const now = deps.now()
    if (!canWithdraw(training, now)) throw new AppError('conflict', 'training_begun')
    const withdrawn = await takeBack(tx, { training, registrationId: own.id, now })
    const reference = await referenceToAsker(tx, deps.cipher, askerId)
    await appendAudit(tx, {
      actor: { kind: 'asker', id: reference },
      action: 'withdraw_registration',
      objectId: own.id,
      result: 'ok',
      details: { trainingId },
    })
    return withdrawn
  })
}

/** Until the session begins. */
export function canWithdraw({ state, startsAt }: Training, now: Date): boolean {
  return (state === 'open' || state === 'closed') && now < startsAt
}

type TakenBack = { training: Training; registrationId: string; now: Date }

/** Who calls holds the row of the session. */
export async function takeBack(
  tx: Database,
  { training, registrationId, now }: TakenBack,
): Promise<Registration> {
  const [withdrawn] = await tx
    .update(registrations)
    .set({ state: 'withdrawn', movedUpAt: null, updatedAt: now })
    .where(eq(registrations.id, registrationId))
    .returning()
  if (!withdrawn) throw new Error('the registration is gone')
  await deleteParticipant(tx, registrationId)
  await fillSeats(tx, training, now)
  return withdrawn
}
