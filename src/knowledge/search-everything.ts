import type { Deps } from '../deps.ts'
import type { Status } from '../shared/message.ts'
import { bearsStateSecretMark } from '../shared/state-secret.ts'
import { listOutOfUse } from './curated/read-curated.ts'
import { embedQuestion } from './embed-question.ts'
import { expandQuestion, normaliseQuestion } from './normalise-question.ts'
import { clauseUrl, headerOf, headingOf, type PresentContext, presentStatus } from './present.ts'
import { loadKnowledge } from './runtime-knowledge.ts'
import { searchPassages } from './search-passages.ts'
import { idsUnlessAll, searchedOn } from './versions/applying.ts'
import { weighQuestion } from './weigh-words.ts'

export type SearchInput = {
  q: string
  document?: string | undefined
  kind?: string | undefined
  district?: string | undefined
  status?: Status | undefined
  limit: number
}

/** 一网通查: one search over all documents and records, with the status of each as of the day. */
export async function searchEverything(deps: Deps, input: SearchInput, context: PresentContext) {
  const knowledge = await loadKnowledge(deps)
  const { search } = knowledge.settings
  const text = normaliseQuestion(input.q, knowledge.lexicon)
  // A former version is searched only by its own name.
  const named = knowledge.documents.filter(({ id }) => id === input.document)
  const outOfUse = await listOutOfUse(deps.db, knowledge.documents)
  const documents = (
    input.document === undefined ? searchedOn(knowledge.documents, deps.now()) : named
  )
    .filter((header) => !input.status || presentStatus(header, context).status === input.status)
    .filter(({ id }) => !outOfUse.has(id))
  const found = await searchPassages(deps.db, knowledge, {
    // Marked text must reach no model (DESIGN §2.7): it is looked up by its words.
    embedding: bearsStateSecretMark(input.q)
      ? undefined
      : await embedQuestion(deps, knowledge.index.embeddingModel, text),
    words: weighQuestion(text, expandQuestion(text, knowledge.lexicon), search.expansionWeight),
    filter: {
      documents: idsUnlessAll(documents, knowledge.documents),
      kinds: input.kind === undefined ? undefined : [input.kind],
      district: input.district,
    },
    limit: input.limit,
  })
  return found.map(({ document, locator, path, kind, text: quote }) => {
    const header = headerOf(knowledge, document)
    return {
      document,
      title: header.title,
      locator,
      heading: headingOf(path, locator),
      kind,
      text: quote,
      ...presentStatus(header, context),
      url: clauseUrl(document, locator),
    }
  })
}
