import { eq, sql } from 'drizzle-orm'
import { expect } from 'vitest'
import { createApp } from '../../src/app.ts'
import { indexes, passageEntries } from '../../src/db/schema/index.ts'
import { indexKnowledge } from '../../src/knowledge/index-knowledge.ts'
import { openAiEmbedder } from '../../src/models/openai-embedder.ts'
import { readPackagedKnowledge } from '../../src/packaged.ts'
import { startEmbeddingServer } from '../support/embedding-server.ts'
import { ask, begin, get } from '../support/front-door.ts'
import { readChangedKnowledge, readSmallKnowledge } from '../support/small-knowledge.ts'
import {
  cloneTemplate,
  createTestDeps,
  describeWithSeveralConnections,
  test,
  type TestDeps,
} from '../support/test-deps.ts'

const words = ({ now }: TestDeps) => ({ embedder: undefined, now: now() })
const stateOf = async ({ db }: TestDeps, id: number) =>
  (await db.select().from(indexes).where(eq(indexes.id, id)))[0]?.state
const firstArticle = async (app: Parameters<typeof get>[0]) =>
  (await get(app, '/api/documents/measures-draft/passages/art1')).text()

test('knowledge that is indexed already is not indexed again', async ({ deps, localEmbedder }) => {
  const before = await deps.db.select().from(indexes)
  const { built } = await indexKnowledge(deps.db, await readPackagedKnowledge(), {
    embedder: localEmbedder,
    now: deps.now(),
  })
  expect(built).toBe(false)
  const small = await indexKnowledge(deps.db, await readSmallKnowledge(), words(deps))
  const again = await indexKnowledge(deps.db, await readSmallKnowledge(), words(deps))
  expect([small.built, again.built, again.indexId]).toEqual([true, false, small.indexId])
  expect(await deps.db.select().from(indexes)).toHaveLength(before.length + 1)
})

test('changed knowledge is built beside the old one, which is read until the change', async ({
  app,
  deps,
  localEmbedder,
}) => {
  const options = { embedder: localEmbedder, now: deps.now() }
  const { indexId: old } = await indexKnowledge(deps.db, await readSmallKnowledge(), options)
  const seen: string[] = []
  const watching = {
    ...localEmbedder,
    embeddings: {
      ...localEmbedder.embeddings,
      embedDocuments: async (texts: string[]) => {
        seen.push(await firstArticle(app), (await stateOf(deps, old)) ?? '')
        return localEmbedder.embeddings.embedDocuments(texts)
      },
    },
  }
  const changed = await indexKnowledge(deps.db, await readChangedKnowledge(), {
    ...options,
    embedder: watching,
  })
  expect(seen.length).toBeGreaterThan(2)
  for (const each of seen) expect(each === 'active' || !each.includes('【新】')).toBe(true)
  expect(await firstArticle(app)).toContain('【新】')
  expect([await stateOf(deps, old), await stateOf(deps, changed.indexId)]).toEqual([
    'retired',
    'active',
  ])
})

test('a build that fails leaves the old index in use', async ({ app, deps, localEmbedder }) => {
  await indexKnowledge(deps.db, await readSmallKnowledge(), words(deps))
  const failing = {
    ...localEmbedder,
    embeddings: {
      ...localEmbedder.embeddings,
      embedDocuments: () => Promise.reject(new Error('the model is gone')),
    },
  }
  const build = indexKnowledge(deps.db, await readChangedKnowledge(), {
    embedder: failing,
    now: deps.now(),
  })
  await expect(build).rejects.toThrow('the model is gone')
  expect(await firstArticle(app)).not.toContain('【新】')
  expect((await get(app, '/readyz')).status).toBe(200)
})

test('what an abandoned build has left is removed by a later one', async ({ deps }) => {
  const left = async () =>
    (await deps.db.select().from(indexes).where(eq(indexes.state, 'building'))).length
  await deps.db.insert(indexes).values({
    state: 'building',
    contentHash: 'abandoned',
    embeddingModel: '',
    dimensions: 0,
    createdAt: deps.now(),
  })
  await indexKnowledge(deps.db, await readSmallKnowledge(), words(deps))
  expect(await left()).toBe(1)
  deps.pass(61 * 60 * 1000)
  await indexKnowledge(deps.db, await readChangedKnowledge(), words(deps))
  expect(await left()).toBe(0)
})

test('an index of words only serves a runtime without a model', async ({ app, deps }) => {
  await indexKnowledge(deps.db, await readSmallKnowledge(), words(deps))
  deps.embedder = undefined
  expect(await (await get(app, '/readyz')).json()).toMatchObject({ ready: true, search: 'words' })
  const answer = await ask(app, await begin(app), '志愿服务专家的聘期是几年？')
  expect(answer.citations.map(({ document }) => document)).toContain('measures-draft')
})

