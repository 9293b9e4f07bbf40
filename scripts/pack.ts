import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { buildEvidencePack, serialisePack } from '../src/archive/evidence-pack.ts'
import { loadKnowledge } from '../src/knowledge/runtime-knowledge.ts'
import { openCommand } from './open-command.ts'

const { values } = parseArgs({ options: { message: { type: 'string' }, out: { type: 'string' } } })
if (!values.message || !values.out) {
  console.error('usage: pack --message ID --out FILE.json   (with the DATA_DIR or DATABASE_URL)')
  process.exit(2)
}
const { deps, close } = await openCommand()
try {
  const pack = await buildEvidencePack(deps.db, await loadKnowledge(deps), values.message)
  await writeFile(values.out, serialisePack(pack))
  console.log(`${values.out}: ${pack.answer.sentences.length} sentences, digest ${pack.digest}`)
} finally {
  await close()
}
