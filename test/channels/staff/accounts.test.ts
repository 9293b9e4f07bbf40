import { expect } from 'vitest'
import { z } from 'zod'
import { eq } from 'drizzle-orm'
import { findCredentials } from '../../../src/accounts/account.ts'
import { changeAccount } from '../../../src/accounts/manage-accounts.ts'
import { accounts, auditEntries, sessions } from '../../../src/db/schema/index.ts'
import { newId, newToken } from '../../../src/shared/ids.ts'
import { test, type TestDeps } from '../../support/test-deps.ts'
import {
  accountRow,
  type App,
  beginWork,
  codeAt,
  cookieOf,
  enter,
  givePassword,
  PASSWORD,
  plantAccount,
  plantExpert,
  plantOrganisations,
  post,
  send,
} from '../../accounts/staff.ts'

const NEXT = 'harbour violin quartz 4'
const HOUR_MS = 3_600_000

const Created = z.object({ id: z.uuid(), oneTimePassword: z.string() })
const Invited = z.object({ id: z.uuid(), code: z.string(), expiresAt: z.string() })
const Listed = z.object({ accounts: z.array(z.looseObject({ id: z.string() })) })

const patch = (app: App, cookie: string, id: string, body: unknown) =>
  send(app, `/accounts/${id}`, { method: 'PATCH', body, cookie })

async function bossOf(deps: TestDeps, app: App, organisationId: string | null = null) {
  return enter(deps, app, await plantAccount(deps, { organisationId }))
}

test('an account begins with a one-time password, an app and a password of one’s own', async ({
  app,
  deps,
}) => {
  const { east } = await plantOrganisations(deps)
  const boss = await bossOf(deps, app)
  const input = {
    username: 'Li.Na',
    name: '李娜',
    role: 'staff',
    organisationId: east,
    email: 'li@a.cn',
  }
  const response = await post(app, '/accounts', input, { cookie: boss })
  expect(response.status).toBe(201)
  const { id, oneTimePassword } = Created.parse(await response.json())
  const row = await accountRow(deps, id)
  expect(row).toMatchObject({ username: 'li.na', organisationId: east, mustChangePassword: true })
  expect(JSON.stringify(row)).not.toContain('li@a.cn')
  expect(await deps.cipher.open(row.sealedEmail ?? '', `accounts.email:${id}`)).toBe('li@a.cn')
  const first = await givePassword(app, 'li.na', oneTimePassword)
  expect(await first.json()).toEqual({ next: 'enrol_totp' })
  const way = { username: 'li.na', password: oneTimePassword, next: NEXT }
  const { cookie } = await beginWork({ deps, app }, way)
  expect((await send(app, '/organisations', { cookie })).status).toBe(200)
  expect((await givePassword(app, 'li.na', oneTimePassword)).status).toBe(401)
})

test('a one-time password is no good after 72 hours', async ({ app, deps }) => {
  const boss = await bossOf(deps, app)
  const input = { username: 'li.na', name: '李娜', role: 'auditor', organisationId: null }
  const made = await post(app, '/accounts', input, { cookie: boss })
  const { oneTimePassword } = Created.parse(await made.json())
  deps.pass(72 * HOUR_MS)
  expect((await givePassword(app, 'li.na', oneTimePassword)).status).toBe(401)
})

test('with a one-time password nothing is open but the change of it', async ({ app, deps }) => {
  const boss = await bossOf(deps, app)
  const person = await plantAccount(deps)
  const reset = await patch(app, boss, person.id, { resetPassword: true })
  const { oneTimePassword } = z.object({ oneTimePassword: z.string() }).parse(await reset.json())
  const cookie = await enter(deps, app, person, oneTimePassword)
  for (const path of ['/accounts', '/organisations']) {
    expect((await send(app, path, { cookie })).status).toBe(403)
  }
  expect(await (await send(app, '/me', { cookie })).json()).toMatchObject({
    account: { mustChangePassword: true },
  })
  const input = { current: oneTimePassword, next: NEXT }
  const changed = cookieOf(await post(app, '/password', input, { cookie }))
  expect((await send(app, '/accounts', { cookie: changed })).status).toBe(200)
})

