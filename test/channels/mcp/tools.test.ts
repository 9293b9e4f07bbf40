import { expect } from 'vitest'
import { z } from 'zod'
import { openDatabase } from '../../../src/db/database.ts'
import { statuses } from '../../../src/shared/message.ts'
import { setSwitch } from '../../../src/operation/switches.ts'
import { beginWork, publish, setClock, uploaded } from '../../documents/work.ts'
import { get } from '../../support/front-door.ts'
import { test as base } from '../../support/test-deps.ts'
import { connect, listen, type Tools } from './client.ts'

const test = base.extend<{ url: string; tools: Tools }>({
  url: async ({ app }, use) => {
    const { url, close } = await listen(app)
    await use(url)
    await close()
  },
  tools: async ({ url }, use) => {
    const tools = await connect(url)
    await use(tools)
    await tools.client.close()
  },
})

const Source = z.object({
  document: z.string(),
  title: z.string(),
  version: z.number().optional(),
  status: z.enum(statuses),
  statusText: z.string(),
  validFrom: z.string().nullable(),
  validTo: z.string().nullable(),
  notice: z.string().nullable(),
})
const Found = Source.extend({ locator: z.string(), text: z.string(), url: z.string() })
const Results = z.object({ day: z.string(), results: z.array(Found) })
const Passage = z.object({
  asOf: z.string().nullable(),
  passage: Found.extend({ statusThen: z.string().nullable(), unitText: z.string() }),
})
const Documents = z.object({ documents: z.array(Source.extend({ former: z.array(Source) })) })
const Entry = z.looseObject({ name: z.string(), source: Source, locator: z.string() })
const Entries = z.object({ total: z.number(), entries: z.array(Entry) })

const NAMES = [
  'get_passage',
  'list_documents',
  'look_up_course',
  'look_up_district',
  'look_up_platform',
  'look_up_service',
  'search_knowledge',
]

test('an assistant finds the tools, all of them reading only, told in Chinese and in English', async ({
  tools,
}) => {
  const { tools: listed } = await tools.client.listTools()
  expect(listed.map(({ name }) => name).toSorted()).toEqual(NAMES)
  for (const { name, title, description, annotations, inputSchema, outputSchema } of listed) {
    expect(annotations, name).toMatchObject({ readOnlyHint: true, destructiveHint: false })
    for (const words of [title, description]) expect(words, name).toMatch(/\p{Script=Han}.*[a-z]/u)
    expect([inputSchema.type, outputSchema?.type]).toEqual(['object', 'object'])
  }
  expect(tools.client.getServerVersion()).toMatchObject({ name: 'zhiwen' })
  expect(tools.client.getInstructions()).toContain('征求意见稿')
})

test('a search gives what the search page gives, each with status, days and the notice that a draft is one', async ({
  app,
  url,
  tools,
}) => {
  const query = '工作站怎么设立'
  const { day, results } = Results.parse(await tools.call('search_knowledge', { query, limit: 10 }))
  expect(day).toBe('2026-03-02')
  const page = await get(app, `/api/search?q=${encodeURIComponent(query)}&limit=10`)
  const shown = z
    .object({ results: z.array(Found.pick({ document: true, locator: true, text: true })) })
    .parse(await page.json())
  expect(results.map(({ document, locator, text }) => ({ document, locator, text }))).toEqual(
    shown.results,
  )
  const draft = results.find(({ document }) => document === 'measures-draft')
  expect(draft).toMatchObject({ status: 'draft', validFrom: null })
  expect(draft?.notice).toContain('征求意见稿')
  expect(draft?.url).toMatch(new RegExp(`^${url}/documents/measures-draft#art\\d`))
  for (const { status, notice, title } of results) {
    expect(status, title).not.toBe('in_force')
    expect(notice, title).not.toBeNull()
  }
  const english = Results.parse(
    await tools.call('search_knowledge', { query, language: 'en', document: 'measures-draft' }),
  )
  expect(english.results).toHaveLength(5)
  expect(english.results[0]?.notice).toContain('draft for comment')
})

