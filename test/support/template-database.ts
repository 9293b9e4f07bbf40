import { execFile } from 'node:child_process'
import { copyFile, cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { readConfig } from '../../src/config.ts'
import { startEmbedded } from '../../src/db/embedded.ts'
import { indexKnowledge } from '../../src/knowledge/index-knowledge.ts'
import { openService } from '../../src/open-service.ts'
import { readPackagedKnowledge, SNAPSHOT } from '../../src/packaged.ts'

/** What every worker copies its own database from, migrated and with the packaged knowledge. */
export type Template =
  | { kind: 'embedded'; snapshot: string; dataDir: string }
  | { kind: 'server'; url: string; database: string }

declare module 'vitest' {
  interface ProvidedContext {
    template: Template
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url))

export default async function setup(project: TestProject) {
  const url = process.env['DATABASE_URL']
  return url ? setUpServer(project, url) : setUpEmbedded(project)
}

async function setUpEmbedded(project: TestProject) {
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs')
  await promisify(execFile)(process.execPath, [tsx, 'scripts/build-snapshot.ts'], { cwd: root })
  const folder = await mkdtemp(join(tmpdir(), 'zhiwen-template-'))
  const snapshot = join(folder, 'snapshot.tar.gz')
  // A build at the same time must not take it away from under the tests.
  await copyFile(SNAPSHOT, snapshot)
  const dataDir = join(folder, 'data')
  await (
    await startEmbedded({ dataDir, snapshot: async () => snapshot, onEvent: () => {} })
  ).close()
  project.provide('template', { kind: 'embedded', snapshot, dataDir })
  return () => rm(folder, { recursive: true, force: true })
}

async function setUpServer(project: TestProject, url: string) {
  const database = `zhiwen_template_${process.pid}`
  await administer(url, `create database ${database}`)
  const service = await openService(readConfig({ DATABASE_URL: databaseUrl(url, database) }), {
    log: () => {},
  })
  await indexKnowledge(service.deps.db, await readPackagedKnowledge(), {
    embedder: service.deps.embedder,
    now: service.deps.now(),
  })
  await service.close()
  project.provide('template', { kind: 'server', url, database })
  return () => administer(url, `drop database if exists ${database} with (force)`)
}

/** Makes `dataDir` a copy of the template's: quicker than loading the snapshot. */
export async function copyDataDir(template: Template, dataDir: string): Promise<void> {
  if (template.kind !== 'embedded') throw new Error('only without DATABASE_URL')
  await cp(template.dataDir, dataDir, { recursive: true })
}

/** Runs one statement of administration on the server that `url` names. */
export async function administer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

export function databaseUrl(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}
