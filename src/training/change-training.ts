import { and, eq, inArray } from 'drizzle-orm'
import { type Account, actorOf } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { experts, registrations, trainings } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { expertScope } from '../experts/expert-scope.ts'
import { loadKnowledge } from '../knowledge/runtime-knowledge.ts'
import { findOpenOrganisation } from '../organisations/organisations.ts'
import { inScope } from '../organisations/scope.ts'
import { AppError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { isDay } from '../shared/shanghai-day.ts'
import {
  changeableStates,
  type TrainingState,
  type TrainingTransition,
  trainingTransitions,
} from '../shared/training-states.ts'
import { countRegistered, fillSeats, type Training } from './seats.ts'
import { tellAskers } from './tell-askers.ts'
import { queueTrainingReminder } from './training-jobs.ts'

/** As staff write it down; days and hours in Beijing. */
export type TrainingInput = {
  title: string
  courses: number[]
  district: string | null
  place: string | null
  link: string | null
  /** `2026-03-09` */
  day: string
  /** `14:00` */
  begins: string
  ends: string
  /** When registration closes, `2026-03-08` and `18:00`. */
  closesOn: string
  closesAt: string
  trainerName: string | null
  trainerId: string | null
  seats: number
}

type Acting = Pick<Deps, 'db' | 'now' | 'cache'>

/**
 * Plans a session (培训场次) as a draft.
 * @throws AppError `not_found` organisation or expert that the account does not see · `invalid` times or courses
 */
export async function createTraining(
  deps: Acting,
  account: Account,
  { organisationId, ...input }: TrainingInput & { organisationId: string },
): Promise<Training> {
  const details = await readInput(deps, account, input)
  return deps.db.transaction(async (tx) => {
    await findOpenOrganisation(tx, account, organisationId)
    const now = deps.now()
    const [created] = await tx
      .insert(trainings)
      .values({
        ...details,
        id: newId(),
        organisationId,
        state: 'draft',
        version: 1,
        createdBy: account.id,
        createdAt: now,
        updatedAt: now,
      })
      .returning()
    if (!created) throw new Error('insert returned no row')
    await appendAudit(tx, {
      actor: actorOf(account),
      action: 'create_training',
      objectId: created.id,
      result: 'ok',
      details: { organisationId },
    })
    return created
  })
}

type Change = { id: string; version: number }

/**
 * Changes a session that has not been held. Whoever has registered is told when place or time are others; more
 * seats go to the waiting list.
 * @throws AppError `not_found` · `conflict` somebody else changed it, or more are registered than would have seats ·
 *   `invalid` times or courses
 */
export async function changeTraining(
  deps: Acting,
  account: Account,
  { id, version, ...input }: Change & TrainingInput,
): Promise<Training> {
  const details = await readInput(deps, account, input)
  return deps.db.transaction(async (tx) => {
    const before = await lockInScope(tx, account, id)
    checkUnchanged(before, version, changeableStates)
    if (details.seats < (await countRegistered(tx, id))) {
      throw new AppError('conflict', 'training_seats_taken')
    }
    const now = deps.now()
    const moved = before.openedAt !== null && isMoved(before, details)
    const changed = await save(tx, before, { ...details, ...(moved && { movedAt: now }) }, now)
    if (moved) await tellRegistered(tx, { training: changed, news: 'changed', now })
    await fillSeats(tx, changed, now)
    if (changed.state !== 'draft') await queueTrainingReminder(tx, changed)
    await appendAudit(tx, {
      actor: actorOf(account),
      action: 'change_training',
      objectId: id,
      result: 'ok',
      details: {},
    })
    return changed
  })
}

type Step = Change & { step: TrainingTransition; reason?: string | undefined }

/**
 * One step along the table of states (`shared/training-states.ts`). To cancel needs a reason, which those who have
 * registered are told.
 * @throws AppError `not_found` · `conflict` it has moved on, or has not begun · `invalid` no reason
 */
export async function stepTraining(
  deps: Pick<Deps, 'db' | 'now'>,
  account: Account,
  { id, version, step, reason }: Step,
): Promise<Training> {
  const now = deps.now()
  if (step === 'cancel' && !reason) throw new AppError('invalid', 'reason_needed')
  return deps.db.transaction(async (tx) => {
    const before = await lockInScope(tx, account, id)
    checkUnchanged(before, version, trainingTransitions[step].from)
    checkMoment(before, step, now)
    const set = {
      state: trainingTransitions[step].to,
      ...(step === 'cancel' && { cancelReason: reason }),
      ...(step === 'open' && before.openedAt === null && { openedAt: now }),
    }
    const changed = await save(tx, before, set, now)
    if (step === 'open') await queueTrainingReminder(tx, changed)
    if (step === 'cancel') await tellRegistered(tx, { training: changed, news: 'cancelled', now })
    await appendAudit(tx, {
      actor: actorOf(account),
      action: 'step_training',
      objectId: id,
      result: 'ok',
      details: { step },
    })
    return changed
  })
}

/** @throws AppError `not_found`, also outside of the account's organisations */
export async function lockInScope(tx: Database, account: Account, id: string): Promise<Training> {
  const [found] = await tx
    .select()
    .from(trainings)
    .where(and(eq(trainings.id, id), inScope(tx, account, trainings.organisationId)))
    .for('update')
  if (!found) throw new AppError('not_found', 'training_unknown')
  return found
}

/** Who calls holds the row. @throws AppError `conflict` it is not as the actor saw it, or too far on */
export function checkUnchanged(
  { state, version }: Training,
  seen: number,
  states: readonly TrainingState[],
): void {
  if (version !== seen || !states.includes(state)) {
    throw new AppError('conflict', 'training_changed')
  }
}

/** Nothing is opened that has begun, and nothing held that has not. */
function checkMoment({ startsAt, closesAt }: Training, step: TrainingTransition, now: Date): void {
  if (step === 'open' && closesAt <= now) throw new AppError('conflict', 'training_past')
  if ((step === 'hold' || step === 'count') && startsAt > now) {
    throw new AppError('conflict', 'training_not_begun')
  }
}

export async function save(
  tx: Database,
  { id, version }: Training,
  set: Partial<typeof trainings.$inferInsert>,
  now: Date,
): Promise<Training> {
  const [saved] = await tx
    .update(trainings)
    .set({ ...set, version: version + 1, updatedAt: now })
    .where(eq(trainings.id, id))
    .returning()
  if (!saved) throw new Error('the session is gone')
  return saved
}

type Details = Awaited<ReturnType<typeof readInput>>

function isMoved(before: Training, after: Details): boolean {
  return (
    before.place !== after.place ||
    before.link !== after.link ||
    before.startsAt.getTime() !== after.startsAt.getTime() ||
    before.endsAt.getTime() !== after.endsAt.getTime()
  )
}

type News = { training: Training; news: 'changed' | 'cancelled'; now: Date }

async function tellRegistered(tx: Database, { training, news, now }: News): Promise<void> {
  const rows = await tx
    .select({ id: registrations.id })
    .from(registrations)
    .where(
      and(
        eq(registrations.trainingId, training.id),
        inArray(registrations.state, ['registered', 'waiting']),
      ),
    )
  const registrationIds = rows.map(({ id }) => id)
  await tellAskers(tx, { registrationIds, news, key: String(training.version), now })
}

async function readInput(deps: Acting, account: Account, input: TrainingInput) {
  const { day, begins, ends, closesOn, closesAt: closes, ...rest } = input
  const { courses } = await loadKnowledge(deps)
  const known = courses.map(({ number }) => number)
  if (!input.courses.every((number) => known.includes(number))) {
    throw new AppError('invalid', 'course_unknown')
  }
  if (rest.trainerId !== null) await checkTrainer(deps.db, account, rest.trainerId)
  const [startsAt, endsAt] = [beijingTime(day, begins), beijingTime(day, ends)]
  const closesAt = beijingTime(closesOn, closes)
  if (endsAt <= startsAt || closesAt > startsAt) {
    throw new AppError('invalid', 'training_times_wrong')
  }
  const numbers = [...new Set(rest.courses)].toSorted((one, other) => one - other)
  return { ...rest, courses: numbers, startsAt, endsAt, closesAt }
}

/** @throws AppError `invalid` no such day */
function beijingTime(day: string, clock: string): Date {
  if (!isDay(day)) throw new AppError('invalid', 'training_times_wrong')
  return new Date(`${day}T${clock}:00+08:00`)
}

async function checkTrainer(db: Database, account: Account, trainerId: string): Promise<void> {
  const [found] = await db
    .select({ id: experts.id })
    .from(experts)
    .where(and(eq(experts.id, trainerId), expertScope(db, account)))
  if (!found) throw new AppError('not_found', 'expert_unknown')
}
