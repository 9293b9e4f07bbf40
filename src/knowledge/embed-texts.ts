import { and, eq, inArray, not } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { indexes, textVectors } from '../db/schema/index.ts'
import type { Embedder } from '../models/embedder.ts'
import { vectorKey } from '../models/packaged-vectors.ts'
import { slices } from '../shared/slices.ts'

const TEXTS_PER_BATCH = 32
const BATCHES_AHEAD = 2
const KEYS_PER_QUERY = 1_000
/** How often a build that embeds tells how far it is. */
const TOLD_EVERY = 512

type Embedding = {
  texts: string[]
  embedder: Embedder
  /** The index that is being built. */
  indexId: number
  progress: (done: number, total: number) => void
}

/** The vectors of all texts: those of earlier builds and of the package are taken again, the others computed and kept. */
export async function embedTexts(
  db: Database,
  { texts, embedder, indexId, progress }: Embedding,
): Promise<Map<string, number[]>> {
  const keyed = await Promise.all(
    texts.map(async (text) => ({ text, key: await vectorKey(embedder.name, text) })),
  )
  const own = keyed.filter(({ key }) => !embedder.packaged?.(key))
  const stored = await readStored(db, own)
  const vectors = new Map<string, number[]>()
  const told = async () => {
    progress(vectors.size, texts.length)
    if (vectors.size % TOLD_EVERY < TEXTS_PER_BATCH || vectors.size === texts.length) {
      const far = { done: vectors.size, total: texts.length }
      await db.update(indexes).set(far).where(eq(indexes.id, indexId))
    }
  }
  for (const { text, key } of keyed) {
    const vector = stored.get(key)
    if (vector) vectors.set(text, vector)
  }
  // Texts of one length in one batch: whoever shares it between processes shares the work evenly.
  const missing = keyed
    .filter(({ key }) => !stored.has(key))
    .sort((one, other) => other.text.length - one.text.length)
  const compute = (batch: Keyed[]) => {
    const computing = embedder.embeddings.embedDocuments(batch.map(({ text }) => text))
    // Awaited below: until then a failure waits with it.
    computing.catch(() => {})
    return computing
  }
  const batches = [...slices(missing, TEXTS_PER_BATCH)]
  // While one batch is stored, the next is computed and a third waits in line: whoever computes never waits.
  const coming = batches.slice(0, BATCHES_AHEAD).map(compute)
  let keeping = Promise.resolve()
  for (const [at, batch] of batches.entries()) {
    const ahead = batches[at + BATCHES_AHEAD]
    const [computed = []] = await Promise.all([coming.shift(), keeping])
    if (ahead) coming.push(compute(ahead))
    batch.forEach(({ text }, place) => vectors.set(text, computed[place] ?? []))
    keeping = keep(
      db,
      embedder,
      batch.map((each, place) => ({ ...each, vector: computed[place] })),
    ).then(told)
  }
  await keeping
  await forget(db, embedder, own)
  return vectors
}

type Keyed = { text: string; key: string }

async function readStored(db: Database, keyed: Keyed[]): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>()
  for (const some of slices(keyed, KEYS_PER_QUERY)) {
    const keys = some.map(({ key }) => key)
    const rows = await db
      .select({ key: textVectors.key, embedding: textVectors.embedding })
      .from(textVectors)
      .where(inArray(textVectors.key, keys))
    for (const { key, embedding } of rows) found.set(key, embedding)
  }
  return found
}

async function keep(
  db: Database,
  { name: model, packaged }: Embedder,
  computed: (Keyed & { vector: number[] | undefined })[],
): Promise<void> {
  const rows = computed.flatMap(({ key, vector }) =>
    vector && vector.length > 0 && !packaged?.(key) ? [{ key, model, embedding: vector }] : [],
  )
  if (rows.length > 0) await db.insert(textVectors).values(rows).onConflictDoNothing()
}

/** What no text of this knowledge needs any more. */
async function forget(db: Database, { name: model }: Embedder, wanted: Keyed[]): Promise<void> {
  const keys = wanted.map(({ key }) => key)
  const needed = keys.length > 0 ? inArray(textVectors.key, keys) : undefined
  await db.delete(textVectors).where(and(eq(textVectors.model, model), needed && not(needed)))
}
