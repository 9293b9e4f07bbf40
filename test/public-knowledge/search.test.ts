import { expect } from 'vitest'
import { z } from 'zod'
import { get, problemOf } from '../support/front-door.ts'
import { test } from '../support/test-deps.ts'

const Results = z.object({
  results: z.array(
    z.object({
      document: z.string(),
      title: z.string(),
      locator: z.string(),
      heading: z.string(),
      kind: z.string(),
      text: z.string(),
      status: z.string(),
      statusText: z.string(),
      url: z.string(),
    }),
  ),
})

async function search(app: Parameters<typeof get>[0], query: Record<string, string>) {
  const response = await get(app, `/api/search?${new URLSearchParams(query)}`)
  expect(response.status).toBe(200)
  return Results.parse(await response.json()).results
}

test('a search finds the clause that speaks of the matter, best first', async ({ app }) => {
  const results = await search(app, { q: '志愿服务专家应当具备哪些条件' })
  expect(results).toHaveLength(20)
  expect(
    results
      .slice(0, 3)
      .map(({ text, heading }) => text + heading)
      .join(),
  ).toContain('专家')
  const addresses = results.map(({ document, locator }) => `${document}#${locator}`)
  expect(new Set(addresses).size).toBe(addresses.length)
})

test('a search by other words than those of the document finds it by meaning', async ({
  app,
  deps,
}) => {
  const q = '有人抄我的牌子该找谁'
  const hybrid = await search(app, { q })
  expect(
    hybrid
      .slice(0, 5)
      .map(({ heading, text }) => heading + text)
      .join(),
  ).toMatch(/维权|纠纷/u)
  deps.embedder = undefined
  expect(await search(app, { q })).not.toEqual(hybrid)
})

test('each filter keeps what it names, and the rest of the order', async ({ app }) => {
  const q = '知识产权公共服务'
  const filters = [
    [{ document: 'measures-draft' }, ({ document }) => document === 'measures-draft'],
    [{ kind: 'platform' }, ({ kind }) => kind === 'platform'],
    [{ kind: 'article' }, ({ kind }) => kind === 'article'],
    [{ status: 'draft' }, ({ status }) => status === 'draft'],
    [{ status: 'ended' }, ({ document }) => document === 'action-plan-2022'],
    [
      { status: 'draft', kind: 'article' },
      ({ status, kind }) => status === 'draft' && kind === 'article',
    ],
  ] satisfies [
    Record<string, string>,
    (result: z.infer<typeof Results>['results'][number]) => boolean,
  ][]
  const all = await search(app, { q, limit: '50' })
  for (const [filter, holds] of filters) {
    const results = await search(app, { q, limit: '50', ...filter })
    expect([filter, results.length > 0, results.every(holds)]).toEqual([filter, true, true])
    expect(all.some((result) => !holds(result))).toBe(true)
  }
})

test('a filter that names a district keeps what is of that district', async ({ app }) => {
  const results = await search(app, { q: '产业', district: '海淀区' })
  expect(results.length).toBeGreaterThan(0)
  for (const { heading, text } of results) expect(heading + text).toContain('海淀区')
})

test('a filter that nothing meets finds nothing', async ({ app }) => {
  const none: Record<string, string>[] = [
    { document: 'none' },
    { kind: 'none' },
    { district: '浦东新区' },
    { status: 'in_force' },
  ]
  for (const filter of none) {
    expect(await search(app, { q: '专利', ...filter })).toEqual([])
  }
})

test('a search gives as many results as it is asked for', async ({ app }) => {
  expect(await search(app, { q: '专利', limit: '3' })).toHaveLength(3)
})

test('a search of the wrong form is refused', async ({ app }) => {
  const wrong = [
    '',
    '?q=',
    `?q=${' '.repeat(5)}`,
    `?q=${'专'.repeat(201)}`,
    '?q=a&limit=0',
    '?q=a&limit=51',
    '?q=a&limit=x',
    '?q=a&status=valid',
  ]
  for (const query of wrong) {
    const response = await get(app, `/api/search${query}`)
    expect([query, response.status]).toEqual([query, 400])
    expect((await problemOf(response)).code).toBe('invalid')
  }
})

test('text that means something to a database or to a pattern is only text', async ({
  app,
  deps,
}) => {
  for (const q of [
    "'; drop table passages; --",
    '100%',
    '_',
    '\\',
    '{1:2}/3',
    '\u0000',
    '？？？',
    '\ud800',
  ]) {
    const response = await get(
      app,
      `/api/search?q=${encodeURIComponent(q.replace('\ud800', '\ufffd'))}`,
    )
    expect([q, response.status]).toEqual([q, 200])
  }
  expect(deps.logged.filter(({ level }) => level === 'error')).toEqual([])
})
