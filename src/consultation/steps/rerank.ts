import type { Deps } from '../../deps.ts'
import type { FoundPassage } from '../../knowledge/search-passages.ts'
import { createMask } from '../../privacy/mask-personal-data.ts'
import type { Draft } from '../draft.ts'

/** The best of a search; what stands below them is never quoted. */
const MOST_RANKED = 20

/** The score of what the question names outright. */
const NAMED = 1

/**
 * Where a rerank endpoint is configured, puts the units found in the order of its scores. What the
 * question names stays first; the scores of the search stay, for the thresholds are theirs.
 */
export async function rerank(draft: Draft, { reranker }: Deps): Promise<Draft> {
  const { outcome, understanding, found, parts } = draft
  if (!reranker || outcome === 'refuse' || outcome === 'clarify') return draft
  const units = listUnits(draft)
  if (units.length < 2) return draft
  const query = createMask().mask(understanding.full)
  const scores = await reranker.rerank(query, units.map(describeUnit))
  if (!scores) return draft
  const scoreOf = new Map(units.map(({ id }, at) => [id, scores[at] ?? 0]))
  const [only] = parts
  const asksOneThing = parts.length === 1
  // The scores are for the whole question: each of several parts keeps the unit that answers it.
  const kept = asksOneThing ? 0 : 1
  const reordered = parts.map((part) => {
    const rest = reorder(part.found.slice(kept), scoreOf)
    return { ...part, found: [...part.found.slice(0, kept), ...rest] }
  })
  const listed = only && asksOneThing ? only.found : found
  return {
    ...draft,
    found: reorder(listed, scoreOf).slice(0, found.length),
    parts: reordered,
    rerankedBy: reranker.name,
  }
}

/** Units of all lists, each once, without those that the question names. */
function listUnits({ found, parts }: Draft): FoundPassage[] {
  const all = [...found, ...parts.flatMap((part) => part.found)]
  return [...new Map(all.map((unit) => [unit.id, unit])).values()]
    .filter(({ score }) => score !== NAMED)
    .slice(0, MOST_RANKED)
}

const describeUnit = ({ path, text }: FoundPassage) => `${path.join(' › ')}\n${text}`

/** Named units, then those with a score, then the rest in their order. */
function reorder(units: FoundPassage[], scoreOf: Map<number, number>): FoundPassage[] {
  const named = units.filter(({ score }) => score === NAMED)
  const unnamed = units.filter(({ score }) => score !== NAMED)
  const best = ({ id }: FoundPassage) => scoreOf.get(id) ?? -Infinity
  const ranked = unnamed.filter(({ id }) => scoreOf.has(id))
  const rest = unnamed.filter(({ id }) => !scoreOf.has(id))
  return [...named, ...ranked.toSorted((left, right) => best(right) - best(left)), ...rest]
}