test('a clause is read as it is today, and as it was on a day', async ({ tools }) => {
  const art7 = { document: 'measures-draft', locator: 'art7(2)' }
  const today = Passage.parse(await tools.call('get_passage', art7))
  expect(today.asOf).toBeNull()
  expect(today.passage).toMatchObject({ status: 'draft', statusThen: null })
  expect(today.passage.unitText).toContain(today.passage.text)
  expect(today.passage.unitText.length).toBeGreaterThan(today.passage.text.length)

  const plan = Results.parse(
    await tools.call('search_knowledge', { query: '主要目标', document: 'action-plan-2022' }),
  ).results[0]
  const inPlan = { document: 'action-plan-2022', locator: plan?.locator }
  const then = Passage.parse(await tools.call('get_passage', { ...inPlan, as_of: '2023-06-01' }))
  expect(then).toMatchObject({
    asOf: '2023-06-01',
    passage: { status: 'ended', validFrom: '2022-01-01', validTo: '2024-12-31' },
  })
  expect(then.passage.statusThen).not.toBe('ended')
  expect(then.passage.statusText).toContain('当时在实施期内')
  const over = { ...inPlan, as_of: '2025-01-01' }
  expect(await tools.problem('get_passage', over)).toBe('这份文件在这一天没有适用的版本。')
})

test('after a new version is in force, a day before it leads to the version of then', async ({
  app,
  deps,
  tools,
}) => {
  const work = await beginWork(app, deps)
  await publish(work, (await uploaded(work, work.uploader)).id)
  await setClock(work, '2026-05-20T02:00:00Z')
  const art7 = { document: 'measures-draft', locator: 'art7(2)' }
  const today = Passage.parse(await tools.call('get_passage', art7)).passage
  expect([today.text.includes('不少于30家'), today.status]).toEqual([true, 'in_force'])
  expect([today.notice, today.validFrom]).toEqual([null, '2026-05-01'])
  const before = { ...art7, as_of: '2026-04-30' }
  const then = Passage.parse(await tools.call('get_passage', before)).passage
  expect(then).toMatchObject({ document: 'measures-draft@1', status: 'draft', statusThen: 'draft' })
  expect(then.text).toContain('不少于50家')
  expect(then.notice).toContain('征求意见稿')
  const from = { ...art7, as_of: '2026-05-01' }
  const first = Passage.parse(await tools.call('get_passage', from)).passage
  expect([first.document, first.statusThen]).toEqual(['measures-draft', 'in_force'])
  const { documents } = Documents.parse(await tools.call('list_documents'))
  const measures = documents.find(({ document }) => document === 'measures-draft')
  expect(measures?.former.map(({ document, status }) => [document, status])).toEqual([
    ['measures-draft@1', 'draft'],
  ])
}, 120_000)

test('the documents are listed with their status as of the day', async ({ deps, tools }) => {
  const statusOf = async () => {
    const { documents } = Documents.parse(await tools.call('list_documents'))
    return Object.fromEntries(documents.map(({ document, status }) => [document, status]))
  }
  const known = {
    'measures-draft': 'draft',
    'opinions-2021': 'draft',
    'service-spec': 'unverified',
  }
  expect(await statusOf()).toEqual({ ...known, 'action-plan-2022': 'ended' })
  deps.setClock('2024-12-31T02:00:00Z')
  expect(await statusOf()).toEqual({ ...known, 'action-plan-2022': 'unverified' })
})

const lookUps = [
  ['look_up_service', { name: '重点产业特色服务' }, '重点产业特色服务', 20],
  ['look_up_district', { name: 'Haidian' }, '海淀区', 17],
  ['look_up_district', { name: '海淀' }, '海淀区', 17],
  ['look_up_platform', { name: '日本特许厅' }, '日本特许厅网站', 17],
  ['look_up_course', { name: '1' }, '知识产权基础知识', 13],
] as const

test('services, districts, platforms and courses are looked up by name, each with its source', async ({
  tools,
}) => {
  for (const [tool, given, name, all] of lookUps) {
    const one = Entries.parse(await tools.call(tool, given))
    expect(one.entries.map((entry) => entry.name)).toEqual([name])
    expect(one.entries[0]?.source).toMatchObject({ document: 'service-spec', status: 'unverified' })
    expect(one.entries[0]?.source.notice).toContain('待核')
    expect(Entries.parse(await tools.call(tool)).total).toBe(all)
  }
  const service = Entries.parse(await tools.call('look_up_service', { name: 'key-industries' }))
  expect(service.entries[0]).toMatchObject({ missing: expect.arrayContaining(['timeLimit']) })
  const few = Entries.parse(await tools.call('look_up_course', { limit: 2 }))
  expect([few.total, few.entries.length]).toEqual([13, 2])
})

