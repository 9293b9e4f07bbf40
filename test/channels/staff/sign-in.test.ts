import { expect } from 'vitest'
import { count, eq } from 'drizzle-orm'
import { accounts, auditEntries, sessions, signInAttempts } from '../../../src/db/schema/index.ts'
import { createApp } from '../../../src/app.ts'
import { textOf } from '../../../src/http/texts.ts'
import { openAddressReader } from '../../../src/open-address-reader.ts'
import { openPasswordHashing } from '../../../src/open-password-hashing.ts'
import { problemOf } from '../../support/front-door.ts'
import { test, type TestDeps } from '../../support/test-deps.ts'
import {
  accountRow,
  codeAt,
  cookieOf,
  enter,
  givePassword,
  PASSWORD,
  plantAccount,
  post,
  send,
  Started,
} from '../../accounts/staff.ts'

const MINUTE_MS = 60_000

async function entriesOf({ db }: TestDeps, objectId: string) {
  const rows = await db
    .select({
      action: auditEntries.action,
      result: auditEntries.result,
      details: auditEntries.details,
      address: auditEntries.addressHash,
    })
    .from(auditEntries)
    .where(eq(auditEntries.objectId, objectId))
    .orderBy(auditEntries.id)
  return rows
}

test('password and code let in, and each step gives a new session', async ({ app, deps }) => {
  const person = await plantAccount(deps)
  const first = await givePassword(app, person.username)
  expect([first.status, await first.json()]).toEqual([200, { next: 'totp' }])
  const early = await send(app, '/accounts', { cookie: cookieOf(first) })
  expect(early.status).toBe(401)
  const code = await codeAt(person.secret, deps.now())
  const second = await post(app, '/sign-in/totp', { code }, { cookie: cookieOf(first) })
  expect(await second.json()).toMatchObject({ stage: 'full', account: { id: person.id } })
  expect(cookieOf(second)).not.toBe(cookieOf(first))
  expect((await send(app, '/me', { cookie: cookieOf(second) })).status).toBe(200)
  expect((await send(app, '/me', { cookie: cookieOf(first) })).status).toBe(401)
  const [entry] = await entriesOf(deps, person.id)
  expect(entry).toMatchObject({ action: 'sign_in', result: 'ok' })
  expect(entry?.address).toMatch(/^h1\./)
})

test('signing in again ends the session that the browser came with', async ({ app, deps }) => {
  const person = await plantAccount(deps)
  const old = await enter(deps, app, person)
  await givePassword(app, person.username, PASSWORD, { cookie: old })
  expect((await send(app, '/me', { cookie: old })).status).toBe(401)
})

test('a name is the same in capitals', async ({ app, deps }) => {
  const person = await plantAccount(deps)
  const response = await givePassword(app, ` ${person.username.toUpperCase()} `)
  expect(response.status).toBe(200)
})

test('the cookie is for this host alone, and no script reads it', async ({ app, deps }) => {
  const person = await plantAccount(deps)
  const overHttp = await givePassword(app, person.username)
  expect(overHttp.headers.get('set-cookie')).toMatch(
    /^zhiwen-session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
  )
  const overHttps = await givePassword(app, person.username, PASSWORD, {
    base: 'https://zhiwen.example',
  })
  expect(overHttps.headers.get('set-cookie')).toMatch(
    /^__Host-zhiwen-session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
  )
  const behindProxy = createApp(() => ({ ...deps, secureCookies: true }))
  const production = await givePassword(behindProxy, person.username)
  expect(production.headers.get('set-cookie')).toMatch(/^__Host-.*; Secure;/)
  const plain = { cookie: cookieOf(production).replace('__Host-', '') }
  expect((await send(behindProxy, '/me', plain)).status).toBe(401)
})

test('a token is stored as its hash only, and no secret as it is', async ({ app, deps }) => {
  const person = await plantAccount(deps)
  const [, token = ''] = (await enter(deps, app, person)).split('=')
  const stored = JSON.stringify([
    await deps.db.select().from(sessions),
    await accountRow(deps, person.id),
    await deps.db.select().from(auditEntries),
  ])
  for (const secret of [token, person.secret, PASSWORD]) expect(stored).not.toContain(secret)
})

