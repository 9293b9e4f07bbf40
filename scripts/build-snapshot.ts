import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { readConfig } from '../src/config.ts'
import { logLine } from '../src/http/log.ts'
import { indexKnowledge } from '../src/knowledge/index-knowledge.ts'
import { openService } from '../src/open-service.ts'
import {
  hashIngredients,
  packagedSnapshot,
  readPackagedKnowledge,
  SNAPSHOT,
  SNAPSHOT_STAMP,
} from '../src/packaged.ts'
import { showProgress } from './open-command.ts'

if (await packagedSnapshot()) {
  console.log('snapshot of the database: up to date')
} else {
  await buildSnapshot()
  await writeFile(SNAPSHOT_STAMP, await hashIngredients())
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
