import { terms } from '../../shared/text.ts'
import type { DetailExample } from './intent-examples.ts'

/** The missing fact's slot or what to ask back, of a question of this intent. */
export type DetailOf = (intent: string, question: string) => string | undefined

/** So many of the nearest examples vote, each with its nearness: one alone misleads (measured by leaving each out). */
const VOTERS = 9

/** Reads details by the examples that share the rarest terms with the question. */
export function openDetails(examples: readonly DetailExample[]): DetailOf {
  const intents = new Set(examples.map(({ intent }) => intent))
  const nearest = new Map(
    [...intents].map((intent) => [
      intent,
      openNearest(examples.filter((each) => each.intent === intent)),
    ]),
  )
  return (intent, question) => nearest.get(intent)?.(question)
}

function openNearest(examples: readonly DetailExample[]) {
  const held = examples.map(({ text, detail }) => ({ detail, terms: new Set(terms(text)) }))
  const counts = new Map<string, number>()
  for (const term of held.flatMap((each) => [...each.terms])) {
    counts.set(term, (counts.get(term) ?? 0) + 1)
  }
  const rarity = (term: string) =>
    Math.log((held.length + 1) / ((counts.get(term) ?? 0) + 0.5)) ** 2
  const weigh = (of: Iterable<string>) => [...of].reduce((sum, term) => sum + rarity(term), 0)
  const weighed = held.map((each) => ({ ...each, weight: weigh(each.terms) }))

  return (question: string): string | undefined => {
    const asked = new Set(terms(question))
    const weight = weigh(asked)
    const voters = weighed
      .map((each) => {
        const shared = weigh([...each.terms].filter((term) => asked.has(term)))
        return {
          detail: each.detail,
          nearness: shared / Math.sqrt((each.weight + 1) * (weight + 1)),
        }
      })
      .filter(({ nearness }) => nearness > 0)
      .toSorted((one, other) => other.nearness - one.nearness)
      .slice(0, VOTERS)
    const votes = new Map<string, number>()
    for (const { detail, nearness } of voters) {
      votes.set(detail, (votes.get(detail) ?? 0) + nearness)
    }
    return [...votes].toSorted(([, one], [, other]) => other - one)[0]?.[0]
  }
}
