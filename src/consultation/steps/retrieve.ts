import type { Deps } from '../../deps.ts'
import { embedQuestion } from '../../knowledge/embed-question.ts'
import { type FoundPassage, readUnits, searchPassages } from '../../knowledge/search-passages.ts'
import { weighQuestion } from '../../knowledge/weigh-words.ts'
import type { Draft } from '../draft.ts'
import { findReferences } from '../understanding/find-references.ts'

/** The units that the evaluation and the trace show. */
const LISTED = 10

/** Finds units for the whole question and for each of its parts; what it names outright comes first. */
export async function retrieve(draft: Draft, deps: Deps): Promise<Draft> {
  const { full, parts, districts } = draft.understanding
  const named = await readUnits(
    deps.db,
    draft.knowledge.index.id,
    findReferences(full, districts, draft.knowledge),
  )
  const texts = parts.length > 1 ? [full, ...parts] : [full]
  const embeddings = await Promise.all(
    texts.map((text) => embedQuestion(deps, draft.knowledge.index.embeddingModel, text)),
  )
  const [whole = [], ...byPart] = await Promise.all(
    texts.map((text, at) => searchOne(draft, deps, { text, embedding: embeddings[at] })),
  )
  const found = mergeRanks([named, ...(byPart.length > 0 ? interleave(byPart, whole) : [whole])])
  return {
    ...draft,
    embedding: embeddings[0],
    found: found.slice(0, LISTED),
    foundByPart: byPart.length > 0 ? byPart : [found],
  }
}

type Searched = { text: string; embedding: number[] | undefined }

async function searchOne(
  { knowledge, understanding }: Draft,
  deps: Deps,
  { text, embedding }: Searched,
): Promise<FoundPassage[]> {
  const { search } = knowledge.settings
  return searchPassages(deps.db, {
    indexId: knowledge.index.id,
    embedding,
    words: weighQuestion(text, understanding.expansions, search.expansionWeight),
    filter: {},
    limit: search.top,
    weights: {
      dense: search.denseWeight,
      words: search.wordsWeight,
      candidates: search.candidates,
    },
  })
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
