import { and, eq, inArray } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { organisations, tickets } from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import { type Match, matchExperts } from '../../experts/matching/match-experts.ts'
import { defaultMatchWeights } from '../../experts/matching/weigh-expert.ts'
import { readExpertProfiles } from '../../experts/read-expert-profiles.ts'
import type { Case } from '../change-case.ts'
import { readContactField } from '../contacts.ts'
import { listWithAccount } from './reach-expert.ts'

/** Costs no points: who has no account can be asked, but has to be called or invited. */
const NO_ACCOUNT = {
  rule: 'no_account',
  points: 0,
  text: {
    zh: '没有可用的账号：派件后须电话通知，或者由其凭邀请开通',
    en: 'no account to sign in with: has to be called, or to accept an invitation',
  },
} as const

type Proposal = Omit<Match, 'reasons'> & {
  reasons: (Match['reasons'][number] | typeof NO_ACCOUNT)[]
}

/**
 * The top three experts for a case with the reasons, and everybody who is ruled out with theirs. From the
 * rosters of the case's organisation and of those above it.
 */
export async function proposeExperts(tx: Database, deps: Deps, subject: Case) {
  const now = deps.now()
  const profiles = await readExpertProfiles(tx, await pathOf(tx, subject.organisationId), now)
  const asker = await readContactField(tx, deps.cipher, subject.id, 'organisation')
  const matching = matchExperts(
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
  return { ...matching, proposals: await warnOfMissing(tx, matching.proposals) }
}

async function warnOfMissing(tx: Database, proposals: Match[]): Promise<Proposal[]> {
  const ids = proposals.map(({ expertId }) => expertId)
  const known = await listWithAccount(tx, ids)
  return proposals.map(({ reasons, ...match }) => {
    return { ...match, reasons: known.has(match.expertId) ? reasons : [...reasons, NO_ACCOUNT] }
  })
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
