import type { ReviewRubric } from '../../knowledge/review-rubric.ts'
import { AppError } from '../../shared/errors.ts'
import type { ReviewResult } from '../../shared/review-states.ts'

/** Points by the id of the criterion, and the critical faults that were found. */
export type Judged = { points: Record<string, number>; faults: string[] }

export type Verdict = { score: number; result: ReviewResult }

/**
 * What points and faults come to: the weighted share of the most that can be had, 0–100, rounded down, so that nothing
 * is better than it was; a critical fault makes it poor.
 * @throws AppError `invalid` a criterion without a point of the scale, or what the rubric does not have
 */
export function judge(rubric: ReviewRubric, { points, faults }: Judged): Verdict {
  checkKnown(rubric, { points, faults })
  const most = Math.max(...rubric.scale.map(({ value }) => value))
  let reached = 0
  let possible = 0
  for (const { id, weight } of rubric.criteria) {
    reached += weight * (points[id] ?? 0)
    possible += weight * most
  }
  const score = possible === 0 ? 0 : Math.floor((100 * reached) / possible)
  return { score, result: faults.length > 0 ? 'poor' : resultOf(score, rubric) }
}

function resultOf(score: number, { levels }: ReviewRubric): ReviewResult {
  if (score >= levels.good) return 'good'
  return score >= levels.fair ? 'fair' : 'poor'
}

function checkKnown(rubric: ReviewRubric, { points, faults }: Judged): void {
  const values = new Set(rubric.scale.map(({ value }) => value))
  const known = new Set(rubric.faults.map(({ id }) => id))
  const given = rubric.criteria.filter(({ id }) => values.has(points[id] ?? Number.NaN))
  const isComplete =
    given.length === rubric.criteria.length &&
    Object.keys(points).length === given.length &&
    new Set(faults).size === faults.length &&
    faults.every((fault) => known.has(fault))
  if (!isComplete) throw new AppError('invalid', 'review_points_wrong')
}