test('what is not there is told in words, with what there is', async ({ tools }) => {
  const nowhere = { document: 'tax-law', locator: 'art1' }
  expect(await tools.problem('get_passage', nowhere)).toContain('measures-draft')
  expect(await tools.problem('search_knowledge', { query: '专利', document: 'tax-law' })).toContain(
    '没有找到这份文件',
  )
  const noClause = { document: 'measures-draft', locator: 'art999' }
  expect(await tools.problem('get_passage', noClause)).toBe('没有找到这一条款。')
  expect(await tools.problem('get_passage', { ...noClause, language: 'en' })).toBe(
    'There is no such clause.',
  )
  const unknown = await tools.problem('look_up_district', { name: '浦东新区' })
  expect(unknown).toContain('海淀区')
  expect(await tools.problem('delete_everything')).toContain('not found')
  expect(await tools.problem('constructor')).not.toContain('at ')
})

const outside = [
  ['search_knowledge', { query: '' }],
  ['search_knowledge', { query: '专'.repeat(201) }],
  ['search_knowledge', { query: '专利', limit: 11 }],
  ['search_knowledge', { query: '专利', limit: 0 }],
  ['search_knowledge', { query: '专利', document: '../etc' }],
  ['search_knowledge', {}],
  ['get_passage', { document: 'measures-draft', locator: 'a'.repeat(101) }],
  ['get_passage', { document: 'measures-draft', locator: 'art7', as_of: '2026-02-30' }],
  ['look_up_service', { name: '专'.repeat(101) }],
  ['look_up_service', { limit: 21 }],
  ['list_documents', { language: 'fr' }],
] as const

test('what is outside the limits is refused by every tool', async ({ tools }) => {
  for (const [name, given] of outside) {
    expect(await tools.problem(name, given), JSON.stringify(given)).toMatch(/validation/i)
  }
})

test('a question with a state-secret mark reaches no model and no log', async ({ deps, tools }) => {
  const embedded: string[] = []
  const { embedder } = deps
  if (!embedder) throw new Error('no embedder')
  deps.embedder = {
    ...embedder,
    embeddings: {
      embedDocuments: (texts) => embedder.embeddings.embedDocuments(texts),
      embedQuery: (text) => {
        embedded.push(text)
        return embedder.embeddings.embedQuery(text)
      },
    },
  }
  await tools.call('search_knowledge', { query: '专利导航' })
  expect(embedded.length).toBeGreaterThan(0)
  const plain = embedded.length
  await tools.call('search_knowledge', { query: '绝密★10年 专利导航' })
  expect(embedded).toHaveLength(plain)
  expect(JSON.stringify(deps.logged)).not.toContain('绝密')
})

test('while asking on the web is switched off, every tool says so', async ({ deps, tools }) => {
  await setSwitch(deps.db, 'web', { off: true, now: deps.now() })
  for (const [name, given] of [
    ['search_knowledge', { query: '专利' }],
    ['list_documents', {}],
    ['look_up_course', {}],
  ] as const) {
    expect(await tools.problem(name, given)).toContain('暂时停用')
  }
  await setSwitch(deps.db, 'web', { off: false, now: deps.now() })
  await tools.call('list_documents')
})

test('a fault is told without its details', async ({ deps, tools }) => {
  const { db, close } = openDatabase({
    address: { url: 'postgres://nobody:hidden@127.0.0.1:1/nothing' },
    connections: 1,
    onError: () => {},
  })
  deps.db = db
  const told = await tools.problem('list_documents', { language: 'en' })
  expect(told).toBe(
    'Something went wrong and your request was not completed. Please try again later.',
  )
  expect(deps.logged.at(-1)).toMatchObject({ level: 'error', event: 'mcp_failed' })
  await close()
})
