import type { Knowledge } from '../../src/knowledge/read-knowledge.ts'
import { readPackagedKnowledge } from '../../src/packaged.ts'

const packaged = readPackagedKnowledge()

/** The packaged knowledge cut down to one document and two utterances of each intent: quick to index. */
export async function readSmallKnowledge(): Promise<Knowledge> {
  const knowledge = await packaged
  const document = 'measures-draft'
  return {
    ...knowledge,
    passages: knowledge.passages.filter((passage) => passage.document === document),
    questions: [],
    utterances: knowledge.utterances.map((each) => {
      return { ...each, utterances: each.utterances.slice(0, 2) }
    }),
  }
}

/** The same with the name of an institution changed in one article. */
export async function readChangedKnowledge(): Promise<Knowledge> {
  const knowledge = await readSmallKnowledge()
  return {
    ...knowledge,
    passages: knowledge.passages.map((passage) => {
      return passage.locator === 'art1' ? { ...passage, text: `【新】${passage.text}` } : passage
    }),
  }
}
