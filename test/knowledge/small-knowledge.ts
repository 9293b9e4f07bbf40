import { withoutQuestions } from '../../src/knowledge/edits/published-edits.ts'
import type { KnowledgeFiles } from '../../src/knowledge/read-documents.ts'
import { readPackagedFiles } from '../../src/packaged.ts'

const KEPT = /^utterances\/(?:greeting|thanks|off_topic|human)\.yml$/

/** Quick to index: no questions, and what people say of a few intents. */
export const small: KnowledgeFiles = Object.fromEntries(
  Object.entries(withoutQuestions(await readPackagedFiles())).filter(
    ([file]) => !file.startsWith('utterances/') || KEPT.test(file),
  ),
)
