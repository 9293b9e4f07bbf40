import { and, arrayOverlaps, asc, eq, gt, gte, isNull, or, sql } from 'drizzle-orm'
import { experts, organisations, trainings } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { loadKnowledge } from '../knowledge/runtime-knowledge.ts'
import { instantOf, parseDay } from '../shared/shanghai-day.ts'
import { presentTraining } from './present-training.ts'
import { seatCounts } from './seats.ts'

export type OpenTrainingQuery = {
  /** Those of the district, and those that belong to none. */
  district?: string | undefined
  /** Numbers of the syllabus; one of them is enough. */
  courses?: number[] | undefined
  /** A day in Beijing, `2026-03-01`. */
  from?: string | undefined
  limit: number
}

/** The coming open sessions for everybody, the next one first. */
export async function listOpenTrainings(
  deps: Pick<Deps, 'db' | 'now' | 'cache'>,
  { district, courses, from, limit }: OpenTrainingQuery,
) {
  const { db } = deps
  const now = deps.now()
  const { courses: syllabus } = await loadKnowledge(deps)
  const rows = await db
    .select({
      training: trainings,
      organisation: organisations.name,
      trainer: trainerName,
      registered: seatCounts.registered,
    })
    .from(trainings)
    .innerJoin(organisations, eq(organisations.id, trainings.organisationId))
    .leftJoin(experts, eq(experts.id, trainings.trainerId))
    .where(
      and(
        eq(trainings.state, 'open'),
        gt(trainings.startsAt, now),
        district === undefined
          ? undefined
          : or(eq(trainings.district, district), isNull(trainings.district)),
        courses === undefined ? undefined : arrayOverlaps(trainings.courses, courses),
        from === undefined ? undefined : gte(trainings.startsAt, instantOf(parseDay(from))),
      ),
    )
    .orderBy(asc(trainings.startsAt), asc(trainings.id))
    .limit(limit)
  return rows.map(({ registered, ...row }) => ({
    ...presentTraining(row, syllabus),
    left: Math.max(0, row.training.seats - registered),
    canRegister: now < row.training.closesAt,
  }))
}

/** The name in the roster, or the one that was written down. */
export const trainerName = sql<string | null>`coalesce(${experts.name}, ${trainings.trainerName})`
