import { z } from 'zod'
import { openLocalEmbedder } from '../src/open-embedder.ts'

/** Embeds what its parent sends, one answer for each message; ends with its parent. */
const { embeddings } = await openLocalEmbedder()
process.on('message', (message) => {
  void embeddings
    .embedDocuments(z.array(z.string()).parse(message))
    .then((vectors) => process.send?.(vectors.map((vector) => Float64Array.from(vector))))
})
process.on('disconnect', () => process.exit(0))
process.send?.('ready')
