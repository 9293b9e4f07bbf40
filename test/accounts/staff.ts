import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { createApp } from '../../src/app.ts'
import { newTotpSecret, totpCode, totpStepAt } from '../../src/accounts/totp.ts'
import { totpContext, type Role } from '../../src/accounts/account.ts'
import { accounts, experts, organisations } from '../../src/db/schema/index.ts'
import { newId } from '../../src/shared/ids.ts'
import type { TestDeps } from '../support/test-deps.ts'

/** An app, or a service over HTTP. */
export type App = {
  request: (
    ...request: Parameters<ReturnType<typeof createApp>['request']>
  ) => Response | Promise<Response>
}

export const PASSWORD = 'lantern grape orbit 71'
const MINUTE_MS = 60_000

/** Three levels: a city centre, two of its districts, a station below the first. */
export async function plantOrganisations({ db, now }: TestDeps) {
  const [city, east, west, station] = [newId(), newId(), newId(), newId()]
  const row = (id: string, level: 'city' | 'district' | 'station', above: string[]) => ({
    id,
    name: `${level} ${id}`,
    level,
    parentId: above.at(-1) ?? null,
    path: [...above, id].map((each) => `${each}/`).join(''),
    createdAt: now(),
  })
  await db
    .insert(organisations)
    .values([
      row(city, 'city', []),
      row(east, 'district', [city]),
      row(west, 'district', [city]),
      row(station, 'station', [city, east]),
    ])
  return { city, east, west, station }
}

export async function plantExpert({ db, now }: TestDeps, organisationId: string) {
  const id = newId()
  await db.insert(experts).values({
    id,
    organisationId,
    name: '专家',
    status: 'active',
    qualification: '专利代理师',
    years: 8,
    recommendedBy: '协会',
    fields: ['专利'],
    industries: [],
    districts: [],
    languages: ['zh'],
    employer: '某所',
    clients: [],
    competitors: [],
    capacity: 3,
    available: true,
    offeredCount: 0,
    createdAt: now(),
  })
  return id
}

export type Person = { id: string; username: string; secret: string }

type Wanted = { role?: Role; organisationId?: string | null; expertId?: string | null }

let people = 0

/** An account whose app is set up and whose password is `PASSWORD`. */
export async function plantAccount(deps: TestDeps, wanted: Wanted = {}): Promise<Person> {
  people += 1
  const id = newId()
  const person = { id, username: `person-${people}`, secret: newTotpSecret() }
  await deps.db.insert(accounts).values({
    id,
    username: person.username,
    name: '王小明',
    role: wanted.role ?? 'administrator',
    organisationId: wanted.organisationId ?? null,
    expertId: wanted.expertId ?? null,
    passwordHash: (await deps.passwords?.hash(PASSWORD)) ?? '',
    passwordChangedAt: deps.now(),
    mustChangePassword: false,
    sealedTotpSecret: await deps.cipher.seal(person.secret, totpContext(id)),
    createdAt: deps.now(),
    updatedAt: deps.now(),
  })
  return person
}

export type Sent = {
  method?: string
  body?: unknown
  cookie?: string | undefined
  headers?: Record<string, string>
  /** Of the connection. */
  from?: string
  base?: string
}

export async function send(app: App, path: string, sent: Sent = {}): Promise<Response> {
  const { method = 'GET', body, cookie, headers, from = '192.0.2.1' } = sent
  return app.request(
    `${sent.base ?? ''}/api/staff${path}`,
    {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(cookie !== undefined && { cookie }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    },
    { incoming: { socket: { remoteAddress: from } } },
  )
}

export const post = (app: App, path: string, body: unknown, sent: Sent = {}) =>
  send(app, path, { method: 'POST', body, ...sent })

/** `name=value` of the cookie that a response sets. */
export function cookieOf(response: Response): string {
  const [cookie] = (response.headers.get('set-cookie') ?? '').split(';')
  if (!cookie) throw new Error(`no cookie, but ${response.status}`)
  return cookie
}

export function givePassword(app: App, username: string, password = PASSWORD, sent: Sent = {}) {
  return post(app, '/sign-in', { username, password }, sent)
}

export function codeAt(secret: string, now: Date): Promise<string> {
  return totpCode(secret, totpStepAt(now))
}

/** Both factors; gives the cookie. The clock moves on, so that the next code is a new one. */
export async function enter(deps: TestDeps, app: App, person: Person, password = PASSWORD) {
  deps.pass(MINUTE_MS)
  const first = await givePassword(app, person.username, password)
  const code = await codeAt(person.secret, deps.now())
  const second = await post(app, '/sign-in/totp', { code }, { cookie: cookieOf(first) })
  if (second.status !== 200) throw new Error(`not signed in: ${second.status}`)
  return cookieOf(second)
}

export const Started = z.object({ secret: z.string(), address: z.string() })

/** A new person's way in with a one-time password: app, then a password of their own. */
export async function beginWork(
  { deps, app }: { deps: TestDeps; app: App },
  { username, password, next }: { username: string; password: string; next: string },
) {
  const first = cookieOf(await givePassword(app, username, password))
  const { secret } = Started.parse(await (await post(app, '/totp', {}, { cookie: first })).json())
  const code = await codeAt(secret, deps.now())
  const second = cookieOf(await post(app, '/totp/confirm', { code }, { cookie: first }))
  const changed = await post(app, '/password', { current: password, next }, { cookie: second })
  return { cookie: cookieOf(changed), secret }
}

export async function accountRow({ db }: TestDeps, id: string) {
  const [row] = await db.select().from(accounts).where(eq(accounts.id, id))
  if (!row) throw new Error('no such account')
  return row
}
