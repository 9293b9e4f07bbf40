import { and, asc, eq, gte, lt } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '../db/database.ts'
import { duties, experts } from '../db/schema/index.ts'
import { type Field, fields } from '../shared/message.ts'
import { readLeaves } from './read-leaves.ts'
import type { Fairness } from './rotation/fairness.ts'
import {
  fairnessOfRotation,
  isAway,
  type RotationExpert,
  type RotationPlan,
  uncoveredBy,
} from './rotation/plan-rotation.ts'
import { addDays, mondayOf } from './rotation/weeks.ts'

export type Period = {
  /** Any `YYYY-MM-DD` day of the first week. */
  from: string
  weeks: number
}

export type NamedExpert = RotationExpert & { name: string }

/** Why somebody on duty may not come after all. */
export const dutyProblems = ['not_active', 'no_consent', 'on_leave', 'swap_asked'] as const
export type DutyProblem = (typeof dutyProblems)[number]

/** What is kept beside a duty; gone with whoever leaves it. */
export const DutyDetails = z.object({ swapAskedAt: z.iso.datetime() })
export type DutyDetails = z.infer<typeof DutyDetails>

export type Rota = {
  weeks: {
    /** Its Monday, `YYYY-MM-DD`. */
    week: string
    onDuty: { id: string; name: string; problem: DutyProblem | null }[]
    /** Fields of the service that nobody on duty knows. */
    uncovered: Field[]
  }[]
  /** How evenly the weeks listed are spread over who may be on duty. */
  fairness: Fairness
}

/** What somebody of every week should know: all fields but the one that stands for none in particular. */
export const coveredFields: Field[] = fields.filter((field) => field !== '综合')

/**
 * The roster of one organisation as the planner of the 轮值 wants it. Who takes no cases at the moment
 * counts as not consenting.
 */
export async function readRotationExperts(
  db: Database,
  organisationId: string,
): Promise<NamedExpert[]> {
  const kept = eq(experts.organisationId, organisationId)
  const rows = await db.select().from(experts).where(kept)
  const leaves = await readLeaves(db, kept)
  return rows.map(({ id, name, status, consentedAt, available, ...expert }) => ({
    id,
    name,
    status,
    consented: consentedAt !== null && available,
    fields: expert.fields,
    leave: leaves.get(id) ?? [],
  }))
}

/** What is stored for the weeks of a period, empty ones included. */
export async function readPlan(
  db: Database,
  organisationId: string,
  { from, weeks }: Period,
): Promise<RotationPlan> {
  const first = mondayOf(from)
  const stored = await db
    .select({ week: duties.week, expertId: duties.expertId, details: duties.details })
    .from(duties)
    .where(
      and(
        eq(duties.organisationId, organisationId),
        gte(duties.week, first),
        lt(duties.week, addDays(first, weeks * 7)),
      ),
    )
    .orderBy(asc(duties.week), asc(duties.expertId))
  return {
    weeks: Array.from({ length: weeks }, (_, at) => {
      const week = addDays(first, at * 7)
      const ofWeek = stored.filter((duty) => duty.week === week)
      const asking = ofWeek.filter(({ details }) => DutyDetails.safeParse(details).success)
      return { week, onDuty: idsOf(ofWeek), asking: idsOf(asking), uncovered: [], vacant: 0 }
    }),
  }
}

const idsOf = (stored: { expertId: string }[]) => stored.map(({ expertId }) => expertId)

/** The plan with names, with what keeps somebody from coming after all, and with its fairness. */
export function presentPlan(plan: RotationPlan, roster: NamedExpert[]): Rota {
  return {
    weeks: plan.weeks.map(({ week, onDuty, asking = [] }) => {
      const people = onDuty.flatMap((id) => roster.filter((expert) => expert.id === id))
      return {
        week,
        onDuty: people.map((expert) => {
          const asks = asking.includes(expert.id) ? 'swap_asked' : null
          return { id: expert.id, name: expert.name, problem: problemOf(expert, week) ?? asks }
        }),
        uncovered: uncoveredBy(people, coveredFields),
      }
    }),
    fairness: fairnessOfRotation(plan, roster),
  }
}

function problemOf(expert: RotationExpert, week: string): DutyProblem | null {
  if (expert.status !== 'active') return 'not_active'
  if (!expert.consented) return 'no_consent'
  return isAway(expert, week) ? 'on_leave' : null
}
