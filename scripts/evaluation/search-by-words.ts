import { listEntries, numberPassages } from '../../src/knowledge/index-entries.ts'
import type { Knowledge } from '../../src/knowledge/read-knowledge.ts'
import { weighEntries, weighQuestion } from '../../src/knowledge/weigh-words.ts'
import { firstRank, type RunLine } from './score-run.ts'
import type { EvalQuestion } from './question-file.ts'

const MOST_FOUND = 10

type SearchByWords = (question: string) => RunLine['passages']

/**
 * The lexical baseline: BM25 over the text of the units and of what is nested in them, best entry
 * a unit. No vectors, no synonyms, no questions that people ask, and of a follow-up only its words.
 */
export function createSearchByWords({ passages }: Pick<Knowledge, 'passages'>): SearchByWords {
  const numbered = numberPassages(passages)
  const entries = listEntries(numbered, new Map())
  const weights = weighEntries(entries.map(({ text }) => text))
  const units = new Map(numbered.map((passage) => [passage.id, passage]))
  return (question) => {
    const asked = weighQuestion(question, [], 0)
    const best = new Map<number, number>()
    entries.forEach(({ passageId }, at) => {
      let score = 0
      for (const place of asked.keys()) score += weights[at]?.get(place) ?? 0
      if (score > (best.get(passageId) ?? 0)) best.set(passageId, score)
    })
    return [...best]
      .sort(([one, left], [other, right]) => right - left || one - other)
      .slice(0, MOST_FOUND)
      .flatMap(([id]) => units.get(id) ?? [])
      .map(({ document, locator, text }) => ({ document, locator, text }))
  }
}

/** Of the questions with gold those whose gold the words alone find in the first five. */
export function scoreByWords(questions: EvalQuestion[], search: SearchByWords) {
  const withGold = questions.filter(
    ({ expect, gold }) => expect === 'answer' && (gold?.length ?? 0) > 0,
  )
  const hits = withGold.filter((question) => {
    const rank = firstRank(question, { passages: search(question.q) })
    return rank > 0 && rank <= 5
  }).length
  return { hits, of: withGold.length }
}
