import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Account } from '../accounts/account.ts'
import type { Database } from '../db/database.ts'
import { organisations, registrations, trainings } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { loadKnowledge } from '../knowledge/runtime-knowledge.ts'
import { inScope, type Viewer } from '../organisations/scope.ts'
import { inYear } from './list-trainings.ts'
import { countAnswers } from './questionnaire.ts'
import { seatCounts } from './seats.ts'

const counted = sql`${trainings.state} = 'counted'`

/** Sessions held and people trained, organisation by organisation of the viewer's. @param when on `trainings` */
export function trainingsHeld(db: Database, viewer: Viewer, when: SQL | undefined) {
  const sumOf = (each: SQL) => sql<number>`coalesce(sum(${each}) filter (where ${counted}), 0)::int`
  return db
    .select({
      organisationId: organisations.id,
      organisation: organisations.name,
      sessions: sql<number>`(count(*) filter (where ${counted}))::int`.as('sessions'),
      attended: sumOf(seatCounts.attended).as('attended'),
      walkIns: sumOf(sql`${trainings.walkIns}`).as('walk_ins'),
      people: sumOf(sql`${seatCounts.attended} + ${trainings.walkIns}`).as('people'),
      uncounted: sql<number>`(count(*) filter (where ${trainings.state} = 'held'))::int`.as(
        'uncounted',
      ),
    })
    .from(trainings)
    .innerJoin(organisations, eq(organisations.id, trainings.organisationId))
    .where(
      and(
        inScope(db, viewer, trainings.organisationId),
        when,
        inArray(trainings.state, ['held', 'counted']),
      ),
    )
    .groupBy(organisations.id, organisations.name)
    .orderBy(asc(organisations.name))
}

/** Of who was there, how many have rated, and how; sessions that were held, counted or not yet. */
async function readSatisfaction(db: Database, viewer: Viewer, when: SQL | undefined) {
  const [row] = await db
    .select({
      attended: sql<number>`count(${registrations.attendedAt})::int`,
      rated: sql<number>`count(${registrations.score})::int`,
      average: sql<number | null>`round(avg(${registrations.score}), 2)::float8`,
    })
    .from(registrations)
    .innerJoin(trainings, eq(trainings.id, registrations.trainingId))
    .where(
      and(
        inScope(db, viewer, trainings.organisationId),
        when,
        inArray(trainings.state, ['held', 'counted']),
      ),
    )
  return row ?? { attended: 0, rated: 0, average: null }
}

/**
 * Sessions held and people trained (人次) in a year, per organisation of the viewer's and in sum, beside the targets
 * that the sources name (settings, `training.targets`). Only sessions that are counted go in; those held and not yet
 * counted stand apart. The rows behind a figure: `listTrainings` with year, organisation and the state `counted`.
 */
export async function readTrainingTotals(
  deps: Pick<Deps, 'db' | 'cache'>,
  viewer: Account,
  year: number,
) {
  const { db } = deps
  const { settings, questionnaires } = await loadKnowledge(deps)
  const each = await trainingsHeld(db, viewer, inYear(year))
  const sum = (key: Exclude<keyof (typeof each)[number], 'organisationId' | 'organisation'>) =>
    each.reduce((total, row) => total + row[key], 0)
  return {
    year,
    organisations: each,
    sum: {
      sessions: sum('sessions'),
      attended: sum('attended'),
      walkIns: sum('walkIns'),
      people: sum('people'),
      uncounted: sum('uncounted'),
    },
    satisfaction: {
      ...(await readSatisfaction(db, viewer, inYear(year))),
      questions: await countAnswers(db, viewer, { when: inYear(year), questionnaires }),
    },
    targets: settings.training.targets,
  }
}