const changes = [
  { disabled: true },
  { role: 'auditor' },
  { organisationId: 'west' },
  { resetPassword: true },
  { resetTotp: true },
] as const

test.for(changes)('sessions end at once with %o', async (change, { app, deps }) => {
  const places = await plantOrganisations(deps)
  const boss = await bossOf(deps, app)
  const person = await plantAccount(deps, { role: 'staff', organisationId: places.east })
  const cookie = await enter(deps, app, person)
  const body = 'organisationId' in change ? { organisationId: places.west } : change
  expect((await patch(app, boss, person.id, body)).status).toBe(200)
  expect((await send(app, '/me', { cookie })).status).toBe(401)
  const left = await deps.db.select().from(sessions).where(eq(sessions.accountId, person.id))
  expect(left).toEqual([])
})

test('a new name or address ends no session', async ({ app, deps }) => {
  const boss = await bossOf(deps, app)
  const person = await plantAccount(deps)
  const cookie = await enter(deps, app, person)
  expect((await patch(app, boss, person.id, { name: '李娜', email: null })).status).toBe(200)
  expect(await (await send(app, '/me', { cookie })).json()).toMatchObject({
    account: { name: '李娜' },
  })
})

test('a disabled account can be enabled again, with its password and app', async ({
  app,
  deps,
}) => {
  const boss = await bossOf(deps, app)
  const person = await plantAccount(deps)
  await patch(app, boss, person.id, { disabled: true })
  expect((await givePassword(app, person.username)).status).toBe(401)
  await patch(app, boss, person.id, { disabled: false })
  await enter(deps, app, person)
})

test('an account that is disabled between the two factors does not get in', async ({
  app,
  deps,
}) => {
  const boss = await bossOf(deps, app)
  const person = await plantAccount(deps)
  const cookie = cookieOf(await givePassword(app, person.username))
  await patch(app, boss, person.id, { disabled: true })
  const code = await codeAt(person.secret, deps.now())
  expect((await post(app, '/sign-in/totp', { code }, { cookie })).status).toBe(401)
})

test('nobody changes their own role; their own name they may', async ({ app, deps }) => {
  const person = await plantAccount(deps)
  const cookie = await enter(deps, app, person)
  for (const body of [{ role: 'auditor' }, { disabled: true }, { resetTotp: true }]) {
    expect((await patch(app, cookie, person.id, body)).status).toBe(403)
  }
  expect((await patch(app, cookie, person.id, { name: '李娜' })).status).toBe(200)
})

test('two administrators who disable each other at the same moment leave one', async ({ deps }) => {
  const [one, other] = [await plantAccount(deps), await plantAccount(deps)]
  // Both have passed the door before either change.
  const by = async ({ id }: { id: string }) => {
    const found = await findCredentials(deps.db, eq(accounts.id, id))
    if (!found) throw new Error('no such account')
    return { ...found.account, addressHash: `h1.${'A'.repeat(8)}.${'A'.repeat(43)}` }
  }
  const [first, second] = [await by(one), await by(other)]
  await changeAccount(deps, { by: first, id: other.id }, { disabled: true })
  const late = changeAccount(deps, { by: second, id: one.id }, { disabled: true })
  await expect(late).rejects.toThrow('last_administrator')
  expect((await accountRow(deps, one.id)).disabledAt).toBeNull()
})

test.for([
  ['staff', '/accounts', 403],
  ['auditor', '/accounts', 403],
  ['expert', '/accounts', 403],
  ['staff', '/organisations', 200],
  ['auditor', '/organisations', 200],
  ['expert', '/organisations', 403],
] as const)('%s reads %s: %i', async ([role, path, status], { app, deps }) => {
  const { city } = await plantOrganisations(deps)
  const expertId = role === 'expert' ? await plantExpert(deps, city) : null
  const person = await plantAccount(deps, { role, organisationId: city, expertId })
  const cookie = await enter(deps, app, person)
  expect((await send(app, path, { cookie })).status).toBe(status)
})

