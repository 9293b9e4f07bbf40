import { ne, sql } from 'drizzle-orm'
import { expect } from 'vitest'
import { createApp } from '../../src/app.ts'
import { openDatabase } from '../../src/db/database.ts'
import { indexes } from '../../src/db/schema/index.ts'
import { setSwitch } from '../../src/operation/switches.ts'
import { ask, begin, get, post, problemOf } from '../support/front-door.ts'
import { startModelServer } from '../support/model-server.ts'
import { test } from '../support/test-deps.ts'
import { useModel } from '../support/with-model.ts'

test('the service is live and ready, and says how it searches', async ({ app, localEmbedder }) => {
  expect((await get(app, '/healthz')).status).toBe(200)
  const ready = await get(app, '/readyz')
  expect(ready.status).toBe(200)
  expect(await ready.json()).toEqual({
    ready: true,
    database: true,
    index: expect.any(Number),
    search: 'hybrid',
    embeddingModel: localEmbedder.name,
    model: 'none',
    deadJobs: 0,
  })
})

test('a runtime without the embedding model is ready, says so, and answers', async ({
  app,
  deps,
}) => {
  deps.embedder = undefined
  const ready = await get(app, '/readyz')
  expect(ready.status).toBe(200)
  expect(await ready.json()).toMatchObject({ ready: true, search: 'words' })
  const answer = await ask(app, await begin(app), '知识产权公共服务工作站怎么设立？')
  expect(answer.citations.map(({ quote }) => quote).join()).toContain('工作站')
})

test('a runtime with another embedding model searches by words', async ({
  app,
  deps,
  localEmbedder,
}) => {
  deps.embedder = { ...localEmbedder, name: 'another-model' }
  expect(await (await get(app, '/readyz')).json()).toMatchObject({ ready: true, search: 'words' })
  const answer = await ask(app, await begin(app), '知识产权公共服务工作站怎么设立？')
  expect(answer.citations.length).toBeGreaterThan(0)
})

test('the service says which model writes, also that it is switched off, and nothing else of it', async ({
  app,
  deps,
}) => {
  const server = await startModelServer()
  useModel(deps, server)
  const said = await (await get(app, '/readyz')).text()
  expect(JSON.parse(said)).toMatchObject({ ready: true, model: 'test-model' })
  expect(said).not.toMatch(/test-key|127\.0\.0\.1/)
  await setSwitch(deps.db, 'model', { off: true, now: deps.now() })
  expect(await (await get(app, '/readyz')).json()).toMatchObject({ ready: true, model: 'off' })
  expect(server.requests).toHaveLength(0)
  await server.close()
})

test('before the first index the service is live, not ready, and says why', async ({
  app,
  deps,
}) => {
  await deps.db.update(indexes).set({ state: 'retired' }).where(ne(indexes.state, 'retired'))
  expect((await get(app, '/healthz')).status).toBe(200)
  const ready = await get(app, '/readyz')
  expect(ready.status).toBe(503)
  expect(await ready.json()).toEqual({
    ready: false,
    database: true,
    index: null,
    search: 'none',
    embeddingModel: null,
    model: 'none',
    deadJobs: 0,
  })
  for (const path of ['/api/search?q=专利', '/api/catalogue/services', '/api/documents']) {
    const response = await get(app, path)
    expect([path, response.status]).toEqual([path, 503])
    expect((await problemOf(response)).code).toBe('unavailable')
  }
  const asked = await post(app, await begin(app), { text: '专利' })
  expect(asked.status).toBe(503)
})

test('without its database the service is live and not ready', async ({ deps }) => {
  const gone = openDatabase({
    address: { socketDir: '/nonexistent' },
    connections: 1,
    onError: () => {},
  })
  const app = createApp(() => ({ ...deps, db: gone.db }))
  expect((await get(app, '/healthz')).status).toBe(200)
  const ready = await get(app, '/readyz')
  expect(ready.status).toBe(503)
  expect(await ready.json()).toMatchObject({ ready: false, database: false, search: 'none' })
  await gone.close()
})

test('a database that hangs makes the service not ready within three seconds', async ({ deps }) => {
  const hangs = {
    ...deps,
    db: Object.assign(Object.create(deps.db), { execute: () => new Promise(() => {}) }),
  }
  const started = performance.now()
  const ready = await get(
    createApp(() => hangs),
    '/readyz',
  )
  expect(ready.status).toBe(503)
  expect(performance.now() - started).toBeLessThan(3_000)
  await deps.db.execute(sql`select 1`)
})
