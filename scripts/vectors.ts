import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { listEntries, numberPassages } from '../src/knowledge/index-entries.ts'
import { listTexts, questionsByAddress } from '../src/knowledge/records.ts'
import {
  packVectors,
  type PackagedVectors,
  unpackVectors,
  vectorKey,
} from '../src/models/packaged-vectors.ts'
import { openLocalEmbedder, PACKAGED_VECTORS } from '../src/open-embedder.ts'
import { readPackagedKnowledge } from '../src/packaged.ts'
import { showProgress } from './open-command.ts'

/** Writes the vectors of the packaged knowledge; `--check` fails when they are not those of today. */
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })

const embedder = await openLocalEmbedder()
const knowledge = await readPackagedKnowledge()
const entries = listEntries(numberPassages(knowledge.passages), questionsByAddress(knowledge))
const known = await readKnown()
const keyed = await Promise.all(
  listTexts(knowledge, entries).map(async (text) => ({
    text,
    key: await vectorKey(embedder.name, text),
  })),
)
const missing = keyed.filter(({ key }) => known.get(key) === undefined)
const wanted = new Set(keyed.map(({ key }) => key))
const extra = [...known.keys()].filter((key) => !wanted.has(key))

if (values.check) {
  if (missing.length > 0 || extra.length > 0) {
    console.error(
      `${missing.length} texts have no packaged vector, ${extra.length} vectors have no text: run npm run vectors`,
    )
    process.exit(1)
  }
  console.log(`${wanted.size} packaged vectors, all of today's knowledge`)
} else {
  await writeVectors()
}

async function readKnown(): Promise<PackagedVectors> {
  if (!existsSync(PACKAGED_VECTORS)) return new Map()
  return unpackVectors(await readFile(PACKAGED_VECTORS), embedder.dimensions)
}

async function writeVectors() {
  const vectors = new Map<string, number[]>()
  for (const key of wanted) {
    const vector = known.get(key)
    if (vector) vectors.set(key, vector)
  }
  const progress = showProgress('embedding')
  for (const [at, { text, key }] of missing.entries()) {
    vectors.set(key, await embedder.embeddings.embedQuery(text))
    progress(at + 1, missing.length)
  }
  await writeFile(PACKAGED_VECTORS, packVectors(vectors, embedder.dimensions))
  console.log(
    `${vectors.size} vectors written, ${missing.length} of them new, ${extra.length} dropped`,
  )
}
