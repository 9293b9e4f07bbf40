import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { z } from 'zod'
import type { Embedder } from '../src/models/embedder.ts'
import { openLocalEmbedder } from '../src/open-embedder.ts'
import { slices } from '../src/shared/slices.ts'
import { takeTurns } from '../src/shared/take-turns.ts'

/** Taken at a time: few, so that neither process waits long for the other at the end of a batch. */
const TEXTS_PER_TASK = 4

type Helper = { embed: (texts: string[]) => Promise<number[][]>; close: () => void }

/**
 * The local model in two processes of its own, while this one writes; whichever is free takes the next texts.
 * The vectors are the same, for each text is embedded by itself. For building an index on a machine that serves
 * nobody.
 */
export async function openEmbedderPair(): Promise<Embedder & { close: () => void }> {
  const [embedder, ...helpers] = await Promise.all([
    openLocalEmbedder(),
    startHelper(),
    startHelper(),
  ])
  const free = [...helpers]
  const inTurn = takeTurns({ atOnce: helpers.length, waiting: Infinity, busy: '' })
  const embedTask = (texts: string[]): Promise<number[][]> =>
    inTurn(async () => {
      const helper = free.pop()
      if (!helper) throw new Error('more at once than there are processes')
      try {
        return await helper.embed(texts)
      } finally {
        free.push(helper)
      }
    })
  const embedDocuments = async (texts: string[]): Promise<number[][]> => {
    const tasks = [...slices(texts, TEXTS_PER_TASK)]
    return (await Promise.all(tasks.map(embedTask))).flat()
  }
  return {
    ...embedder,
    embeddings: { ...embedder.embeddings, embedDocuments },
    close: () => helpers.forEach((helper) => helper.close()),
  }
}

async function startHelper(): Promise<Helper> {
  const child = fork(fileURLToPath(new URL('embedding-child.ts', import.meta.url)), {
    execArgv: ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href],
    // As JSON the numbers would cost a tenth of what it costs to compute them.
    serialization: 'advanced',
  })
  const ended = once(child, 'exit').then(() => {
    throw new Error('an embedding process has ended')
  })
  // Waited for with every task; after the last one its end is as it should be.
  ended.catch(() => {})
  await Promise.race([once(child, 'message'), ended])
  return { embed: embedIn(child, ended), close: () => child.disconnect() }
}

const embedIn =
  (child: ChildProcess, ended: Promise<never>): Helper['embed'] =>
  async (texts) => {
    const answered: Promise<unknown[]> = once(child, 'message')
    child.send(texts)
    const [vectors] = await Promise.race([answered, ended])
    return z
      .array(z.instanceof(Float64Array))
      .parse(vectors)
      .map((vector) => Array.from(vector))
  }
