import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { readConfig } from '../src/config.ts'
import { logLine } from '../src/http/log.ts'
import { indexKnowledge } from '../src/knowledge/index-knowledge.ts'
import { openService } from '../src/open-service.ts'
import { readPackagedKnowledge, SNAPSHOT } from '../src/packaged.ts'
import { showProgress } from './open-command.ts'

/** What the snapshot is made of: when none of it has changed, it is as good as new. */
const INGREDIENTS = [
  'knowledge',
  'models',
  'src/db/migrations',
  'src/knowledge',
  'package-lock.json',
]
const STAMP = `${SNAPSHOT}.sha256`

const stamp = await hashOfIngredients()
if (existsSync(SNAPSHOT) && existsSync(STAMP) && (await readFile(STAMP, 'utf8')) === stamp) {
  console.log('snapshot of the database: up to date')
} else {
  await buildSnapshot()
  await writeFile(STAMP, stamp)
  console.log('snapshot of the database: built')
}

async function buildSnapshot() {
  await mkdir(dirname(SNAPSHOT), { recursive: true })
  await rm(SNAPSHOT, { force: true })
  const folder = await mkdtemp(join(tmpdir(), 'zhiwen-snapshot-'))
  const service = await openService(readConfig({ DATA_DIR: folder }), { log: logLine })
  await indexKnowledge(service.deps.db, await readPackagedKnowledge(), {
    embedder: service.deps.embedder,
    now: service.deps.now(),
    progress: showProgress('indexing'),
  })
  await service.dump?.(SNAPSHOT)
  await service.close()
  await rm(folder, { recursive: true, force: true })
}

async function hashOfIngredients(): Promise<string> {
  const hash = createHash('sha256')
  for (const ingredient of INGREDIENTS) {
    for (const file of await filesOf(ingredient)) hash.update(file).update(await readFile(file))
  }
  return hash.digest('hex')
}

async function filesOf(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(
    () => undefined,
  )
  if (!entries) return [path]
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
