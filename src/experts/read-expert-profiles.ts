import { and, eq, gte, like, notInArray, or, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { duties, expertLeaves, experts, organisations } from '../db/schema/index.ts'
import { shanghaiDay } from '../shared/shanghai-day.ts'
import type { ExpertProfile } from './matching/profiles.ts'
import { countOpenTickets } from './open-tickets.ts'
import { readLeaves } from './read-leaves.ts'
import { mondayOf } from './rotation/weeks.ts'

/**
 * The rosters as matching wants them (`matchExperts`): of the organisation at `organisationPath`, of those
 * above it and of those below it (null: of all), without who has left. Leave that is over is left out; who
 * takes no cases at the moment counts as on leave today.
 */
export async function readExpertProfiles(
  tx: Database,
  organisationPath: string | null,
  now: Date,
): Promise<ExpertProfile[]> {
  const today = shanghaiDay(now)
  const kept = inLineWith(organisationPath)
  const rows = await tx
    .select({
      expert: experts,
      openTickets: countOpenTickets(tx, experts.id),
      duties: tx.$count(
        duties,
        and(eq(duties.expertId, experts.id), eq(duties.week, mondayOf(today))),
      ),
    })
    .from(experts)
    .innerJoin(organisations, eq(organisations.id, experts.organisationId))
    .where(kept)
    .orderBy(experts.id)
  const leaves = await readLeaves(tx, and(kept, gte(expertLeaves.to, today)))
  return rows.map(({ expert, openTickets, duties: onDuty }) => ({
    id: expert.id,
    name: expert.name,
    status: expert.status,
    consented: expert.consentedAt !== null,
    fields: expert.fields,
    industries: expert.industries,
    districts: expert.districts,
    languages: expert.languages,
    employer: expert.employer,
    clients: expert.clients,
    competitorsOf: expert.competitors,
    capacity: expert.capacity,
    openTickets,
    leave: [
      ...(expert.available ? [] : [{ from: today, to: today }]),
      ...(leaves.get(expert.id) ?? []),
    ],
    onDuty: onDuty > 0,
    lastOfferedAt: expert.lastOfferedAt,
    offeredCount: expert.offeredCount,
  }))
}

function inLineWith(organisationPath: string | null): SQL | undefined {
  // A path holds ids and `/` only, so nothing in it is a wildcard.
  const inLine =
    organisationPath === null
      ? undefined
      : or(
          like(organisations.path, `${organisationPath}%`),
          sql`${organisationPath} like ${organisations.path} || '%'`,
        )
  return and(inLine, notInArray(experts.status, ['withdrawn', 'removed']))
}