test('unknown name, wrong password and disabled account answer alike', async ({ app, deps }) => {
  const person = await plantAccount(deps)
  const disabled = await plantAccount(deps)
  const boss = await enter(deps, app, await plantAccount(deps))
  await send(app, `/accounts/${disabled.id}`, {
    method: 'PATCH',
    body: { disabled: true },
    cookie: boss,
  })
  const answers = []
  for (const [name, password] of [
    ['nobody-here', PASSWORD],
    [person.username, 'another lantern 88'],
    [disabled.username, PASSWORD],
  ] as const) {
    const response = await givePassword(app, name, password)
    answers.push([response.status, response.headers.get('set-cookie'), await response.text()])
  }
  expect(answers[0]?.slice(0, 2)).toEqual([401, null])
  expect(answers[1]).toEqual(answers[0])
  expect(answers[2]).toEqual(answers[0])
  const last = (await entriesOf(deps, disabled.id)).at(-1)
  expect(last).toMatchObject({ result: 'failed', details: { refusal: 'disabled' } })
})

test('of 200 wrong passwords for one account five are checked', async ({ deps }) => {
  const person = await plantAccount(deps)
  const other = await plantAccount(deps)
  const checked = countChecks(deps)
  const app = createApp(() => checked.deps)
  const statuses = new Map<number, number>()
  for (let n = 0; n < 200; n += 1) {
    const headers = { 'x-forwarded-for': `203.0.113.${n}` }
    const response = await givePassword(app, person.username, `wrong lantern ${n}`, { headers })
    statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1)
    deps.pass(2_000)
  }
  expect(Object.fromEntries(statuses)).toEqual({ 401: 5, 429: 195 })
  expect(checked.count()).toBe(5)
  expect((await givePassword(app, person.username)).status).toBe(429)
  expect((await givePassword(app, other.username)).status).toBe(200)
  const actions = (await entriesOf(deps, person.id)).map(({ action }) => action)
  expect(actions).toEqual([...Array.from({ length: 5 }, () => 'sign_in'), 'lock_account'])
})

test('of 200 wrong passwords from one address ten are checked', async ({ deps }) => {
  const person = await plantAccount(deps)
  const checked = countChecks(deps)
  const app = createApp(() => checked.deps)
  for (let n = 0; n < 200; n += 1) {
    const headers = { 'x-forwarded-for': `203.0.113.${n}`, 'x-real-ip': `203.0.113.${n}` }
    await givePassword(app, `name-${n}`, 'wrong lantern 77', { headers, from: '198.51.100.9' })
  }
  expect(checked.count()).toBe(10)
  const there = await givePassword(app, person.username, PASSWORD, { from: '198.51.100.9' })
  expect(there.status).toBe(429)
  const elsewhere = await givePassword(app, person.username, PASSWORD, { from: '198.51.100.10' })
  expect(elsewhere.status).toBe(200)
})

test('the lock opens ten minutes after the first wrong password', async ({ app, deps }) => {
  const person = await plantAccount(deps)
  for (let n = 0; n < 5; n += 1) await givePassword(app, person.username, 'wrong lantern')
  deps.pass(10 * MINUTE_MS - 1)
  const locked = await givePassword(app, person.username)
  expect([locked.status, locked.headers.get('retry-after')]).toEqual([429, '60'])
  deps.pass(1)
  expect((await givePassword(app, person.username)).status).toBe(200)
})

test('both factors make wrong passwords before them forgotten', async ({ app, deps }) => {
  const person = await plantAccount(deps)
  for (let n = 0; n < 4; n += 1) await givePassword(app, person.username, 'wrong lantern')
  await enter(deps, app, person)
  const [left] = await deps.db.select({ n: count() }).from(signInAttempts)
  expect(left?.n).toBe(0)
})

