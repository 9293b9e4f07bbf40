import { parseArgs } from 'node:util'
import { readKnowledge } from '../src/knowledge/read-knowledge.ts'
import { AppError } from '../src/shared/errors.ts'
import { readKnowledgeFolder } from '../src/packaged.ts'

const { values } = parseArgs({ options: { knowledge: { type: 'string', default: 'knowledge' } } })

try {
  const { documents, passages, catalogue, utterances } = readKnowledge(
    await readKnowledgeFolder(values.knowledge),
  )
  const units = passages.filter(({ kind }) => kind !== 'item').length
  console.log(
    `knowledge is sound: ${documents.length} documents, ${units} units, ${passages.length - units} nested passages, ` +
      `${catalogue.services.length} services, ${utterances.length} intents`,
  )
} catch (error) {
  if (!(error instanceof AppError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
