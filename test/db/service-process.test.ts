import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject } from 'vitest'
import { ConversationBody } from '../../src/channels/web/schemas.ts'
import { ask, type Asker, bearer, begin, get, post } from '../support/front-door.ts'
import { databaseProcess, runService, runToExit } from '../support/run-service.ts'
import { copyDataDir } from '../support/template-database.ts'
import { describeEmbedded, test as base } from '../support/test-deps.ts'

/** `.ci/long` asks for more. */
const CYCLES = Number(process.env['KILL_CYCLES'] ?? 5)

const QUESTION = '知识产权公共服务工作站怎么设立？'

const test = base.extend<{ dataDir: string }>({
  dataDir: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'zhiwen-data-'))
    await copyDataDir(inject('template'), folder)
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
})

async function readTurns(service: Parameters<typeof get>[0], asker: Asker) {
  const response = await get(service, `/api/conversations/${asker.id}`, bearer(asker))
  return ConversationBody.parse(await response.json()).turns
}

describeEmbedded('the service as a process', () => {
  test('a second one on the same folder is refused, and the first one goes on', async ({
    dataDir,
  }) => {
    const service = await runService({ DATA_DIR: dataDir })
    const asker = await begin(service)
    const { id } = await ask(service, asker, QUESTION)
    const { code, log, ms } = await runToExit({ DATA_DIR: dataDir })
    expect(code).toBe(1)
    expect(log).toContain(dataDir)
    expect(log).toContain('DATA_DIR')
    expect(log).not.toMatch(/^\s+at /m)
    expect(ms).toBeLessThan(8_000)
    expect((await readTurns(service, asker)).map((turn) => turn.id)).toEqual([id, id])
    await ask(service, asker, QUESTION)
    expect(await service.stop()).toBe(0)
    await expect(readFile(join(dataDir, 'lock'))).rejects.toThrow('ENOENT')
  }, 120_000)

  test('when the process of its database is killed, questions are answered again soon', async ({
    dataDir,
  }) => {
    const service = await runService({ DATA_DIR: dataDir })
    const asker = await begin(service)
    await ask(service, asker, QUESTION)
    process.kill(await databaseProcess(dataDir), 'SIGKILL')
    const status = async () => (await post(service, asker, { text: QUESTION })).status
    await expect.poll(status, { timeout: 20_000, interval: 200 }).toBe(200)
    expect((await readTurns(service, asker))[0]).toMatchObject({ text: QUESTION })
    expect(service.log()).toContain('embedded_database_restarted')
    expect(service.child.exitCode).toBeNull()
    await service.stop()
  }, 120_000)

  test(
    'killed while it is written to, again and again, it loses no acknowledged question',
    async ({ dataDir }) => {
      const acknowledged: { asker: Asker; text: string }[] = []
      for (let cycle = 0; cycle < CYCLES; cycle += 1) {
        const service = await runService({ DATA_DIR: dataDir, LOG_REQUESTS: 'false' })
        const asker = await begin(service)
        const enough = acknowledged.length + 3
        const writing = (async () => {
          for (let n = 1; ; n += 1) {
            const text = `第${cycle}轮第${n}问`
            const response = await post(service, asker, { text }, { accept: 'text/event-stream' })
            if (response.status !== 200) return
            acknowledged.push({ asker, text })
          }
        })().catch(() => {})
        await expect
          .poll(() => acknowledged.length, { interval: 5, timeout: 20_000 })
          .toBeGreaterThanOrEqual(enough)
        await new Promise((resolve) => setTimeout(resolve, (cycle % 10) * 7))
        await service.kill()
        await writing
      }
      expect(acknowledged.length).toBeGreaterThanOrEqual(3 * CYCLES)
      const service = await runService({ DATA_DIR: dataDir })
      for (const asker of new Set(acknowledged.map((each) => each.asker))) {
        const texts = (await readTurns(service, asker)).flatMap((turn) =>
          turn.role === 'asker' ? [turn.text] : [],
        )
        const own = acknowledged.filter((each) => each.asker === asker).map(({ text }) => text)
        expect(texts).toEqual(expect.arrayContaining(own))
      }
      await service.stop()
    },
    CYCLES * 60_000,
  )

  test('wrong settings end it with their names and no stack', async () => {
    const { code, log } = await runToExit({
      DEPLOYMENT: 'staging',
      PORT: 'x',
      EMBED_ORIGINS: 'nowhere',
    })
    expect(code).toBe(1)
    for (const name of ['DEPLOYMENT', 'PORT', 'EMBED_ORIGINS']) expect(log).toContain(`${name}: `)
    expect(log).not.toMatch(/^\s+at /m)
  }, 30_000)
})
