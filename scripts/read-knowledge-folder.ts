import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import type { KnowledgeFiles } from '../src/knowledge/read-documents.ts'

/** Reads every Markdown and YAML file below `dir`; the keys are paths relative to it, with `/`. */
export async function readKnowledgeFolder(dir: string): Promise<KnowledgeFiles> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isFile() && /\.(md|ya?ml)$/.test(entry.name))
    .map((entry) => path.relative(dir, path.join(entry.parentPath, entry.name)))
    .sort()
  const read = names.map(async (name): Promise<[string, string]> => {
    return [name.split(path.sep).join('/'), await readFile(path.join(dir, name), 'utf8')]
  })
  return Object.fromEntries(await Promise.all(read))
}
