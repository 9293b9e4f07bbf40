import { isCurated } from '../../shared/curated.ts'
import type { Draft } from '../draft.ts'

/**
 * Evidence corrects a doubtful classification: a question that looked as if the sources lacked the
 * fact is answered when a unit, or a question known to lead to one, is very near to it. What staff have
 * answered since is no longer lacking, however sure the classification.
 */
export function reconsider(draft: Draft): Draft {
  const { understanding, knowledge, found } = draft
  const { doubtful, veryNear } = knowledge.settings.understand
  const nearest = Math.max(0, ...found.map(({ dense }) => dense))
  const isNear = nearest >= veryNear || found[0]?.score === 1
  const [best] = found
  const isAnswered = best !== undefined && isCurated(best.document) && best.dense >= veryNear
  const isSure = understanding.confidence >= doubtful && !isAnswered
  if (understanding.intent !== 'missing_fact' || isSure || !isNear) return draft
  return {
    ...draft,
    outcome: 'answer',
    reason: 'evidence_found',
    understanding: { ...understanding, intent: 'evidence_found', intentOutcome: 'answer' },
  }
}
