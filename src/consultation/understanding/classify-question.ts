import type { RuntimeKnowledge } from '../../knowledge/runtime-knowledge.ts'
import type { DetailExample } from '../../knowledge/classifier/intent-examples.ts'
import { type Outcome, outcomes } from '../../shared/message.ts'
import { terms } from '../../shared/text.ts'

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
  { classify, intents, details, settings }: RuntimeKnowledge,
): Intent {
  const byOutcome: Record<Outcome, number> = { answer: 0, clarify: 0, refuse: 0, escalate: 0 }
  const classified = classify(question, embedding).map(({ label, probability }) => {
    const outcome = intents[label]?.outcome ?? 'answer'
    byOutcome[outcome] += probability
    return { intent: label, outcome }
  })
  const outcome = likeliest(byOutcome, settings.understand)
  const intent = classified.find((each) => each.outcome === outcome)?.intent ?? 'service'
  const detail = nearestDetail(
    question,
    details.filter((each) => each.intent === intent),
  )
  return { intent, detail, outcome, probability: byOutcome[outcome], byOutcome }
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

/** The detail of the example that shares most terms with the question. */
function nearestDetail(question: string, examples: DetailExample[]): string | undefined {
  const asked = new Set(terms(question))
  const scored = examples.map(({ text, detail }) => {
    const held = terms(text)
    const shared = held.filter((term) => asked.has(term)).length
    return { detail, score: shared / Math.sqrt((held.length + 1) * (asked.size + 1)) }
  })
  return scored.reduce((best, each) => (each.score > best.score ? each : best), {
    detail: undefined as string | undefined,
    score: 0,
  }).detail
}