test('a header counts only where a trusted proxy has written it', () => {
  const addressOf = openAddressReader(['10.0.0.0/24', '::1'])
  const from = (remoteAddress: string | undefined, forwarded?: string) =>
    addressOf(
      { incoming: { socket: { remoteAddress } } },
      new Headers(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }),
    )
  expect(from('192.0.2.5', '203.0.113.1')).toBe('192.0.2.5')
  expect(from('10.0.0.3', '203.0.113.1')).toBe('203.0.113.1')
  expect(from('::ffff:10.0.0.3', '198.51.100.66, 203.0.113.1, 10.0.0.9')).toBe('203.0.113.1')
  expect(from('10.0.0.3', '10.0.0.8')).toBe('10.0.0.8')
  expect(from('10.0.0.3')).toBe('10.0.0.3')
  expect(from('::1', '2001:DB8:0:7:1:2:3:4')).toBe('2001:db8:0:7::/64')
  expect(from('2001:db8::7:0:0:1')).toBe('2001:db8:0:0::/64')
  expect(from('10.0.0.3', 'nonsense')).toBe('unknown')
  expect(from(undefined)).toBe('unknown')
  expect(() => openAddressReader(['10.0.0.0/99'])).toThrow('TRUSTED_PROXIES')
})

test('a code works once', async ({ app, deps }) => {
  const person = await plantAccount(deps)
  await enter(deps, app, person)
  const code = await codeAt(person.secret, deps.now())
  const cookie = cookieOf(await givePassword(app, person.username))
  const again = await post(app, '/sign-in/totp', { code }, { cookie })
  expect([again.status, (await problemOf(again)).code]).toEqual([401, 'unauthorized'])
  const later = await codeAt(person.secret, new Date(deps.now().getTime() + 30_000))
  expect((await post(app, '/sign-in/totp', { code: later }, { cookie })).status).toBe(200)
})

test('five wrong codes lock for an hour; an administrator unlocks', async ({ app, deps }) => {
  const boss = await enter(deps, app, await plantAccount(deps))
  const person = await plantAccount(deps)
  const cookie = cookieOf(await givePassword(app, person.username))
  const right = await codeAt(person.secret, deps.now())
  const wrong = right === '000000' ? '000001' : '000000'
  for (let n = 0; n < 5; n += 1) {
    expect((await post(app, '/sign-in/totp', { code: wrong }, { cookie })).status).toBe(401)
  }
  expect((await post(app, '/sign-in/totp', { code: right }, { cookie })).status).toBe(429)
  const anew = cookieOf(await givePassword(app, person.username))
  expect((await post(app, '/sign-in/totp', { code: right }, { cookie: anew })).status).toBe(429)
  const unlocked = await send(app, `/accounts/${person.id}`, {
    method: 'PATCH',
    body: { unlock: true },
    cookie: boss,
  })
  expect(unlocked.status).toBe(200)
  expect((await post(app, '/sign-in/totp', { code: right }, { cookie: anew })).status).toBe(200)
  const actions = (await entriesOf(deps, person.id)).map(({ action }) => action)
  expect(actions.filter((action) => action !== 'sign_in')).toEqual([
    'lock_account',
    'unlock_account',
  ])
})

test('a session ends after 30 idle minutes, and not before', async ({ app, deps }) => {
  const cookie = await enter(deps, app, await plantAccount(deps))
  for (let n = 0; n < 4; n += 1) {
    deps.pass(29 * MINUTE_MS)
    expect((await send(app, '/me', { cookie })).status).toBe(200)
  }
  deps.pass(30 * MINUTE_MS)
  expect((await send(app, '/me', { cookie })).status).toBe(401)
})

test('a session ends after 12 hours, however busy', async ({ app, deps }) => {
  const cookie = await enter(deps, app, await plantAccount(deps))
  for (let n = 0; n < 36; n += 1) {
    expect((await send(app, '/me', { cookie })).status).toBe(200)
    deps.pass(20 * MINUTE_MS)
  }
  expect((await send(app, '/me', { cookie })).status).toBe(401)
})

test('the time to give a code is a quarter of an hour', async ({ app, deps }) => {
  const person = await plantAccount(deps)
  const cookie = cookieOf(await givePassword(app, person.username))
  deps.pass(15 * MINUTE_MS)
  const code = await codeAt(person.secret, deps.now())
  expect((await post(app, '/sign-in/totp', { code }, { cookie })).status).toBe(401)
})

