import type { EmbeddingsInterface } from '@langchain/core/embeddings'

/** A text embedding: vectors of one name and length can be compared with each other only. */
export type Embedder = {
  /** Names the model and its version; an index remembers which one built it. */
  name: string
  dimensions: number
  /** True where texts leave this house to be embedded: masked then, and never confidential ones. */
  outside: boolean
  embeddings: EmbeddingsInterface
  /** Whether the vector of this `vectorKey` comes with the package and costs nothing. */
  packaged?: (key: string) => boolean
}
