import { and, asc, desc, eq, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import { type Account, actorOf } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { experts, organisations, registrations, trainings } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { inScope } from '../organisations/scope.ts'
import { maskPersonalData } from '../privacy/mask-personal-data.ts'
import { AppError } from '../shared/errors.ts'
import { instantOf, parseDay } from '../shared/shanghai-day.ts'
import type { TrainingState } from '../shared/training-states.ts'
import { readParticipants } from './contacts.ts'
import { trainerName } from './list-open-trainings.ts'
import { seatCounts } from './seats.ts'

export type TrainingQuery = {
  states?: TrainingState[] | undefined
  /** Of the day of the session, in Beijing. */
  year?: number | undefined
  organisationId?: string | undefined
  /** Id of the last one of the page before. */
  after?: string | undefined
  limit: number
}

const columns = {
  id: trainings.id,
  organisationId: trainings.organisationId,
  organisation: organisations.name,
  title: trainings.title,
  courses: trainings.courses,
  district: trainings.district,
  place: trainings.place,
  link: trainings.link,
  startsAt: trainings.startsAt,
  endsAt: trainings.endsAt,
  closesAt: trainings.closesAt,
  trainerName: trainings.trainerName,
  trainerId: trainings.trainerId,
  trainer: trainerName,
  seats: trainings.seats,
  state: trainings.state,
  version: trainings.version,
  cancelReason: trainings.cancelReason,
  walkIns: trainings.walkIns,
  ...seatCounts,
  ratings: sql<number>`(select count(r.score)::int from ${registrations} r
    where r.training_id = ${trainings.id})`,
  averageScore: sql<number | null>`(select round(avg(r.score), 2)::float8 from ${registrations} r
    where r.training_id = ${trainings.id})`,
}

/** The sessions of the viewer's organisations, the latest first. */
export async function listTrainings(db: Database, viewer: Account, query: TrainingQuery) {
  const { states, year, organisationId, after, limit } = query
  const position = sql`(${trainings.startsAt}, ${trainings.id})`
  return readTrainings(db, {
    limit,
    where: and(
      inScope(db, viewer, trainings.organisationId),
      states && inArray(trainings.state, states),
      year === undefined ? undefined : inYear(year),
      organisationId === undefined ? undefined : eq(trainings.organisationId, organisationId),
      after === undefined
        ? undefined
        : lt(position, sql`(select starts_at, id from trainings where id = ${after})`),
    ),
  })
}

/** The sessions of a year in Beijing. */
export function inYear(year: number): SQL | undefined {
  const [from, to] = [year, year + 1].map((each) => instantOf(parseDay(`${each}-01-01`)))
  return and(from && gte(trainings.startsAt, from), to && lt(trainings.startsAt, to))
}

/** @throws AppError `not_found`, also outside of the viewer's organisations */
export async function readTraining(db: Database, viewer: Account, id: string) {
  const where = and(eq(trainings.id, id), inScope(db, viewer, trainings.organisationId))
  const [found] = await readTrainings(db, { where, limit: 1 })
  if (!found) throw new AppError('not_found', 'training_unknown')
  return found
}

async function readTrainings(
  db: Database,
  { where, limit }: { where: SQL | undefined; limit: number },
) {
  const rows = await db
    .select(columns)
    .from(trainings)
    .innerJoin(organisations, eq(organisations.id, trainings.organisationId))
    .leftJoin(experts, eq(experts.id, trainings.trainerId))
    .where(where)
    .orderBy(desc(trainings.startsAt), desc(trainings.id))
    .limit(limit)
  return rows.map(({ startsAt, endsAt, closesAt, ...row }) => ({
    ...row,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    closesAt: closesAt.toISOString(),
  }))
}

/**
 * Who has registered for a session, in the order of asking, with their contact data opened: that it was looked at
 * is audited. Who has withdrawn or was erased is not shown.
 * @throws AppError `not_found`
 */
export async function listRegistrations(
  { db, cipher }: Pick<Deps, 'db' | 'cipher'>,
  viewer: Account,
  trainingId: string,
) {
  return db.transaction(async (tx) => {
    await readTraining(tx, viewer, trainingId)
    const rows = await tx
      .select()
      .from(registrations)
      .where(
        and(
          eq(registrations.trainingId, trainingId),
          or(eq(registrations.state, 'registered'), eq(registrations.state, 'waiting')),
        ),
      )
      .orderBy(asc(registrations.queuedAt), asc(registrations.id))
    const ids = rows.map(({ id }) => id)
    const participants = await readParticipants(tx, cipher, ids)
    await appendAudit(tx, {
      actor: actorOf(viewer),
      action: 'view_registrations',
      objectId: trainingId,
      result: 'ok',
      details: { rows: rows.length },
    })
    return rows.map((row) => ({
      id: row.id,
      state: row.state === 'waiting' ? ('waiting' as const) : ('registered' as const),
      name: participants.get(row.id)?.name ?? null,
      organisation: participants.get(row.id)?.organisation ?? null,
      telephone: participants.get(row.id)?.telephone ?? null,
      attendedAt: row.attendedAt?.toISOString() ?? null,
      attendedBy: row.attendedBy,
      score: row.score,
      opinion: row.opinion === null ? null : maskPersonalData(row.opinion),
      remarks: Object.values(row.remarks ?? {}).map(maskPersonalData),
      queuedAt: row.queuedAt.toISOString(),
    }))
  })
}
