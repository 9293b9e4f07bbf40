import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { statusOn } from '../src/knowledge/read-documents.ts'
import { readKnowledge } from '../src/knowledge/read-knowledge.ts'
import { readKnowledgeFolder } from '../src/packaged.ts'

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    knowledge: { type: 'string', default: 'knowledge' },
    day: { type: 'string', default: new Date().toISOString().slice(0, 10) },
  },
})
if (!values.out) throw new Error('usage: passages --out FILE.jsonl [--knowledge DIR] [--day DAY]')

const { documents, passages } = readKnowledge(await readKnowledgeFolder(values.knowledge))
const statuses = new Map(documents.map((document) => [document.id, statusOn(document, values.day)]))
const lines = passages.map(({ document, locator, path, kind, text }) =>
  JSON.stringify({ document, locator, path, kind, text, status: statuses.get(document) }),
)
await writeFile(values.out, lines.map((line) => `${line}\n`).join(''))
console.log(`${lines.length} passages of ${documents.length} documents`)
