import { and, eq, lt, sql } from 'drizzle-orm'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { registrations } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { referenceToAsker } from '../security/asker-keys.ts'
import { contextOf } from '../security/sealed-fields.ts'
import { AppError } from '../shared/errors.ts'
import { dayAt } from '../shared/shanghai-day.ts'
import { attendableStates } from '../shared/training-states.ts'
import { lockTraining, type Registration, type Training } from './seats.ts'

/** Of a million codes: nobody comes near by guessing. */
const MOST_WRONG_CODES = 5

/** Six digits, each code as likely as any other. */
export function newRoomCode(): string {
  const limit = 4_294_000_000
  for (;;) {
    const value = crypto.getRandomValues(new Uint32Array(1))[0] ?? limit
    if (value < limit) return String(value % 1_000_000).padStart(6, '0')
  }
}

export const isOnItsDay = ({ startsAt }: Training, now: Date): boolean =>
  dayAt(startsAt) === dayAt(now)

/** On the day of the session, from the room, as long as it is not counted. */
export function canCheckIn(registration: Registration, training: Training, now: Date): boolean {
  return (
    registration.state === 'registered' &&
    registration.attendedAt === null &&
    training.sealedCode !== null &&
    attendableStates.includes(training.state) &&
    isOnItsDay(training, now)
  )
}

type CheckIn = { askerId: string; trainingId: string; code: string }

/**
 * 签到 by the six digits shown in the room. Doing it again changes nothing.
 * @throws AppError `not_found` · `conflict` not on this day, or not registered · `invalid` wrong code ·
 *   `rate_limited` after five wrong ones: staff tick them in the list
 */
export async function checkIn(deps: Deps, { askerId, trainingId, code }: CheckIn): Promise<void> {
  const isRight = await deps.db.transaction(async (tx) => {
    const training = await lockTraining(tx, trainingId)
    const own = await findOwn(tx, askerId, trainingId)
    if (own.attendedAt !== null) return true
    const now = deps.now()
    if (!canCheckIn(own, training, now)) throw new AppError('conflict', 'check_in_closed')
    if (!(await matches(tx, deps, { training, own, code }))) return false
    await tx
      .update(registrations)
      .set({ attendedAt: now, attendedBy: 'code', updatedAt: now })
      .where(eq(registrations.id, own.id))
    const reference = await referenceToAsker(tx, deps.cipher, askerId)
    await appendAudit(tx, {
      actor: { kind: 'asker', id: reference },
      action: 'check_in_training',
      objectId: own.id,
      result: 'ok',
      details: { trainingId },
    })
    return true
  })
  // Outside of the transaction: a wrong try stays counted.
  if (!isRight) throw new AppError('invalid', 'room_code_wrong')
}

async function findOwn(tx: Database, askerId: string, trainingId: string): Promise<Registration> {
  const [own] = await tx
    .select()
    .from(registrations)
    .where(and(eq(registrations.askerId, askerId), eq(registrations.trainingId, trainingId)))
  if (!own) throw new AppError('not_found', 'training_unknown')
  return own
}

type Try = { training: Training; own: Registration; code: string }

async function matches(
  tx: Database,
  { cipher }: Deps,
  { training, own, code }: Try,
): Promise<boolean> {
  if (own.wrongCodes >= MOST_WRONG_CODES) throw new AppError('rate_limited', 'room_code_tries')
  const sealed = training.sealedCode ?? ''
  if ((await cipher.open(sealed, contextOf.trainingCode(training.id))) === code) return true
  await tx
    .update(registrations)
    .set({ wrongCodes: sql`${registrations.wrongCodes} + 1` })
    .where(and(eq(registrations.id, own.id), lt(registrations.wrongCodes, MOST_WRONG_CODES)))
  return false
}
