import { and, eq, inArray } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { organisations, tickets } from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import { matchExperts } from '../../experts/matching/match-experts.ts'
import { defaultMatchWeights } from '../../experts/matching/weigh-expert.ts'
import { readExpertProfiles } from '../../experts/read-expert-profiles.ts'
import type { Case } from '../change-case.ts'
import { readContactField } from '../contacts.ts'

/**
 * The top three experts for a case with the reasons, and everybody who is ruled out with theirs. From the
 * rosters of the case's organisation and of those above it.
 */
export async function proposeExperts(tx: Database, deps: Deps, subject: Case) {
  const now = deps.now()
  const profiles = await readExpertProfiles(tx, await pathOf(tx, subject.organisationId), now)
  const asker = await readContactField(tx, deps.cipher, subject.id, 'organisation')
  return matchExperts(
    {
      id: subject.id,
      field: subject.field,
      industry: subject.industry,
      district: subject.district,
      language: subject.language,
      organisation: asker ?? '',
      parties: subject.parties,
      declinedBy: await refusedBy(tx, subject.id),
      at: now,
    },
    profiles,
    defaultMatchWeights,
  )
}

/** Experts who have declined this case, or let its offer lapse. */
async function refusedBy(tx: Database, caseId: string): Promise<string[]> {
  const rows = await tx
    .select({ expertId: tickets.expertId })
    .from(tickets)
    .where(and(eq(tickets.caseId, caseId), inArray(tickets.state, ['declined', 'lapsed'])))
  return rows.map(({ expertId }) => expertId)
}

async function pathOf(tx: Database, organisationId: string): Promise<string> {
  const [row] = await tx
    .select({ path: organisations.path })
    .from(organisations)
    .where(eq(organisations.id, organisationId))
  return row?.path ?? ''
}