test('signing out ends the session and clears the cookie', async ({ app, deps }) => {
  const person = await plantAccount(deps)
  const cookie = await enter(deps, app, person)
  const response = await send(app, '/sign-out', { method: 'POST', cookie })
  expect([response.status, response.headers.get('set-cookie')]).toEqual([
    204,
    expect.stringMatching(/^zhiwen-session=; Max-Age=0;/),
  ])
  expect((await send(app, '/me', { cookie })).status).toBe(401)
  expect((await entriesOf(deps, person.id)).at(-1)).toMatchObject({ action: 'sign_out' })
})

test('a new password ends every other session, and a stolen one cannot set it', async ({
  app,
  deps,
}) => {
  const person = await plantAccount(deps)
  const [one, two] = [await enter(deps, app, person), await enter(deps, app, person)]
  const next = 'harbour violin quartz 4'
  const wrong = await post(app, '/password', { current: 'guess', next }, { cookie: one })
  expect([wrong.status, (await problemOf(wrong)).detail]).toEqual([400, '当前密码不正确。'])
  const changed = await post(app, '/password', { current: PASSWORD, next }, { cookie: one })
  expect(changed.status).toBe(200)
  for (const cookie of [one, two]) expect((await send(app, '/me', { cookie })).status).toBe(401)
  expect((await send(app, '/me', { cookie: cookieOf(changed) })).status).toBe(200)
  expect((await givePassword(app, person.username)).status).toBe(401)
  expect((await givePassword(app, person.username, next)).status).toBe(200)
})

test('a password may have 128 characters, and each of them counts', async ({ app, deps }) => {
  const person = await plantAccount(deps)
  const cookie = await enter(deps, app, person)
  const next = `${'Lantern grape orbit 71 '.repeat(5)}harbour viol`.padEnd(128, 'in')
  expect(next).toHaveLength(128)
  expect((await post(app, '/password', { current: PASSWORD, next }, { cookie })).status).toBe(200)
  for (const other of [`${next.slice(0, 127)}?`, next.slice(0, 72), next.toLowerCase()]) {
    expect((await givePassword(app, person.username, other)).status).toBe(401)
  }
  expect((await givePassword(app, person.username, next)).status).toBe(200)
})

test('a password that is changed while the old one is being checked lets nobody in', async ({
  deps,
}) => {
  const person = await plantAccount(deps)
  const hashing = deps.passwords
  if (!hashing) throw new Error('no hashing')
  const passwords: typeof hashing = {
    ...hashing,
    verify: async (password, stored) => {
      const isRight = await hashing.verify(password, stored)
      const passwordHash = await hashing.hash('harbour violin quartz 4')
      await deps.db.update(accounts).set({ passwordHash }).where(eq(accounts.id, person.id))
      return isRight
    },
  }
  const app = createApp(() => ({ ...deps, passwords }))
  expect((await givePassword(app, person.username)).status).toBe(401)
  expect(await deps.db.select().from(sessions)).toEqual([])
})

test('no session of a disabled account is good, even one that was left', async ({ app, deps }) => {
  const person = await plantAccount(deps)
  const cookie = await enter(deps, app, person)
  const disabledAt = deps.now()
  await deps.db.update(accounts).set({ disabledAt }).where(eq(accounts.id, person.id))
  expect((await send(app, '/me', { cookie })).status).toBe(401)
})

test.for([
  ['short lamp', 'password_too_short'],
  ['Password2026!!', 'password_common'],
  ['zhiwen-2026-11', 'password_of_context'],
] as const)('the new password %s is refused', async ([next, key], { app, deps }) => {
  const cookie = await enter(deps, app, await plantAccount(deps))
  const headers = { 'accept-language': 'en' }
  const response = await post(app, '/password', { current: PASSWORD, next }, { cookie, headers })
  expect([response.status, (await problemOf(response)).detail]).toEqual([400, textOf(key, 'en')])
})

test('who only knows the password cannot take the place of the app', async ({ app, deps }) => {
  const person = await plantAccount(deps)
  const cookie = cookieOf(await givePassword(app, person.username))
  expect((await post(app, '/totp', {}, { cookie })).status).toBe(403)
  expect((await post(app, '/totp', { password: PASSWORD }, { cookie })).status).toBe(403)
  expect((await post(app, '/totp/confirm', { code: '123456' }, { cookie })).status).toBe(409)
})

