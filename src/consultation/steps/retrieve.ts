import type { Deps } from '../../deps.ts'
import { embedQuestion } from '../../knowledge/embed-question.ts'
import { type FoundPassage, readUnits, searchPassages } from '../../knowledge/search-passages.ts'
import { weighQuestion, type WordWeights } from '../../knowledge/weigh-words.ts'
import type { Draft, SearchedPart } from '../draft.ts'
import { findReferences } from '../understanding/find-references.ts'
import { addressesWithin } from '../understanding/limit-documents.ts'
import { searchForm } from '../understanding/search-form.ts'

/** The units that the evaluation and the trace show. */
const LISTED = 10

/** How much of the whole question stays in a part of it: `办完要交东西吗` alone has lost who is meant. */
const WHOLE_IN_PART = 0.4

/** Finds units for the whole question and for each of its parts; what it names outright comes first. */
export async function retrieve(draft: Draft, deps: Deps): Promise<Draft> {
  const { knowledge, understanding } = draft
  const { full, parts } = understanding
  const asked = weighPart(draft, { text: full, embedding: understanding.embedding })
  const split = parts.length > 1 ? parts : []
  const references = addressesWithin(findReferences(understanding, knowledge), draft.documents)
  // All at once: the parts are embedded while the database looks for the whole.
  const [named, whole, ...searched] = await Promise.all([
    readUnits(deps.db, knowledge.index.id, references),
    searchPart(draft, deps, asked),
    ...split.map(async (text) => {
      const form = searchForm(text, understanding.language, knowledge.lexicon)
      const own = await embedQuestion(deps, knowledge.index.embeddingModel, form)
      const embedding = mix(own, asked.embedding, WHOLE_IN_PART)
      return searchPart(draft, deps, weighPart(draft, { text, embedding }, asked.words))
    }),
  ])
  const lists =
    searched.length > 0
      ? interleave(
          searched.map(({ found }) => found),
          whole.found,
        )
      : [whole.found]
  const found = mergeRanks([named, ...lists])
  const single = [{ ...whole, found }]
  return { ...draft, found: found.slice(0, LISTED), parts: searched.length > 0 ? searched : single }
}

type WeighedPart = Omit<SearchedPart, 'found'>

/** A part with the weights of its words; those of the whole question count a little too. */
function weighPart(
  { knowledge, understanding }: Draft,
  { text, embedding }: { text: string; embedding: number[] | undefined },
  wholeWords?: WordWeights,
): WeighedPart {
  const { expansionWeight } = knowledge.settings.search
  const words = weighQuestion(text, understanding.expansions, expansionWeight)
  for (const [place, weight] of wholeWords ?? []) {
    words.set(place, Math.max(words.get(place) ?? 0, weight * WHOLE_IN_PART))
  }
  return { embedding, words }
}

async function searchPart(
  { knowledge, documents }: Draft,
  { db }: Deps,
  part: WeighedPart,
): Promise<SearchedPart> {
  const limit = knowledge.settings.search.top
  const found = await searchPassages(db, knowledge, { ...part, filter: { documents }, limit })
  return { ...part, found }
}

/** Both of length 1; the sum is brought to length 1 again. */
function mix(
  one: number[] | undefined,
  other: number[] | undefined,
  share: number,
): number[] | undefined {
  if (!one || !other) return one
  const sum = one.map((value, at) => value + share * (other[at] ?? 0))
  const length = Math.sqrt(sum.reduce((total, value) => total + value * value, 0)) || 1
  return sum.map((value) => value / length)
}

/** Best of each part in turn, then what the whole question found. */
function interleave(byPart: FoundPassage[][], whole: FoundPassage[]): FoundPassage[][] {
  const longest = Math.max(...byPart.map((found) => found.length))
  const turns = Array.from({ length: longest }, (_, rank) =>
    byPart.flatMap((found) => found[rank] ?? []),
  )
  const [first = [], second = [], ...rest] = turns
  return [first, whole.slice(0, 1), second, whole, ...rest]
}

function mergeRanks(lists: FoundPassage[][]): FoundPassage[] {
  const seen = new Map<number, FoundPassage>()
  for (const passage of lists.flat()) {
    if (!seen.has(passage.id)) seen.set(passage.id, passage)
  }
  return [...seen.values()]
}