test('none but administrators change anything', async ({ app, deps }) => {
  const { city } = await plantOrganisations(deps)
  const target = await plantAccount(deps)
  for (const role of ['staff', 'auditor', 'expert'] as const) {
    const expertId = role === 'expert' ? await plantExpert(deps, city) : null
    const person = await plantAccount(deps, { role, organisationId: city, expertId })
    const cookie = await enter(deps, app, person)
    for (const [method, path] of [
      ['POST', '/accounts'],
      ['PATCH', `/accounts/${target.id}`],
      ['POST', '/invitations'],
      ['POST', '/organisations'],
      ['PATCH', `/organisations/${city}`],
    ] as const) {
      const response = await send(app, path, { method, body: {}, cookie })
      expect([role, method, path, response.status]).toEqual([role, method, path, 403])
    }
  }
})

test('an administrator of a district sees the accounts of its own and below', async ({
  app,
  deps,
}) => {
  const places = await plantOrganisations(deps)
  const planted = {
    top: await plantAccount(deps, { role: 'auditor' }),
    city: await plantAccount(deps, { role: 'staff', organisationId: places.city }),
    east: await plantAccount(deps, { role: 'staff', organisationId: places.east }),
    west: await plantAccount(deps, { role: 'staff', organisationId: places.west }),
    station: await plantAccount(deps, { role: 'staff', organisationId: places.station }),
  }
  const boss = await bossOf(deps, app, places.east)
  const { accounts } = Listed.parse(await (await send(app, '/accounts', { cookie: boss })).json())
  const seen = accounts.map(({ id }) => id)
  expect(seen).toEqual(expect.arrayContaining([planted.east.id, planted.station.id]))
  expect(seen.length).toBe(3)
  const absent = await patch(app, boss, newId(), { disabled: true })
  const answer = [absent.status, await absent.text()]
  expect(answer[0]).toBe(404)
  for (const foreign of [planted.top, planted.city, planted.west]) {
    const response = await patch(app, boss, foreign.id, { disabled: true })
    expect([response.status, await response.text()]).toEqual(answer)
    expect((await accountRow(deps, foreign.id)).disabledAt).toBeNull()
  }
})

test('an administrator of a district puts nobody elsewhere, or above', async ({ app, deps }) => {
  const places = await plantOrganisations(deps)
  const boss = await bossOf(deps, app, places.east)
  const person = { username: 'li.na', name: '李娜' }
  const mine = await plantAccount(deps, { role: 'staff', organisationId: places.east })
  const foreignExpert = await plantExpert(deps, places.west)
  const refused = [
    { role: 'staff', organisationId: places.west },
    { role: 'staff', organisationId: places.city },
    { role: 'administrator', organisationId: null },
    { role: 'staff', organisationId: newId() },
    { role: 'expert', expertId: foreignExpert },
    { role: 'expert', expertId: newId() },
  ]
  for (const placement of refused) {
    const made = await post(app, '/accounts', { ...person, ...placement }, { cookie: boss })
    const invited = await post(app, '/invitations', placement, { cookie: boss })
    expect([placement, made.status, invited.status]).toEqual([placement, 404, 404])
  }
  expect((await patch(app, boss, mine.id, { organisationId: places.city })).status).toBe(404)
  const promoted = await patch(app, boss, mine.id, { role: 'administrator', organisationId: null })
  expect(promoted.status).toBe(404)
  const allowed = await patch(app, boss, mine.id, { organisationId: places.station })
  expect(allowed.status).toBe(200)
})

