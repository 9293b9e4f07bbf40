import type { Deps } from '../../deps.ts'
import { readFirstUnits } from '../../knowledge/versions/read-first-units.ts'
import { weighQuestion } from '../../knowledge/weigh-words.ts'
import type { Draft } from '../draft.ts'

/** A question that only asks what held then is answered with every document that did, each by its beginning. */
export async function overview(draft: Draft, { db }: Deps): Promise<Draft> {
  const { asOf, knowledge, understanding, documents } = draft
  if (!asOf?.overview) return draft
  const ids = documents ?? knowledge.documents.map(({ id }) => id)
  const found = await readFirstUnits(db, knowledge.index.id, ids)
  const { full, embedding } = understanding
  return {
    ...draft,
    outcome: 'answer',
    reason: 'as_of',
    understanding: { ...understanding, intent: 'as_of', intentOutcome: 'answer' },
    found,
    parts: [{ embedding, words: weighQuestion(full, [], 0), found }],
  }
}