test('indexes of two models with other dimensions lie side by side, each searched by its own', async ({
  app,
  deps,
}) => {
  const servers = [await startEmbeddingServer(24), await startEmbeddingServer(40)] as const
  const [small, large] = servers.map(({ baseUrl }, at) =>
    openAiEmbedder({
      baseUrl,
      apiKey: undefined,
      model: `test-${at}`,
      dimensions: at === 0 ? 24 : 40,
    }),
  )
  const now = deps.now()
  const first = await indexKnowledge(deps.db, await readSmallKnowledge(), { embedder: small, now })
  deps.embedder = small
  expect(await (await get(app, '/readyz')).json()).toMatchObject({ search: 'hybrid' })
  expect((await get(app, '/api/search?q=工作站')).status).toBe(200)
  const second = await indexKnowledge(deps.db, await readSmallKnowledge(), { embedder: large, now })
  const { rows } = await deps.db.execute<{ id: number; dimensions: number }>(sql`
    select distinct index_id as id, vector_dims(embedding::halfvec::vector) as dimensions
    from ${passageEntries} where index_id >= ${first.indexId} order by 1`)
  expect(rows).toEqual([
    { id: first.indexId, dimensions: 24 },
    { id: second.indexId, dimensions: 40 },
  ])
  expect(await (await get(app, '/readyz')).json()).toMatchObject({ search: 'words' })
  deps.embedder = large
  expect(await (await get(app, '/readyz')).json()).toMatchObject({ search: 'hybrid' })
  const answer = await ask(app, await begin(app), '志愿服务专家的聘期是几年？')
  expect(answer.citations.length).toBeGreaterThan(0)
  await Promise.all(servers.map(({ close }) => close()))
})

test('a large index has a graph of its own, which goes when it goes', async ({ deps }) => {
  const server = await startEmbeddingServer(16)
  const embedder = openAiEmbedder({
    baseUrl: server.baseUrl,
    apiKey: 'k',
    model: 'm',
    dimensions: 16,
  })
  const knowledge = await readSmallKnowledge()
  const locator = knowledge.passages.find(({ locator: own, unit }) => own === unit)?.locator ?? ''
  const questions = Array.from({ length: 1_000 }, (_, at) => ({ text: `第${at}个问题` }))
  const large = {
    ...knowledge,
    questions: [{ document: 'measures-draft', passages: [{ locator, questions }] }],
  }
  const { indexId } = await indexKnowledge(deps.db, large, { embedder, now: deps.now() })
  const graphs = async () => {
    const { rows } = await deps.db.execute<{ name: string }>(
      sql`select indexname as name from pg_indexes where indexname like 'passage_entries_graph_%'`,
    )
    return rows.map(({ name }) => name)
  }
  expect(await graphs()).toContain(`passage_entries_graph_${indexId}`)
  await indexKnowledge(deps.db, await readSmallKnowledge(), words(deps))
  await indexKnowledge(deps.db, await readChangedKnowledge(), words(deps))
  expect(await stateOf(deps, indexId)).toBeUndefined()
  expect(await graphs()).not.toContain(`passage_entries_graph_${indexId}`)
  await server.close()
}, 60_000)

describeWithSeveralConnections('on several connections', () => {
  test('two processes that index at once leave one active index', async ({ localEmbedder }) => {
    const clone = await cloneTemplate(6)
    const deps = createTestDeps(clone, localEmbedder)
    await Promise.all([
      indexKnowledge(clone.db, await readSmallKnowledge(), words(deps)),
      indexKnowledge(clone.db, await readSmallKnowledge(), words(deps)),
      indexKnowledge(clone.db, await readSmallKnowledge(), words(deps)),
    ])
    const active = await clone.db.select().from(indexes).where(eq(indexes.state, 'active'))
    expect(active).toHaveLength(1)
    await clone.close()
  })

  test('readers see one active index at every moment of a switch', async ({ localEmbedder }) => {
    const clone = await cloneTemplate(6)
    const deps = createTestDeps(clone, localEmbedder)
    const app = createApp(() => deps)
    const state = { done: false }
    const statuses: number[] = []
    const reading = (async () => {
      while (!state.done) {
        const active = await clone.db.select().from(indexes).where(eq(indexes.state, 'active'))
        expect(active).toHaveLength(1)
        statuses.push((await get(app, '/api/search?q=工作站')).status)
      }
    })()
    await indexKnowledge(clone.db, await readSmallKnowledge(), words(deps))
    await indexKnowledge(clone.db, await readChangedKnowledge(), words(deps))
    state.done = true
    await reading
    expect(statuses.length).toBeGreaterThan(5)
    expect(new Set(statuses)).toEqual(new Set([200]))
    await clone.close()
  })
})
