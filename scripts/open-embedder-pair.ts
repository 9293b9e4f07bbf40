import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { z } from 'zod'
import type { Embedder } from '../src/models/embedder.ts'
import { openLocalEmbedder } from '../src/open-embedder.ts'

/**
 * The local model in this process and in a second one, that share every batch: the vectors are the
 * same, for each text is embedded by itself. For building an index on a machine that serves nobody.
 */
export async function openEmbedderPair(): Promise<Embedder & { close: () => void }> {
  const child = fork(fileURLToPath(new URL('embedding-child.ts', import.meta.url)), {
    execArgv: ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href],
  })
  const [embedder] = await Promise.all([openLocalEmbedder(), once(child, 'message')])
  const ended = once(child, 'exit').then(() => {
    throw new Error('the embedding process has ended')
  })
  // Waited for with every batch; after the last one its end is as it should be.
  ended.catch(() => {})
  const embedThere = async (texts: string[]): Promise<number[][]> => {
    const answered: Promise<unknown[]> = once(child, 'message')
    child.send(texts)
    const [vectors] = await Promise.race([answered, ended])
    return z.array(z.array(z.number())).parse(vectors)
  }
  const embedDocuments = async (texts: string[]): Promise<number[][]> => {
    if (texts.length < 2) return embedder.embeddings.embedDocuments(texts)
    const isThere = (_: unknown, at: number) => at % 2 === 0
    const [there, here] = await Promise.all([
      embedThere(texts.filter(isThere)),
      embedder.embeddings.embedDocuments(texts.filter((_, at) => !isThere(_, at))),
    ])
    return texts.map((_, at) => (isThere(_, at) ? there : here)[at >> 1] ?? [])
  }
  return {
    ...embedder,
    embeddings: { ...embedder.embeddings, embedDocuments },
    close: () => child.disconnect(),
  }
}