test('an expert has one account, and stands where the roster says', async ({ app, deps }) => {
  const { east, west } = await plantOrganisations(deps)
  const boss = await bossOf(deps, app)
  const expertId = await plantExpert(deps, east)
  const input = { username: 'zhang', name: '张', role: 'expert', expertId }
  const made = await post(app, '/accounts', input, { cookie: boss })
  const { id } = Created.parse(await made.json())
  expect(await accountRow(deps, id)).toMatchObject({ expertId, organisationId: east })
  const again = { ...input, username: 'zhang2' }
  expect((await post(app, '/accounts', again, { cookie: boss })).status).toBe(409)
  expect((await patch(app, boss, id, { organisationId: west })).status).toBe(409)
  expect((await patch(app, boss, id, { role: 'staff' })).status).toBe(409)
})

const wrong = [
  {},
  { username: 'ab', name: '李娜', role: 'auditor', organisationId: null },
  { username: 'li na', name: '李娜', role: 'auditor', organisationId: null },
  { username: 'li.na', name: '', role: 'auditor', organisationId: null },
  { username: 'li.na', name: '李\u0000娜', role: 'auditor', organisationId: null },
  { username: 'li.na', name: '李\u202e娜', role: 'auditor', organisationId: null },
  { username: 'li.na', name: '李娜', role: 'staff', organisationId: null },
  { username: 'li.na', name: '李娜', role: 'root', organisationId: null },
  { username: 'li.na', name: '李娜', role: 'expert', organisationId: null },
  { username: 'li.na', name: '李娜', role: 'auditor', organisationId: 'x' },
  { username: 'li.na', name: '李娜', role: 'auditor', organisationId: null, passwordHash: 'x' },
  { username: 'li.na', name: '李娜', role: 'auditor', organisationId: null, email: 'x' },
  {
    username: 'li.na',
    name: '李娜',
    role: 'auditor',
    organisationId: null,
    email: 'li@a.cn\r\nBcc: x@b.cn',
  },
]

test('what is no account is refused', async ({ app, deps }) => {
  const cookie = await bossOf(deps, app)
  for (const body of wrong) {
    const response = await post(app, '/accounts', body, { cookie })
    expect([body, response.status]).toEqual([body, 400])
  }
  const person = await plantAccount(deps)
  for (const body of [{}, { role: 'expert' }, { unlock: false }, { mustChangePassword: false }]) {
    expect([body, (await patch(app, cookie, person.id, body)).status]).toEqual([body, 400])
  }
})

test('a code makes one account, of the role that it was given for', async ({ app, deps }) => {
  const { east } = await plantOrganisations(deps)
  const boss = await bossOf(deps, app)
  const placement = { role: 'staff', organisationId: east }
  const invited = await post(app, '/invitations', placement, { cookie: boss })
  const { code } = Invited.parse(await invited.json())
  const accept = (username: string, more = {}) =>
    post(app, '/invitations/accept', { code, username, name: '李娜', password: NEXT, ...more })
  expect((await accept('li.na', { role: 'administrator' })).status).toBe(400)
  expect((await accept('li.na', { password: 'password2026' })).status).toBe(400)
  const accepted = await accept('li.na')
  expect(accepted.status).toBe(201)
  const { id } = z.object({ id: z.uuid() }).parse(await accepted.json())
  expect(await accountRow(deps, id)).toMatchObject({ role: 'staff', organisationId: east })
  const used = await accept('li.na.2')
  const unknown = await post(app, '/invitations/accept', {
    code: newToken(),
    username: 'li.na.2',
    name: '李娜',
    password: NEXT,
  })
  expect([used.status, await used.text()]).toEqual([404, await unknown.text()])
  expect(await (await givePassword(app, 'li.na', NEXT)).json()).toEqual({ next: 'enrol_totp' })
  const rows = await deps.db.select().from(auditEntries).where(eq(auditEntries.objectId, id))
  expect(rows.map(({ action }) => action)).toEqual(['accept_invitation'])
})

