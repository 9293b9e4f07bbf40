import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { EmbeddingEndpoint } from './config.ts'
import type { Embedder } from './models/embedder.ts'
import { loadLocalEmbedder } from './models/load-local-embedder.ts'
import { maskedEmbedder } from './privacy/masked-embedder.ts'
import { unpackVectors, withPackagedVectors } from './models/packaged-vectors.ts'

const MODEL = fileURLToPath(new URL('../models/bge-small-zh-v1.5', import.meta.url))
export const PACKAGED_VECTORS = `${MODEL}/knowledge-vectors.bin`

/** The configured endpoint, or the local model with the vectors of the packaged knowledge. */
export async function openEmbedder(endpoint: EmbeddingEndpoint | undefined): Promise<Embedder> {
  if (endpoint) {
    // Only here: loading the client takes longer than opening the local model.
    const { openAiEmbedder } = await import('./models/openai-embedder.ts')
    return maskedEmbedder(openAiEmbedder(endpoint))
  }
  const embedder = await loadLocalEmbedder(MODEL)
  if (!existsSync(PACKAGED_VECTORS)) return embedder
  const vectors = unpackVectors(await readFile(PACKAGED_VECTORS), embedder.dimensions)
  return withPackagedVectors(embedder, vectors)
}

/** The local model alone, as `npm run vectors` needs it. */
export const openLocalEmbedder = () => loadLocalEmbedder(MODEL)
