import type { RuntimeKnowledge } from '../../knowledge/runtime-knowledge.ts'
import { type Outcome, outcomes } from '../../shared/message.ts'

export type Intent = {
  intent: string
  /** The missing fact's slot, or what to ask back. */
  detail: string | undefined
  outcome: Outcome
  /** Of the outcome. */
  probability: number
  byOutcome: Record<Outcome, number>
}

/**
 * The outcome with the highest probability, and the likeliest intent within it: intents of one
 * outcome share their probability, so the single likeliest intent alone would mislead.
 */
export function classifyQuestion(
  question: string,
  embedding: readonly number[] | undefined,
  { classify, intents, detailOf, settings }: RuntimeKnowledge,
): Intent {
  const byOutcome: Record<Outcome, number> = { answer: 0, clarify: 0, refuse: 0, escalate: 0 }
  const classified = classify(question, embedding).map(({ label, probability }) => {
    const outcome = intents[label]?.outcome ?? 'answer'
    byOutcome[outcome] += probability
    return { intent: label, outcome }
  })
  const outcome = likeliest(byOutcome, settings.understand)
  const intent = classified.find((each) => each.outcome === outcome)?.intent ?? 'service'
  return {
    intent,
    detail: detailOf(intent, question),
    outcome,
    probability: byOutcome[outcome],
    byOutcome,
  }
}

type Weighing = RuntimeKnowledge['settings']['understand']

/** To refuse takes more certainty than anything else: an honest question turned away is lost. */
function likeliest(byOutcome: Record<Outcome, number>, settings: Weighing): Outcome {
  const weighed = outcomes.map((outcome) => ({
    outcome,
    weight: byOutcome[outcome] * settings.outcomeWeights[outcome],
  }))
  const sum = weighed.reduce((total, { weight }) => total + weight, 0) || 1
  const allowed = weighed.filter(
    ({ outcome, weight }) => outcome !== 'refuse' || weight / sum >= settings.leastToRefuse,
  )
  return allowed.reduce((best, each) => (each.weight > best.weight ? each : best)).outcome
}
