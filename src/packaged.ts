import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import type { Deps } from './deps.ts'
import type { KnowledgeFiles } from './knowledge/read-documents.ts'
import { type Knowledge, readKnowledge } from './knowledge/read-knowledge.ts'
import { type Prompts, readPrompts } from './prompts/prompts.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const KNOWLEDGE = join(ROOT, 'knowledge')
/** Made by `npm run build`; the first start is slower without it. */
export const SNAPSHOT = join(ROOT, 'dist/snapshot.tar.gz')

/** The text files of a folder of knowledge, by their paths below it. */
export async function readKnowledgeFolder(folder: string): Promise<KnowledgeFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && /\.(?:md|ya?ml)$/.test(entry.name))
  const read = files.map(async (entry) => {
    const path = join(entry.parentPath, entry.name)
    return [relative(folder, path).split(sep).join('/'), await readFile(path, 'utf8')] as const
  })
  return Object.fromEntries(
    (await Promise.all(read)).sort(([left], [right]) => (left < right ? -1 : 1)),
  )
}

/** The files of `knowledge/` as they come with the package. */
export const readPackagedFiles = (): Promise<KnowledgeFiles> => readKnowledgeFolder(KNOWLEDGE)

/** @throws AppError `invalid` that names file, line and field of every problem */
export async function readPackagedKnowledge(folder = KNOWLEDGE): Promise<Knowledge> {
  return readKnowledge(await readKnowledgeFolder(folder))
}

/** @throws AppError `invalid` that names the file and what is wrong with it */
export async function readPackagedPrompts(folder = join(ROOT, 'prompts')): Promise<Prompts> {
  const files = await readKnowledgeFolder(folder)
  const named = Object.entries(files).map(([file, content]) => [file.replace(/\.md$/, ''), content])
  return readPrompts(Object.fromEntries(named))
}

/** What the snapshot is made of: when none of it has changed, it is as good as new. */
const INGREDIENTS = [
  'knowledge',
  'models',
  'src/db/migrations',
  'src/knowledge',
  'package-lock.json',
]
export const SNAPSHOT_STAMP = `${SNAPSHOT}.sha256`

/** The snapshot of the database when it was made of what is here now. */
export async function packagedSnapshot(): Promise<string | undefined> {
  if (!existsSync(SNAPSHOT) || !existsSync(SNAPSHOT_STAMP)) return undefined
  const stamp = await readFile(SNAPSHOT_STAMP, 'utf8')
  return stamp === (await hashIngredients()) ? SNAPSHOT : undefined
}

export async function hashIngredients(): Promise<string> {
  const hash = createHash('sha256')
  for (const ingredient of INGREDIENTS) {
    for (const file of await filesOf(join(ROOT, ingredient))) {
      hash.update(relative(ROOT, file)).update(await readFile(file))
    }
  }
  return hash.digest('hex')
}

async function filesOf(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

/** Serves the built front end from a folder. */
export function webAssets(root: string): Deps['assets'] {
  const files = new Hono().use('*', serveStatic({ root, precompressed: true }))
  return async (request) => {
    const response = await files.fetch(request)
    const { pathname } = new URL(request.url)
    if (/^\/(?:console\/)?assets\//.test(pathname) && response.ok) {
      response.headers.set('cache-control', 'public, max-age=31536000, immutable')
    }
    return response
  }
}
