import { expect } from 'vitest'
import { createAddressCounter } from '../../../src/http/limit-counts.ts'
import { problemOf } from '../../support/front-door.ts'
import { test as base } from '../../support/test-deps.ts'
import { connect, listen } from './client.ts'

const test = base.extend<{ url: string }>({
  url: async ({ app }, use) => {
    const { url, close } = await listen(app)
    await use(url)
    await close()
  },
})

const PING = { jsonrpc: '2.0', id: 1, method: 'ping' }

const send = (url: string, body: unknown = PING, headers: Record<string, string> = {}) =>
  fetch(`${url}/mcp`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

test('a message is answered as JSON, without a session, a cookie or a copy in a cache', async ({
  url,
}) => {
  const response = await send(url)
  expect([response.status, await response.json()]).toEqual([
    200,
    { jsonrpc: '2.0', id: 1, result: {} },
  ])
  expect(response.headers.get('content-type')).toContain('application/json')
  expect(response.headers.get('mcp-session-id')).toBeNull()
  expect(response.headers.get('set-cookie')).toBeNull()
  expect(response.headers.get('cache-control')).toBe('no-store')
})

test('the page of another site is refused, and its own is not', async ({ url }) => {
  for (const origin of [
    'https://example.org',
    'null',
    'http://127.0.0.1:1',
    'chrome-extension://x',
  ]) {
    const refused = await send(url, PING, { origin })
    expect([origin, refused.status, (await problemOf(refused)).code]).toEqual([
      origin,
      403,
      'forbidden',
    ])
  }
  expect((await send(url, PING, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  expect((await send(url, PING, { origin: url })).status).toBe(200)
})

test('neither streams nor sessions are to be had', async ({ url }) => {
  for (const method of ['GET', 'DELETE', 'PUT']) {
    const response = await fetch(`${url}/mcp`, {
      method,
      headers: { accept: 'text/event-stream' },
    })
    expect([method, response.status, response.headers.get('allow')]).toEqual([method, 405, 'POST'])
  }
})

test('what is no message is refused, and a batch too, which would pass the limits', async ({
  url,
}) => {
  for (const body of ['', '{', '1', 'null', [PING, PING], [], { id: 1 }]) {
    const response = await send(url, body)
    expect([body, response.status]).toEqual([body, 400])
  }
  expect((await send(url, PING, { 'content-type': 'text/plain' })).status).toBe(415)
  expect((await send(url, PING, { 'mcp-protocol-version': '1999-01-01' })).status).toBe(400)
  const large = await send(url, { ...PING, params: { text: 'x'.repeat(40_000) } })
  expect([large.status, (await problemOf(large)).code]).toEqual([413, 'too_large'])
})

test('an address may send so much and no more', async ({ deps, url }) => {
  deps.limits = createAddressCounter({ requests: 2, conversations: 0 })
  const statuses: number[] = []
  for (let n = 0; n < 3; n += 1) statuses.push((await send(url)).status)
  expect(statuses).toEqual([200, 200, 429])
})

test('where the settings switch it off, there is nothing', async ({ deps, url }) => {
  deps.mcp = false
  const response = await send(url)
  expect([response.status, (await problemOf(response)).code]).toEqual([404, 'not_found'])
  expect((await fetch(`${url}/mcp`)).status).toBe(404)
  await expect(connect(url)).rejects.toThrow(/404|address|not_found/)
})
