import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { createApp } from '../../src/app.ts'
import { openDatabase } from '../../src/db/database.ts'
import { begin, bearer, get, post, problemOf } from '../support/front-door.ts'
import { test } from '../support/test-deps.ts'

type App = Parameters<typeof begin>[0]

test('a problem is told in the language of the asker', async ({ app }) => {
  const path = '/api/conversations'
  const read = async (language: string) =>
    problemOf(await get(app, path, { 'accept-language': language }))
  const [chinese, english, other] = [
    await read('zh-CN,en;q=0.5'),
    await read('en-GB'),
    await read('fr'),
  ]
  expect(chinese).toMatchObject({ type: 'application/problem+json', code: 'unauthorized' })
  expect(english).toMatchObject({ type: 'application/problem+json', code: 'unauthorized' })
  expect(chinese.detail).toMatch(/\p{Script=Han}/u)
  expect(english.detail).not.toMatch(/\p{Script=Han}/u)
  expect(other.detail).toBe(chinese.detail)
})

test('every kind of problem has its code, in Chinese and in English', async ({ app }) => {
  const asker = await begin(app)
  const kinds: [string, number, () => Response | Promise<Response>][] = [
    ['unauthorized', 401, () => get(app, '/api/conversations')],
    ['not_found', 404, () => get(app, `/api/conversations/${randomUUID()}`, bearer(asker))],
    ['not_found', 404, () => get(app, '/api/nothing')],
    ['not_found', 404, () => app.request('/api/conversations', { method: 'DELETE' })],
    ['not_found', 404, () => get(app, '/nothing')],
    ['not_found', 404, () => app.request('/nothing', { method: 'POST' })],
    ['invalid', 400, () => get(app, '/api/conversations/1', bearer(asker))],
    ['too_large', 413, () => post(app, asker, { text: 'x'.repeat(2_001) })],
    ['not_found', 404, () => get(app, '/api/documents/none')],
  ]
  for (const [code, status, request] of kinds) {
    const response = await request()
    expect([code, response.status]).toEqual([code, status])
    expect(await problemOf(response)).toMatchObject({
      code,
      status,
      type: 'application/problem+json',
      detail: expect.stringMatching(/\p{Script=Han}/u),
    })
    expect(response.headers.get('cache-control')).toBe('no-store')
  }
})

const keptByNobody = {
  'in an address': (app: App) => get(app, '/api/search?q=%E4%B8%93%E5%88%A9&district=%00'),
  'in a form': async (app: App) => {
    const asker = await begin(app)
    return app.request(`/api/conversations/${asker.id}/handoff`, {
      method: 'POST',
      headers: { ...bearer(asker), 'content-type': 'application/json' },
      body: JSON.stringify({
        name: '陈',
        contact: '13911112222',
        consent: true,
        industry: '\u0000',
      }),
    })
  },
}

for (const [place, request] of Object.entries(keptByNobody)) {
  test(`a character that the database cannot keep, ${place}, is an invalid request`, async ({
    app,
  }) => {
    const response = await request(app)
    expect(response.status).toBe(400)
    expect(await problemOf(response)).toMatchObject({ code: 'invalid' })
  })
}

test('without a database every question is refused with 503 and a time to come back', async ({
  deps,
}) => {
  const gone = openDatabase({
    address: { socketDir: '/nonexistent' },
    connections: 1,
    onError: () => {},
  })
  const app = createApp(() => ({ ...deps, db: gone.db, cache: new Map() }))
  const asker = { id: randomUUID(), token: 'A'.repeat(43) }
  for (const response of [
    await post(app, asker, { text: '专利' }),
    await get(app, '/api/documents'),
  ]) {
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('5')
    expect((await problemOf(response)).code).toBe('unavailable')
  }
  await gone.close()
})

test('a bug is told without its detail', async ({ deps }) => {
  const broken = createApp(() => ({
    ...deps,
    now: () => {
      throw new TypeError('the clock of 张三 is broken')
    },
  }))
  const response = await broken.request('/api/conversations', { method: 'POST' })
  expect(response.status).toBe(500)
  expect(await response.clone().text()).not.toContain('张三')
  expect((await problemOf(response)).code).toBe('internal')
  expect(deps.logged.filter(({ level }) => level === 'error')).toMatchObject([
    { event: 'request_failed', fields: { error: 'TypeError' } },
  ])
  expect(JSON.stringify(deps.logged)).not.toContain('张三')
})