test('another app is set up with the password, and the old one is out', async ({ app, deps }) => {
  const person = await plantAccount(deps)
  const cookie = await enter(deps, app, person)
  expect((await post(app, '/totp', {}, { cookie })).status).toBe(400)
  const begun = await post(app, '/totp', { password: PASSWORD }, { cookie })
  const { secret, address } = Started.parse(await begun.json())
  expect(address).toContain(`secret=${secret}`)
  const code = await codeAt(secret, deps.now())
  const confirmed = await post(app, '/totp/confirm', { code }, { cookie })
  expect(confirmed.status).toBe(200)
  expect((await send(app, '/me', { cookie })).status).toBe(401)
  const first = cookieOf(await givePassword(app, person.username))
  const old = await codeAt(person.secret, new Date(deps.now().getTime() + 30_000))
  const refused = await post(app, '/sign-in/totp', { code: old }, { cookie: first })
  expect(refused.status).toBe(401)
})

const foreign: Record<string, string>[] = [
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { origin: 'http://localhost.evil.example' },
  { origin: 'http://localhost:81' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site', origin: 'http://localhost' },
]

test.for(foreign)('a request of another site is refused: %o', async (headers, { app, deps }) => {
  const person = await plantAccount(deps)
  const cookie = await enter(deps, app, person)
  for (const path of ['/sign-in', '/sign-out', '/accounts', '/password', '/invitations/accept']) {
    const response = await post(app, path, {}, { cookie, headers })
    expect([path, response.status]).toEqual([path, 403])
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  }
  expect((await send(app, '/me', { cookie })).status).toBe(200)
})

test('a request of the own pages is let through', async ({ app, deps }) => {
  const person = await plantAccount(deps)
  const headers = { origin: 'http://localhost', 'sec-fetch-site': 'same-origin' }
  const response = await givePassword(app, person.username, PASSWORD, { headers })
  expect(response.status).toBe(200)
  expect(response.headers.get('cache-control')).toBe('no-store')
})

const inputs = [
  { username: 'a' },
  { username: 'a', password: 'b', role: 'administrator' },
  { username: ['a'], password: 'b' },
  { username: 'a', password: 'x'.repeat(129) },
  { username: 'x'.repeat(65), password: 'b' },
  [],
  null,
]

test.for(inputs)('what is no name and password is refused: %o', async (body, { app }) => {
  const response = await post(app, '/sign-in', body)
  expect([response.status, (await problemOf(response)).code]).toEqual([400, 'invalid'])
})

test('where accounts do not live there is nothing', async ({ deps }) => {
  const app = createApp(() => ({ ...deps, passwords: undefined }))
  for (const path of ['/me', '/accounts']) expect((await send(app, path)).status).toBe(404)
  expect((await post(app, '/sign-in', {})).status).toBe(404)
})

test('a name that exists takes no longer to refuse than one that does not', async ({ deps }) => {
  // As slow as the real function for its size, so that a check left out would show.
  const slow = { ...deps, passwords: openPasswordHashing({ N: 2 ** 14, r: 8, p: 1 }) }
  const app = createApp(() => slow)
  const person = await plantAccount(slow)
  const times = { known: [] as number[], unknown: [] as number[] }
  for (let n = 0; n < 24; n += 1) {
    for (const kind of ['known', 'unknown'] as const) {
      const username = kind === 'known' ? person.username : `nobody-${n}`
      const started = performance.now()
      const response = await givePassword(app, username, 'wrong lantern')
      times[kind].push(performance.now() - started)
      expect(response.status).toBe(401)
    }
    deps.pass(11 * MINUTE_MS)
  }
  const ratio = median(times.known) / median(times.unknown)
  expect(ratio).toBeGreaterThan(0.6)
  expect(ratio).toBeLessThan(1.67)
})

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}

/** The real hashing, with a count of how often a password was looked at. */
function countChecks(deps: TestDeps) {
  const hashing = deps.passwords
  if (!hashing) throw new Error('no hashing')
  let checks = 0
  const passwords: typeof hashing = {
    hash: hashing.hash,
    verify: (password, stored) => {
      checks += 1
      return hashing.verify(password, stored)
    },
  }
  return { deps: { ...deps, passwords }, count: () => checks }
}
