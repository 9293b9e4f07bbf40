import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, inject } from 'vitest'
import { startEmbeddingServer } from '../support/embedding-server.ts'
import { type ModelServer, startModelServer } from '../support/model-server.ts'
import { runService, runToExit } from '../support/run-service.ts'
import { copyDataDir } from '../support/template-database.ts'
import { describeEmbedded, test as base } from '../support/test-deps.ts'

const test = base.extend<{ server: ModelServer; dataDir: string }>({
  server: async ({}, use) => {
    const server = await startModelServer()
    await use(server)
    await server.close()
  },
  dataDir: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'zhiwen-start-'))
    await copyDataDir(inject('template'), folder)
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
})

/** A start opens a database of its own, and may index. */
const SLOW = 240_000

const settingsFor = (baseUrl: string) => ({
  OPENAI_BASE_URL: baseUrl,
  OPENAI_API_KEY: 'secret-key',
  CHAT_MODEL: 'qwen-test',
})

/** The line of the log about the model, once there is one. */
async function toldOf(log: () => string): Promise<Record<string, unknown>> {
  for (;;) {
    const found = log()
      .split('\n')
      .find((line) => line.includes('"event":"model_'))
    if (found) return JSON.parse(found) as Record<string, unknown>
    await wait(20)
  }
}

describeEmbedded('at the start', () => {
  test(
    'a model that answers is named in the log and in /readyz, after the service listens',
    async ({ server, dataDir }) => {
      const service = await runService({ DATA_DIR: dataDir, ...settingsFor(server.baseUrl) })
      const told = await toldOf(service.log)
      expect(told).toMatchObject({ level: 'info', event: 'model_ready', model: 'qwen-test' })
      expect(told['ms']).toEqual(expect.any(Number))
      const ready = await (await service.request('/readyz')).text()
      expect(JSON.parse(ready)).toMatchObject({ ready: true, model: 'qwen-test' })
      expect(`${ready}${service.log()}`).not.toContain('secret-key')
      expect(await service.stop()).toBe(0)
    },
    SLOW,
  )

  test(
    'a model that refuses the key, or says nothing, is told of in one line, and the service starts',
    async ({ server, dataDir }) => {
      server.always({ status: 401 })
      const service = await runService({ DATA_DIR: dataDir, ...settingsFor(server.baseUrl) })
      const told = await toldOf(service.log)
      expect(told).toMatchObject({ level: 'warn', event: 'model_problem' })
      expect(told['problem']).toMatch(/^[^\n]*OPENAI_API_KEY[^\n]*\.$/u)
      expect((await service.request('/readyz')).status).toBe(200)
      expect(service.log()).not.toContain('secret-key')
      await service.stop()
      server.always({ hang: 'before_headers' })
      const again = await runService({ DATA_DIR: dataDir, ...settingsFor(server.baseUrl) })
      expect((await again.request('/readyz')).status).toBe(200)
      expect((await toldOf(again.log))['problem']).toMatch(/no whole answer within 5 s/u)
      await again.stop()
    },
    SLOW,
  )

  test(
    'without a model nothing is told of one',
    async ({ dataDir }) => {
      const service = await runService({ DATA_DIR: dataDir })
      expect(await (await service.request('/readyz')).json()).toMatchObject({ model: 'none' })
      expect(service.log()).not.toContain('"event":"model_')
      await service.stop()
    },
    SLOW,
  )

  test(
    'vectors of another length than the settings say end the start with one sentence',
    async ({ dataDir }) => {
      const embeddings = await startEmbeddingServer(24)
      const { code, log } = await runToExit({
        DATA_DIR: dataDir,
        OPENAI_BASE_URL: embeddings.baseUrl,
        EMBEDDING_MODEL: 'embed-test',
        EMBEDDING_DIMENSIONS: '1024',
      })
      expect(code).toBe(1)
      expect(log).toContain(
        'embed-test answers with 24 dimensions, EMBEDDING_DIMENSIONS says 1024\n',
      )
      expect(log).not.toMatch(/\n\s+at /u)
      expect(embeddings.received.texts).toHaveLength(1)
      embeddings.breakDown(401)
      const refused = await runToExit({
        DATA_DIR: dataDir,
        OPENAI_BASE_URL: embeddings.baseUrl,
        OPENAI_API_KEY: 'secret-key',
        EMBEDDING_MODEL: 'embed-test',
        EMBEDDING_DIMENSIONS: '24',
      })
      expect(refused.code).toBe(1)
      expect(refused.log).toMatch(/embed-test@24 answered 401; check OPENAI_BASE_URL[^\n]*\n$/u)
      expect(refused.log).not.toMatch(/secret-key|\n\s+at /u)
      await embeddings.close()
    },
    SLOW,
  )
})
