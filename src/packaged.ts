import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import type { Deps } from './deps.ts'
import type { KnowledgeFiles } from './knowledge/read-documents.ts'
import { type Knowledge, readKnowledge } from './knowledge/read-knowledge.ts'

const KNOWLEDGE = fileURLToPath(new URL('../knowledge', import.meta.url))
/** Made by `npm run build`; the first start is slower without it. */
export const SNAPSHOT = fileURLToPath(new URL('../dist/snapshot.tar.gz', import.meta.url))

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

/** @throws AppError `invalid` that names file, line and field of every problem */
export async function readPackagedKnowledge(folder = KNOWLEDGE): Promise<Knowledge> {
  return readKnowledge(await readKnowledgeFolder(folder))
}

export const packagedSnapshot = (): string | undefined =>
  existsSync(SNAPSHOT) ? SNAPSHOT : undefined

/** Serves the built front end from a folder. */
export function webAssets(root: string): Deps['assets'] {
  const files = new Hono().use('*', serveStatic({ root, precompressed: true }))
  return async (request) => {
    const response = await files.fetch(request)
    const { pathname } = new URL(request.url)
    if (pathname.startsWith('/assets/') && response.ok) {
      response.headers.set('cache-control', 'public, max-age=31536000, immutable')
    }
    return response
  }
}
