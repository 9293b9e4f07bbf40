import { dayAt, formatDay } from '../../shared/shanghai-day.ts'
import { type Exclusion, listExclusions } from './hard-rules.ts'
import type { CaseProfile, ExpertProfile } from './profiles.ts'
import { type MatchWeights, type Reason, tenths, weighExpert } from './weigh-expert.ts'

/** `score` is the sum of the points of `reasons`, in tenths. */
export type Match = { expertId: string; score: number; reasons: Reason[] }

export type Matching = {
  /** Best first. */
  proposals: Match[]
  /** One for each expert and rule that bars them, by expert. */
  excluded: Exclusion[]
}

const MOST_PROPOSALS = 3

/**
 * Whom to ask for a case, and why (DESIGN §2.4–2.5; service-spec, 服务要求). Pure: the same input in
 * any order gives the same output; of equal scores the least recently offered comes first, then by id.
 */
export function matchExperts(
  subject: CaseProfile,
  experts: ExpertProfile[],
  weights: MatchWeights,
): Matching {
  const dated = { ...subject, today: formatDay(dayAt(subject.at)) }
  const checked = experts.map((expert) => ({ expert, bars: listExclusions(dated, expert) }))
  const candidates = checked.filter(({ bars }) => bars.length === 0).map(({ expert }) => expert)
  const fewestOffers = Math.min(...candidates.map(({ offeredCount }) => offeredCount))
  const ranked = candidates
    .map((expert) => {
      const reasons = weighExpert(subject, expert, { weights, fewestOffers })
      const score = tenths(reasons.reduce((sum, { points }) => sum + points, 0))
      return { expert, match: { expertId: expert.id, score, reasons } }
    })
    .sort(
      (left, right) =>
        right.match.score - left.match.score ||
        lastOffer(left.expert) - lastOffer(right.expert) ||
        compareIds(left.expert.id, right.expert.id),
    )
  return {
    proposals: ranked.slice(0, MOST_PROPOSALS).map(({ match }) => match),
    excluded: checked
      .flatMap(({ bars }) => bars)
      .sort((left, right) => compareIds(left.expertId, right.expertId)),
  }
}

/** Epoch milliseconds; before all others when never offered. */
function lastOffer({ lastOfferedAt }: ExpertProfile): number {
  return lastOfferedAt?.getTime() ?? Number.MIN_SAFE_INTEGER
}

/** By code units, whatever the machine's locale. */
function compareIds(left: string, right: string): number {
  if (left === right) return 0
  return left < right ? -1 : 1
}