test('a taken name leaves the code good; 72 hours later it is not', async ({ app, deps }) => {
  const boss = await bossOf(deps, app)
  const taken = await plantAccount(deps)
  const placement = { role: 'auditor', organisationId: null }
  const invite = async () =>
    Invited.parse(await (await post(app, '/invitations', placement, { cookie: boss })).json())
  const { code, expiresAt } = await invite()
  expect(new Date(expiresAt).getTime() - deps.now().getTime()).toBe(72 * HOUR_MS)
  const old = await invite()
  const accept = (given: string, username: string) =>
    post(app, '/invitations/accept', { code: given, username, name: '李娜', password: NEXT })
  expect((await accept(code, taken.username)).status).toBe(409)
  expect((await accept(code, 'li.na')).status).toBe(201)
  deps.pass(72 * HOUR_MS)
  expect((await accept(old.code, 'li.na.2')).status).toBe(404)
})

test('an invitation is worth no more than the rights of who sent it', async ({ app, deps }) => {
  const { east, west } = await plantOrganisations(deps)
  const top = await bossOf(deps, app)
  const sender = await plantAccount(deps, { organisationId: east })
  const cookie = await enter(deps, app, sender)
  const placement = { role: 'staff', organisationId: east }
  const invited = await post(app, '/invitations', placement, { cookie })
  const { code } = Invited.parse(await invited.json())
  const accept = () =>
    post(app, '/invitations/accept', { code, username: 'li.na', name: '李娜', password: NEXT })
  await patch(app, top, sender.id, { organisationId: west })
  expect((await accept()).status).toBe(404)
  await patch(app, top, sender.id, { organisationId: east, disabled: true })
  expect((await accept()).status).toBe(404)
  await patch(app, top, sender.id, { disabled: false })
  expect((await accept()).status).toBe(201)
})

test('the list comes in pages and holds no secret', async ({ app, deps }) => {
  const cookie = await bossOf(deps, app)
  for (let n = 0; n < 5; n += 1) await plantAccount(deps)
  const read = async (query: string) => {
    const text = await (await send(app, `/accounts${query}`, { cookie })).text()
    expect(text).not.toMatch(/scrypt|sealed|hash|step/i)
    return z
      .object({ accounts: z.array(z.looseObject({ username: z.string() })) })
      .parse(JSON.parse(text))
      .accounts.map(({ username }) => username)
  }
  const all = await read('')
  expect(all.length).toBe(6)
  const first = await read('?limit=4')
  const second = await read(`?limit=4&after=${first.at(-1)}`)
  expect([...first, ...second]).toEqual(all)
  expect((await send(app, '/accounts?limit=100000', { cookie })).status).toBe(400)
})

test('every change of an account stands in the audit, with who made it', async ({ app, deps }) => {
  const boss = await plantAccount(deps)
  const cookie = await enter(deps, app, boss)
  const person = await plantAccount(deps)
  for (const body of [
    { disabled: true },
    { disabled: false, role: 'auditor' },
    { resetPassword: true, resetTotp: true },
  ]) {
    await patch(app, cookie, person.id, body)
  }
  const rows = await deps.db
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.objectId, person.id))
    .orderBy(auditEntries.id)
  for (const { addressHash } of rows) expect(addressHash).toMatch(/^h1\./)
  expect(rows.map(({ action, actorId }) => [action, actorId])).toEqual(
    ['disable_account', 'enable_account', 'change_account', 'reset_password', 'reset_totp'].map(
      (action) => [action, boss.id],
    ),
  )
})

test('10,000 guessed tokens open nothing', async ({ app, deps }) => {
  await enter(deps, app, await plantAccount(deps))
  const answers = new Set<string>()
  for (let n = 0; n < 10_000; n += 1) {
    const response = await send(app, '/me', { cookie: `zhiwen-session=${newToken()}` })
    answers.add(`${response.status} ${await response.text()}`)
  }
  expect([...answers]).toEqual([expect.stringMatching(/^401 /)])
}, 120_000)

test('the password that everybody here has is no default', async ({ app }) => {
  for (const username of ['admin', 'administrator', 'root']) {
    expect((await givePassword(app, username, PASSWORD)).status).toBe(401)
    expect((await givePassword(app, username, username)).status).toBe(401)
  }
})
