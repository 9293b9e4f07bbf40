import { expect } from 'vitest'
import { createAddressCounter } from '../../src/http/limit-counts.ts'
import { textOf } from '../../src/http/texts.ts'
import { problemOf } from '../support/front-door.ts'
import { test } from '../support/test-deps.ts'
import { type App, givePassword, plantAccount } from '../accounts/staff.ts'

const MOMENT = new Date('2026-03-02T02:00:00Z')
const after = (seconds: number) => new Date(MOMENT.getTime() + seconds * 1_000)

type From = { address?: string; language?: string; path?: string; method?: string }

async function begin(app: App, from: From = {}): Promise<Response> {
  const { address = '192.0.2.7', language = 'zh', path = '/api/conversations' } = from
  return app.request(
    path,
    { method: from.method ?? 'POST', headers: { 'accept-language': language } },
    { incoming: { socket: { remoteAddress: address } } },
  )
}

test('an address that begins too many conversations is told how long to wait, and others go on', async ({
  app,
  deps,
}) => {
  deps.limits = createAddressCounter({ requests: 100, conversations: 3 })
  for (let n = 0; n < 3; n += 1) expect((await begin(app)).status).toBe(201)
  deps.pass(20_000)
  const refused = await begin(app)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '40'])
  expect(refused.headers.get('content-security-policy')).toContain("default-src 'none'")
  const { code, detail } = await problemOf(refused)
  expect([code, detail]).toEqual(['rate_limited', textOf('too_many_requests', 'zh')])
  const english = await problemOf(await begin(app, { language: 'en' }))
  expect(english.detail).toBe(textOf('too_many_requests', 'en'))
  expect((await begin(app, { address: '192.0.2.8' })).status).toBe(201)
  deps.pass(40_000)
  expect((await begin(app)).status).toBe(201)
})

test('all requests that change something count together, and reading never does', async ({
  app,
  deps,
}) => {
  deps.limits = createAddressCounter({ requests: 2, conversations: 0 })
  const person = await plantAccount(deps)
  const from = { from: '192.0.2.7' }
  expect((await begin(app)).status).toBe(201)
  expect((await begin(app, { path: '/api/me', method: 'DELETE' })).status).toBe(401)
  expect((await givePassword(app, person.username, undefined, from)).status).toBe(429)
  for (let n = 0; n < 5; n += 1) {
    const read = await begin(app, { path: '/api/catalogue/courses', method: 'GET' })
    expect(read.status).toBe(200)
  }
})

test('what WeChat sends for many people from few addresses is not counted by address', async ({
  app,
  deps,
}) => {
  deps.limits = createAddressCounter({ requests: 1, conversations: 1 })
  for (let n = 0; n < 3; n += 1) {
    expect((await begin(app, { path: '/wechat/oa' })).status).not.toBe(429)
  }
})

test('the log says once a window that an address is stopped, and never which', async ({
  app,
  deps,
}) => {
  deps.limits = createAddressCounter({ requests: 1, conversations: 0 })
  for (let n = 0; n < 4; n += 1) await begin(app)
  const told = deps.logged.filter(({ event }) => event === 'address_limited')
  expect(told.map(({ level, fields }) => [level, fields])).toEqual([['warn', { kind: 'requests' }]])
  expect(JSON.stringify(deps.logged)).not.toContain('192.0.2.7')
})

test('a limit of 0 is none', () => {
  const { count } = createAddressCounter({ requests: 0, conversations: 0 })
  for (let n = 0; n < 1_000; n += 1) expect(count('a', 'requests', MOMENT)).toBeUndefined()
})

test('addresses that are over take no place, and of too many the oldest go', () => {
  const { count } = createAddressCounter({ requests: 1, conversations: 1 }, 3)
  const isRefused = (address: string, moment: Date) =>
    count(address, 'requests', moment) !== undefined
  for (const address of ['a', 'b', 'c']) expect(isRefused(address, MOMENT)).toBe(false)
  expect(isRefused('a', after(1))).toBe(true)
  expect(isRefused('d', after(2))).toBe(false)
  expect(isRefused('b', after(3))).toBe(true)
  expect(isRefused('a', after(4))).toBe(false)
  expect(isRefused('c', after(61))).toBe(false)
})

test('a clock that is set back locks nobody out for longer than a minute', () => {
  const { count } = createAddressCounter({ requests: 1, conversations: 1 })
  count('a', 'requests', after(86_400))
  expect(count('a', 'requests', MOMENT)).toBeUndefined()
  expect(count('a', 'requests', after(30))).toEqual({ retryAfter: 30, isFirst: true })
})
