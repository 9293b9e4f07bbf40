import { sql } from 'drizzle-orm'
import { expect } from 'vitest'
import { ask, askStreaming, begin, bearer, get, post } from '../support/front-door.ts'
import { test } from '../support/test-deps.ts'

const CANARY = '咨询内容绝不入日志'

test('neither token nor question stands in a log line', async ({ app, deps }) => {
  const asker = await begin(app)
  const answer = await ask(app, asker, CANARY)
  await askStreaming(app, asker, CANARY)
  await get(app, `/api/conversations/${asker.id}`, bearer(asker))
  await get(app, `/api/messages/${answer.id}?token=${asker.token}`, bearer(asker))
  await get(app, `/api/search?q=${encodeURIComponent(CANARY)}`)
  await post(app, asker, { text: CANARY, role: 'system' })
  await get(app, `/api/${encodeURIComponent(CANARY)}`)
  const log = JSON.stringify(deps.logged)
  expect(deps.logged.filter(({ event }) => event === 'request')).toHaveLength(8)
  for (const secret of [asker.token, CANARY, encodeURIComponent(CANARY)]) {
    expect(log).not.toContain(secret)
  }
})

test('a statement that the database refuses is logged without what people wrote', async ({
  app,
  deps,
}) => {
  const asker = await begin(app)
  await deps.db.execute(
    sql`alter table messages add constraint refuse check (question not like '%绝不%')`,
  )
  const response = await post(app, asker, { text: CANARY })
  expect(response.status).toBe(500)
  expect(await response.text()).not.toContain(CANARY)
  expect(deps.logged.filter(({ level }) => level === 'error')).toMatchObject([
    { event: 'request_failed', fields: { code: '23514' } },
  ])
  expect(JSON.stringify(deps.logged)).not.toContain(CANARY)
})

test('a request is logged with its route, status and id', async ({ app, deps }) => {
  const asker = await begin(app)
  deps.logged.length = 0
  const response = await get(app, `/api/conversations/${asker.id}`, bearer(asker))
  expect(deps.logged).toMatchObject([
    {
      level: 'info',
      event: 'request',
      fields: {
        method: 'GET',
        route: '/api/conversations/:id',
        status: 200,
        requestId: response.headers.get('x-request-id'),
      },
    },
  ])
})

test('logging of requests can be switched off', async ({ app, deps }) => {
  deps.logRequests = false
  await begin(app)
  expect(deps.logged).toEqual([])
})
