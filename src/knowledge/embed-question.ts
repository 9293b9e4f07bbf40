import type { Deps } from '../deps.ts'

/** Undefined where this runtime lacks the model of the index, or its endpoint does not answer. */
export async function embedQuestion(
  { embedder, log }: Deps,
  model: string,
  text: string,
): Promise<number[] | undefined> {
  if (!embedder || embedder.name !== model) return undefined
  try {
    return await embedder.embeddings.embedQuery(text)
  } catch (error) {
    log('warn', 'embedding_failed', { model, error: error instanceof Error ? error.name : '' })
    return undefined
  }
}
