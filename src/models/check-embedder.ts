import { AppError } from '../shared/errors.ts'
import type { Embedder } from './embedder.ts'

/**
 * Asks an embedder outside this house for one vector, before an index is begun with it.
 * @throws AppError `upstream` that says in one sentence what is wrong, without the key
 */
export async function checkEmbedder(embedder: Embedder | undefined): Promise<void> {
  if (!embedder?.outside) return
  const { name } = embedder
  try {
    await embedder.embeddings.embedQuery('知识产权')
  } catch (error) {
    if (error instanceof AppError) throw error
    const status = error instanceof Error && 'status' in error ? error.status : undefined
    const happened = typeof status === 'number' ? `answered ${status}` : 'could not be reached'
    throw new AppError(
      'upstream',
      `the embedding model ${name} ${happened}; check OPENAI_BASE_URL, OPENAI_API_KEY and EMBEDDING_MODEL`,
      { cause: error },
    )
  }
}
