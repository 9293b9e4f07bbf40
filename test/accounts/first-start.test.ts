import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject } from 'vitest'
import { createFirstAdministrator } from '../../src/accounts/first-administrator.ts'
import { createApp } from '../../src/app.ts'
import { runService } from '../support/run-service.ts'
import { copyDataDir } from '../support/template-database.ts'
import { describeEmbedded, test as base, type TestDeps } from '../support/test-deps.ts'
import {
  beginWork,
  codeAt,
  cookieOf,
  givePassword,
  plantAccount,
  post,
  send,
  Started,
} from './staff.ts'

const NEXT = 'harbour violin quartz 4'
const HOUR_MS = 3_600_000

const test = base.extend<{ dataDir: string }>({
  dataDir: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'zhiwen-data-'))
    await copyDataDir(inject('template'), folder)
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
})

const passwordIn = (log: string) => /One-time password[^:]*: (\S+)/.exec(log)?.[1]

describeEmbedded('the first start of the service', () => {
  test('prints a one-time password, which is no log line and no default; the next start prints none', async ({
    dataDir,
  }) => {
    const service = await runService({ DATA_DIR: dataDir })
    const password = passwordIn(service.log()) ?? ''
    expect(password).toMatch(/^(?:[a-z2-9]{5}-){3}[a-z2-9]{5}$/)
    const lines = service
      .log()
      .split('\n')
      .filter((line) => line.startsWith('{'))
    expect(lines.join('\n')).not.toContain(password)
    const first = cookieOf(await givePassword(service, 'administrator', password))
    const enrolling = await post(service, '/totp', {}, { cookie: first })
    const { secret } = Started.parse(await enrolling.json())
    const code = await codeAt(secret, new Date())
    const confirmed = await post(service, '/totp/confirm', { code }, { cookie: first })
    const second = cookieOf(confirmed)
    expect((await send(service, '/accounts', { cookie: second })).status).toBe(403)
    const input = { current: password, next: NEXT }
    const third = cookieOf(await post(service, '/password', input, { cookie: second }))
    const listed = await (await send(service, '/accounts', { cookie: third })).json()
    expect(listed).toMatchObject({ accounts: [{ username: 'administrator', hasTotp: true }] })
    await service.stop()
    const again = await runService({ DATA_DIR: dataDir })
    expect(passwordIn(again.log())).toBeUndefined()
    expect((await send(again, '/me', { cookie: third })).status).toBe(200)
    expect((await givePassword(again, 'administrator', password)).status).toBe(401)
    await again.stop()
  }, 60_000)

  test('wrong passwords at the same moment are counted one by one, and a code lets one in', async ({
    dataDir,
  }) => {
    const service = await runService({ DATA_DIR: dataDir })
    const password = passwordIn(service.log()) ?? ''
    const first = cookieOf(await givePassword(service, 'administrator', password))
    const enrolling = await post(service, '/totp', {}, { cookie: first })
    const { secret } = Started.parse(await enrolling.json())
    const before = await codeAt(secret, new Date(Date.now() - 30_000))
    await post(service, '/totp/confirm', { code: before }, { cookie: first })
    const cookies = []
    for (let n = 0; n < 4; n += 1) {
      cookies.push(cookieOf(await givePassword(service, 'administrator', password)))
    }
    const code = await codeAt(secret, new Date())
    const codes = cookies.map((cookie) => post(service, '/sign-in/totp', { code }, { cookie }))
    const entered = (await Promise.all(codes)).map(({ status }) => status)
    expect(entered.toSorted((a, b) => a - b)).toEqual([200, 401, 401, 401])
    const tries = Array.from({ length: 30 }, (_, n) =>
      givePassword(service, 'administrator', `wrong lantern ${n}`),
    )
    const statuses = (await Promise.all(tries)).map(({ status }) => status)
    const share = (status: number) => statuses.filter((each) => each === status).length
    expect([share(401), share(429)]).toEqual([5, 25])
    await service.stop()
  }, 60_000)
})

base(
  'a one-time password runs out after 72 hours, and the next start prints another',
  async ({ deps }) => {
    const app = createApp(() => deps)
    const first = await createFirstAdministrator(deps)
    expect(await createFirstAdministrator(deps)).toBeUndefined()
    deps.pass(72 * HOUR_MS + 1)
    const late = await givePassword(app, 'administrator', first?.oneTimePassword)
    expect(late.status).toBe(401)
    const second = await createFirstAdministrator(deps)
    expect(second?.oneTimePassword).not.toBe(first?.oneTimePassword)
    await begin(deps, second?.oneTimePassword ?? '')
    deps.pass(72 * HOUR_MS + 1)
    expect(await createFirstAdministrator(deps)).toBeUndefined()
  },
)

base('where there is an account there is no first administrator', async ({ deps }) => {
  await plantAccount(deps)
  expect(await createFirstAdministrator(deps)).toBeUndefined()
})

function begin(deps: TestDeps, password: string) {
  const app = createApp(() => deps)
  return beginWork({ deps, app }, { username: 'administrator', password, next: NEXT })
}
