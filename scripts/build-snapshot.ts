import { copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
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
  // Taken before: what changes meanwhile makes the snapshot stale, not wrong.
  const stamp = await hashIngredients()
  await buildSnapshot()
  await writeFile(SNAPSHOT_STAMP, stamp)
  console.log('snapshot of the database: built')
}

async function buildSnapshot() {
  await mkdir(dirname(SNAPSHOT), { recursive: true })
  const folder = await mkdtemp(join(tmpdir(), 'zhiwen-snapshot-'))
  const service = await openService(readConfig({ DATA_DIR: folder }), { log: logLine })
  await indexKnowledge(service.deps.db, await readPackagedKnowledge(), {
    embedder: service.deps.embedder,
    now: service.deps.now(),
    progress: showProgress('indexing'),
  })
  const dump = join(folder, 'snapshot.tar.gz')
  await service.dump?.(dump)
  await service.close()
  await rm(SNAPSHOT_STAMP, { force: true })
  await copyFile(dump, `${SNAPSHOT}.${process.pid}`)
  await rename(`${SNAPSHOT}.${process.pid}`, SNAPSHOT)
  await rm(folder, { recursive: true, force: true })
}
