import { and, eq } from 'drizzle-orm'
import { type Account, actorOf } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import { registrations, trainings } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { contextOf } from '../security/sealed-fields.ts'
import { AppError } from '../shared/errors.ts'
import { dayAt } from '../shared/shanghai-day.ts'
import { attendableStates } from '../shared/training-states.ts'
import { checkUnchanged, lockInScope, save } from './change-training.ts'
import { isOnItsDay, newRoomCode } from './check-in.ts'
import type { Training } from './seats.ts'

type Tick = { id: string; registrationId: string; attended: boolean }

/**
 * 签到 by staff, from the day of the session on. Who waited and came counts among those who walked in.
 * @throws AppError `not_found` · `conflict` before its day, or counted
 */
export async function tickAttendance(
  deps: Pick<Deps, 'db' | 'now'>,
  account: Account,
  { id, registrationId, attended }: Tick,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const now = deps.now()
    const training = await lockInScope(tx, account, id)
    checkAttendable(training, now)
    const [ticked] = await tx
      .update(registrations)
      .set({
        attendedAt: attended ? now : null,
        attendedBy: attended ? 'staff' : null,
        updatedAt: now,
      })
      .where(
        and(
          eq(registrations.id, registrationId),
          eq(registrations.trainingId, id),
          eq(registrations.state, 'registered'),
        ),
      )
      .returning({ id: registrations.id })
    if (!ticked) throw new AppError('not_found', 'registration_unknown')
    await appendAudit(tx, {
      actor: actorOf(account),
      action: 'note_attendance',
      objectId: id,
      result: 'ok',
      details: { registrationId },
    })
  })
}

type WalkIns = { id: string; version: number; walkIns: number }

/** How many came without being registered, as a number. @throws AppError as `tickAttendance` */
export async function noteWalkIns(
  deps: Pick<Deps, 'db' | 'now'>,
  account: Account,
  { id, version, walkIns }: WalkIns,
): Promise<Training> {
  return deps.db.transaction(async (tx) => {
    const now = deps.now()
    const before = await lockInScope(tx, account, id)
    checkUnchanged(before, version, attendableStates)
    checkAttendable(before, now)
    const saved = await save(tx, before, { walkIns }, now)
    await appendAudit(tx, {
      actor: actorOf(account),
      action: 'note_attendance',
      objectId: id,
      result: 'ok',
      details: { walkIns },
    })
    return saved
  })
}

/**
 * The six digits to be shown in the room, made at the first call of the day of the session; the same for every
 * colleague.
 * @throws AppError `not_found` · `conflict` on another day, or counted
 */
export async function showRoomCode(
  deps: Pick<Deps, 'db' | 'now' | 'cipher'>,
  account: Account,
  id: string,
): Promise<string> {
  return deps.db.transaction(async (tx) => {
    const now = deps.now()
    const training = await lockInScope(tx, account, id)
    checkAttendable(training, now)
    if (!isOnItsDay(training, now)) throw new AppError('conflict', 'check_in_closed')
    const context = contextOf.trainingCode(id)
    if (training.sealedCode !== null) return deps.cipher.open(training.sealedCode, context)
    const code = newRoomCode()
    const sealedCode = await deps.cipher.seal(code, context)
    // No new version: what a colleague is just editing stays as they saw it.
    await tx.update(trainings).set({ sealedCode }).where(eq(trainings.id, id))
    await appendAudit(tx, {
      actor: actorOf(account),
      action: 'show_training_code',
      objectId: id,
      result: 'ok',
      details: {},
    })
    return code
  })
}

function checkAttendable({ state, startsAt }: Training, now: Date): void {
  if (!attendableStates.includes(state)) throw new AppError('conflict', 'training_changed')
  if (dayAt(startsAt) > dayAt(now)) throw new AppError('conflict', 'training_not_begun')
}
