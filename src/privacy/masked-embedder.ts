import type { Embedder } from '../models/embedder.ts'
import { maskPersonalData } from './mask-personal-data.ts'

/**
 * An embedder of an outside endpoint that is never sent personal data (PIPL 21). It keeps its name:
 * texts without personal data have the same vectors as before.
 */
export function maskedEmbedder(embedder: Embedder): Embedder {
  const { embeddings } = embedder
  return {
    ...embedder,
    embeddings: {
      embedQuery: (text) => embeddings.embedQuery(maskPersonalData(text)),
      embedDocuments: (texts) => embeddings.embedDocuments(texts.map(maskPersonalData)),
    },
  }
}
